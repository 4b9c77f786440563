"""What staff may say to the lab, and the forms of what they teach search."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from base.audience import Audience
from search.engine import EngineUnavailable
from search.forms import TEXT_MAX
from search.lab import current_setup, rank
from search.models import Pin, Synonym
from search.models.curation import LANGUAGE_CHOICES
from search.pages import cards_by_key, key_at
from search.weights import Weights, changed

if TYPE_CHECKING:
    from accounts.http import MemberRequest
    from search.document import Card
    from search.engine import Query
    from search.lab import Setup

MOST_WEIGHT = 20.0


class QueryForm(forms.Form):
    """What is searched, and as whom."""

    q = forms.CharField(label=_("Search words"), max_length=TEXT_MAX)
    reader = forms.ChoiceField(label=_("Reader’s language"), choices=LANGUAGE_CHOICES[1:])
    audience = forms.TypedChoiceField(
        label=_("Search as"),
        choices=Audience.choices,
        coerce=lambda each: Audience(int(each)),
    )

    def query(self, setup: Setup) -> Query:
        """Return what was asked for, once the form is valid."""
        asked = self.cleaned_data
        return setup.query(asked["q"], asked["reader"], asked["audience"])


class LabForm(QueryForm):
    """A query, and maybe a page that is missed among its results."""

    why = forms.CharField(
        label=_("Why not this page?"),
        required=False,
        max_length=500,
        help_text=_("Paste its address, or its key, for example article:12."),
    )


class SynonymForm(forms.ModelForm[Synonym]):
    class Meta:
        model = Synonym
        fields = ("text", "means", "is_two_way", "language")
        widgets = {"means": forms.Textarea(attrs={"rows": 3})}


class PinForm(forms.ModelForm[Pin]):
    """A pin; its page is picked among what the words find, or given by its address."""

    address = forms.CharField(
        label=_("Or another page, by its address"),
        required=False,
        max_length=500,
        help_text=_("Copy it from the browser, for example /en/payouts/."),
    )

    class Meta:
        model = Pin
        fields = ("text", "language", "place", "starts_on", "ends_on")
        help_texts = {
            "place": _("1 comes first where several pages are pinned for these words."),
            "starts_on": _("Leave both days empty to pin it until you take it away."),
        }
        widgets = {
            "place": forms.NumberInput(attrs={"min": 1}),
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, request: MemberRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["place"].validators.append(MinValueValidator(1))
        self.found = self._candidates()
        self.fields["picked"] = forms.ChoiceField(
            label=_("Page"),
            required=False,
            widget=forms.RadioSelect,
            choices=[(key, card.title) for key, card in self.found.items()],
        )
        self.initial.setdefault("picked", self.instance.key)

    def _said(self, name: str) -> str:
        said = self.data if self.is_bound else self.initial
        return str(said.get(name) or "")

    def _candidates(self) -> dict[str, Card]:
        """Return what may be picked: the page chosen so far, then what the words find."""
        text, language = self._said("text").strip()[:TEXT_MAX], self._said("language")
        keys = [self.instance.key, self._said("picked")]
        if text and language in {code for code, _name in LANGUAGE_CHOICES[1:]}:
            query = current_setup().query(text, language, Audience.STAFF)
            with suppress(EngineUnavailable):  # an address is enough
                keys += rank(query, {}).keys
        return cards_by_key(filter(None, keys), self.request.user)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        address = found.get("address", "")
        if address:
            try:
                key = key_at(address, self.request.get_host(), self.request.user)
            except ValidationError as error:
                self.add_error("address", error)
                return found
        else:
            key = found.get("picked", "")
        if key:
            self.instance.key = key
        elif "picked" not in self.errors:
            self.add_error("picked", _("Choose a page, or give its address."))
        return found


# What can be tried in the lab, in groups, with its meaning; the rest is for developers.
MEANINGS = {
    "title": _("A word in the title"),
    "title_question": _("Added to that where the words are a question"),
    "headings": _("A word in headings"),
    "lead": _("A word in the first 300 characters"),
    "body": _("A word in the text"),
    "accepted": _("A word in the accepted answer"),
    "answers": _("A word in other answers"),
    "synonym": _("A synonym, against the word as typed"),
    "completeness": _("What a text loses when words are missing"),
    "adjacency": _("Words side by side in the text"),
    "adjacency_title": _("Words side by side in the title"),
    "title_cover": _("The whole title was asked for"),
    "solved": _("Added for a solved discussion"),
    "helpful": _("Added for votes of readers it helped"),
    "fresh": _("Added for a recent discussion"),
    "reviewed": _("Added for a guide reviewed lately"),
}


class WeightsForm(forms.Form):
    """A number for each weight; what is left empty stays as it is."""

    def __init__(self, *args: Any, weights: Weights, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weights = weights
        for name, meaning in MEANINGS.items():
            self.fields[name] = forms.FloatField(
                label=meaning,
                required=False,
                min_value=0,
                max_value=MOST_WEIGHT,
                initial=getattr(weights, name),
                widget=forms.NumberInput(
                    attrs={"step": "any", "placeholder": getattr(weights, name)}
                ),
            )

    def chosen(self) -> Weights:
        """Return the weights with those that were given, once the form is valid."""
        given = {n: each for n, each in self.cleaned_data.items() if each is not None}
        return changed(self.weights, given)


def line_of(weights: Weights) -> str:
    """Return the line of the environment that sets ``weights``."""
    usual = Weights()
    changes = [
        f"{each.name}={getattr(weights, each.name):g}"
        for each in fields(Weights)
        if getattr(weights, each.name) != getattr(usual, each.name)
    ]
    return f"SEARCH_WEIGHTS={','.join(changes)}"
