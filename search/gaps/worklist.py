"""The work list: which gaps, and in which order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.roles import who_may_read
from base.audience import Audience
from search.cards import place_names
from search.models import Gap, Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.roles import Reader
    from search.models.gaps import GapQuerySet

OPEN = "open"
OPEN_STATES = (
    *(Gap.State.NEW, Gap.State.ASSIGNED, Gap.State.DRAFTING),
    *(Gap.State.PUBLISHED, Gap.State.REOPENED),
)
ORDERS = {
    "score": (_("score"), ("-score", "-people", "pk")),
    "people": (_("people"), ("-people", "-score", "pk")),
    "trend": (_("rise against the 28 days before"), ("-rise", "-score", "pk")),
    "new": (_("newest first"), ("-first_seen_at", "pk")),
    "due": (_("due date"), (F("due_on").asc(nulls_last=True), "-score", "pk")),
}
PERIODS = (("7", _("last 7 days")), ("28", _("last 28 days")), ("", _("last 60 days")))
NOBODY, ME = "none", "me"
OWNERS = [("", _("anybody")), (ME, _("me")), (NOBODY, _("nobody"))]


def support_staff() -> list[Member]:
    """Return whom a gap can be given to, by name."""
    staff = who_may_read(Member.objects.all(), Audience.STAFF)
    return sorted(staff, key=lambda member: (str(member).lower(), member.pk))


class WorkListForm(forms.Form):
    """What the work list is narrowed to; what makes no sense narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("open")), ("all", _("all")), *Gap.State.choices],
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    triage = forms.ChoiceField(
        label=_("What is wrong"),
        required=False,
        choices=[("", _("anything")), *Gap.Triage.choices],
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("all languages")), ("en", "English"), ("fr", "Français")],
    )
    audience = forms.ChoiceField(
        label=_("Readers"),
        required=False,
        choices=[("", _("all readers")), *Audience.choices],
    )
    place = forms.ChoiceField(label=_("Board or section"), required=False)
    period = forms.ChoiceField(label=_("Missed in the"), required=False, choices=PERIODS)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[(name, label) for name, (label, _fields) in ORDERS.items()],
    )

    def __init__(self, data: Any, *, reader: Reader) -> None:
        super().__init__(data)
        self.reader = reader
        staff = [(str(member.pk), str(member)) for member in support_staff()]
        self._choose("owner", [*OWNERS, *staff])
        self._choose("place", [("", _("everywhere")), *_places(reader)])

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (as declared above)
        field.choices = choices

    def asked(self) -> dict[str, str]:
        """Return what is asked for; a wrong value is left out."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}

    def gaps(self) -> GapQuerySet:
        """Return the gaps asked for, in the order asked for."""
        asked = self.asked()
        found = (
            Gap.objects.shown()
            .by_score()
            .annotate(rise=F("people_lately") - F("people_before"))
        )
        state = asked["state"]
        if state in Gap.State.values:
            found = found.filter(state=state)
        elif state != "all":
            found = found.filter(state__in=OPEN_STATES)
        found = self._narrowed(found, asked)
        return found.order_by(*ORDERS.get(asked["order"], ORDERS["score"])[1])

    def _narrowed(self, found: GapQuerySet, asked: dict[str, str]) -> GapQuerySet:
        if asked["q"]:
            words = Q(title__icontains=asked["q"])
            typed = Wording.objects.filter(shown__icontains=asked["q"], gap__isnull=False)
            found = found.filter(words | Q(pk__in=typed.values("gap")))
        if owner := asked["owner"]:
            whom = {ME: self.reader.pk, NOBODY: None}
            pk = whom[owner] if owner in whom else int(owner)
            found = found.filter(owner=pk)
        if asked["triage"]:
            decided = Q(triage=asked["triage"])
            found = found.filter(decided | Q(triage="", suggested=asked["triage"]))
        if asked["language"]:
            found = found.filter(languages__contains=asked["language"])
        if asked["audience"]:
            found = found.filter(audiences__has_key=asked["audience"])
        if asked["place"]:
            found = found.filter(places__has_key=asked["place"])
        if asked["period"]:
            since = timezone.now() - timedelta(days=int(asked["period"]))
            found = found.filter(last_seen_at__gte=since)
        return found


def _places(reader: Reader) -> list[tuple[str, str]]:
    """Return the boards and sections where anything is missed, by name."""
    shown = Gap.objects.shown().values_list("places", flat=True)
    keys = {key for places in shown for key in places}
    names = place_names(sorted(keys), reader)
    return sorted(names.items(), key=lambda item: item[1])


def counts_by_state() -> dict[str, int]:
    """Return how many gaps are shown in each state."""
    rows = Gap.objects.shown().order_by().values_list("state").annotate(Count("pk"))
    counts = dict.fromkeys(Gap.State.values, 0) | dict(rows)
    return counts | {OPEN: sum(counts[state] for state in OPEN_STATES)}


def others(gap: Gap) -> GapQuerySet:
    """Return the other gaps of the list, by title."""
    return Gap.objects.shown().exclude(pk=gap.pk).order_by("title", "pk")
