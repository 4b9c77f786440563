"""What people searched in the last 90 days, by subject: what failed, what did not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from django.db.models import prefetch_related_objects
from django.utils import timezone

from base.audience import Audience
from search.aftermath import aftermath
from search.log import KEPT
from search.models import Click, SearchEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

Value = TypeVar("Value", str, int)
MOST_SEARCHES = 20_000  # the newest; more would keep the reader of the page waiting


@dataclass(frozen=True, slots=True)
class Subject:
    """Searches with the same stems in one language, as somebody would type them."""

    text: str  # the wording most people used
    language: str
    audience: Audience  # the one most of them belong to
    people: int
    key: str = ""  # what most of them opened, where the searches succeeded


@dataclass(frozen=True, slots=True)
class Logged:
    """The subjects that failed and those that did not, those of most people first."""

    failed: list[Subject] = field(default_factory=list)
    succeeded: list[Subject] = field(default_factory=list)


@dataclass(slots=True)
class _Tally:
    texts: Counter[str] = field(default_factory=Counter)
    audiences: Counter[int] = field(default_factory=Counter)
    people: set[str] = field(default_factory=set)
    keys: Counter[str] = field(default_factory=Counter)


def logged(*, now: datetime | None = None) -> Logged:
    """Return the counted searches of 90 days by subject, in a fixed number of queries."""
    moment = now or timezone.now()
    events = list(
        SearchEvent.objects.counted()
        .between(moment - KEPT, moment)
        .exclude(stems="")
        .order_by("-at")
        .defer("keys")[:MOST_SEARCHES]
    )
    clicks: dict[int, list[str]] = defaultdict(list)
    begun = events[-1].at if events else moment
    for event_id, key in (
        Click.objects.filter(event__at__gte=begun, event__left_out="")
        .order_by("position")
        .values_list("event_id", "key")
    ):
        clicks[event_id].append(key)
    return tally(events, clicks, now=moment)


def tally(
    events: Iterable[SearchEvent], clicks: Mapping[int, list[str]], *, now: datetime
) -> Logged:
    """Sort ``events`` by what became of them and add up each subject."""
    rows = list(events)
    fresh = _failures_of_today(rows, now)
    failed: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    succeeded: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    for event in rows:
        opened = clicks.get(event.pk, [])
        if fresh.get(event.pk, event.failure):
            _add(failed[event.stems, event.language], event, [])
        elif opened:
            _add(succeeded[event.stems, event.language], event, opened)
    return Logged(_subjects(failed), _subjects(succeeded))


def _failures_of_today(events: Iterable[SearchEvent], now: datetime) -> dict[int, str]:
    """Return how the searches failed that no night has judged yet."""
    new = [event for event in events if not event.deflection]
    prefetch_related_objects(new, "clicks")
    return {each.event.pk: each.failure or "" for each in aftermath(new, now=now)}


def _add(tally: _Tally, event: SearchEvent, keys: list[str]) -> None:
    tally.texts[event.text.lower()] += 1
    tally.audiences[event.audience] += 1
    tally.people.add(event.visitor)
    tally.keys.update(keys)


def _subjects(tallies: Mapping[tuple[str, str], _Tally]) -> list[Subject]:
    found = [
        Subject(
            text=_most(each.texts),
            language=language,
            audience=Audience(_most(each.audiences)),
            people=len(each.people - {""}),
            key=_most(each.keys) if each.keys else "",
        )
        for (_stems, language), each in tallies.items()
    ]
    return sorted(found, key=lambda one: (-one.people, one.text, one.language))


def _most(counts: Counter[Value]) -> Value:
    """Return what was counted most; the first in order of those that are equal."""
    return max(sorted(counts), key=lambda each: counts[each])
