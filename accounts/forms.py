"""What people fill in about themselves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


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
