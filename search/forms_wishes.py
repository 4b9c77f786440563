"""What is typed to be told of an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from search.forms import TEXT_MAX

if TYPE_CHECKING:
    from accounts.roles import Reader


class WishForm(forms.Form):
    """The words come along from the search; only who is not signed in gives an address."""

    q = forms.CharField(
        label=_("What you searched for"),
        max_length=TEXT_MAX,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We mail you a link first. It is used for this one answer only."),
        error_messages={
            "required": _("Where shall we write to? For example ana@example.com."),
            "invalid": _("Something is missing in this address; one is ana@example.com."),
        },
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "wish-%s")  # beside the search box, which has a q too
        super().__init__(*args, **kwargs)
        if reader.is_authenticated:
            del self.fields["email"]
