"""What may be said to the results page, all of it in the address."""

from __future__ import annotations

from typing import TypedDict

from django import forms
from django.utils.translation import gettext_lazy as _

from search.finding import Filters
from search.language.analysis import LANGUAGES

TEXT_MAX = 200


class Asked(TypedDict):
    """What the address asks for, complete."""

    text: str
    filters: Filters
    page: int
    literal: bool


class SearchForm(forms.Form):
    """Anything typed is fine; what a filter cannot be is left out, never an error."""

    q = forms.CharField(required=False)
    kind = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("Everything")),
            ("article", _("Articles")),
            ("thread", _("Threads")),
        ],
    )
    state = forms.ChoiceField(required=False, choices=[("", ""), ("solved", "")])
    place = forms.CharField(required=False, max_length=60)
    language = forms.ChoiceField(
        required=False, choices=[("", ""), *((name, "") for name in LANGUAGES)]
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=20)
    literal = forms.BooleanField(required=False)

    def clean_q(self) -> str:
        text: str = self.cleaned_data["q"].replace("\x00", " ")
        return " ".join(text.split())[:TEXT_MAX]

    def asked(self) -> Asked:
        """Return what was asked for, with the default of what makes no sense."""
        self.is_valid()
        found = self.cleaned_data
        return Asked(
            text=found.get("q", ""),
            filters=Filters(
                kind=found.get("kind", ""),
                state=found.get("state", ""),
                place=found.get("place", ""),
                language=found.get("language", ""),
            ),
            page=found.get("page") or 1,
            literal=found.get("literal", False),
        )
