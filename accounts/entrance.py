"""The forms at the door: allauth's own, in our words and without its placeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.forms import Form

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "oldpassword": _("Password now"),
    "password1": _("Password"),
    "password2": _("The same once more"),
}
PASSWORD_RULE = _("At least 8 characters that nobody guesses; three words do well.")


class OurWords:
    """Our labels, one line on passwords, and no placeholder: it is gone once one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self)  # type: ignore[arg-type]  # mixed into forms only


def reword(form: Form) -> None:
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = LABELS.get(name, field.label)
        if "password" in name:
            field.help_text = PASSWORD_RULE if name == "password1" else ""


class SignInForm(OurWords, forms.LoginForm):
    """E-mail address and password."""


class SignUpForm(OurWords, forms.SignupForm):
    """Name, e-mail address and a password."""


class AddAddressForm(OurWords, forms.AddEmailForm):
    """One more address."""


class ChangePasswordForm(OurWords, forms.ChangePasswordForm):
    """The password now, and the new one twice."""


class SetPasswordForm(OurWords, forms.SetPasswordForm):
    """A first password, twice."""


class AskForLinkForm(OurWords, forms.ResetPasswordForm):
    """The address to which the link to a new password goes."""


class NewPasswordForm(OurWords, forms.ResetPasswordKeyForm):
    """The new password, twice."""
