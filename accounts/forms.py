"""What people fill in about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.kinds import KINDS

if TYPE_CHECKING:
    from django.forms import BoundField

    from accounts.models import Member

HOW = "how_"  # before the kind, in a field's name


class SignupNameForm(forms.Form):
    """Asks for a name at sign-up, so that nobody is shown by an e-mail address."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Others see it beside what you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "input"}),
    )
    field_order = ["display_name", "email", "password1"]

    def signup(self, request: object, user: object) -> None:
        """Allauth calls this after saving; the adapter has done the work already."""


class ProfileForm(forms.Form):
    """What a member may change about themselves."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "input"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("en", "English"), ("fr", "Français")],
        widget=forms.Select(attrs={"class": "select"}),
    )
    wants_mail = forms.BooleanField(
        label=_("Send me mail about my discussions"), required=False
    )


class TimeField(forms.TimeField):
    """A time of day, picked in the browser's own way."""

    widget = forms.TimeInput(
        format="%H:%M", attrs={"type": "time", "class": "input", "step": 60}
    )


class NoticeForm(forms.Form):
    """How a member is told of each kind of news, and when no mail comes."""

    quiet_from = TimeField(label=_("No mail from"), required=False)
    quiet_until = TimeField(label=_("No mail until"), required=False)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = [
            kind for kind in KINDS.values() if member.is_support or not kind.is_for_staff
        ]
        for kind in self.chosen:
            self.fields[HOW + kind.name] = forms.ChoiceField(
                label=kind.label,
                choices=kind.ways,
                required=False,  # what a form does not send stays as it is
                widget=forms.Select(attrs={"class": "select"}),
            )

    @property
    def kinds(self) -> list[BoundField]:
        """One choice per kind, in the order of the registry."""
        return [self[HOW + kind.name] for kind in self.chosen]

    @property
    def hows(self) -> dict[str, str]:
        """What was chosen, by kind."""
        chosen = {kind.name: self.cleaned_data[HOW + kind.name] for kind in self.chosen}
        return {name: how for name, how in chosen.items() if how}


class EraseForm(forms.Form):
    """Asks once more for the password: an open window alone erases no account."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "class": "input"}
        ),
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.member.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password
