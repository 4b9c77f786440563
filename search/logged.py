"""What people searched in the last 90 days, by subject: what failed, what did not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from django.utils import timezone

from base.audience import Audience
from search.log import KEPT
from search.models import Click, SearchEvent
from search.outcomes import Searched, failures

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

Value = TypeVar("Value", str, int)
MOST_SEARCHES = 20_000  # the newest; more would keep the reader of the page waiting


class Clicked(NamedTuple):
    """A result that was opened."""

    at: datetime
    key: str


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
    """Return the counted searches of 90 days by subject, in two queries."""
    moment = now or timezone.now()
    events = list(
        SearchEvent.objects.counted()
        .between(moment - KEPT, moment)
        .exclude(stems="")
        .order_by("-at")
        .defer("keys")[:MOST_SEARCHES]
    )
    clicks: dict[int, list[Clicked]] = defaultdict(list)
    begun = events[-1].at if events else moment
    for event_id, at, key in (
        Click.objects.filter(event__at__gte=begun, event__left_out="")
        .order_by("position")
        .values_list("event_id", "at", "key")
    ):
        clicks[event_id].append(Clicked(at, key))
    return tally(events, clicks, now=moment)


def tally(
    events: Iterable[SearchEvent], clicks: Mapping[int, list[Clicked]], *, now: datetime
) -> Logged:
    """Sort ``events`` by what became of them and add up each subject."""
    rows = {_searched(event, clicks.get(event.pk, [])): event for event in events}
    failed: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    succeeded: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    for search, failure in failures(rows, now=now):
        event = rows[search]
        if failure is not None:
            _add(failed[event.stems, event.language], event, [])
        elif search.clicked_at:
            _add(succeeded[event.stems, event.language], event, clicks[event.pk])
    return Logged(_subjects(failed), _subjects(succeeded))


def _searched(event: SearchEvent, clicks: list[Clicked]) -> Searched:
    return Searched(
        at=event.at,
        stems=frozenset(event.stems.split()),
        found_before=event.found_before,
        found_after=event.found_after,
        session=event.session or f"event:{event.pk}",
        clicked_at=tuple(click.at for click in clicks),
    )


def _add(tally: _Tally, event: SearchEvent, clicks: list[Clicked]) -> None:
    tally.texts[event.text.lower()] += 1
    tally.audiences[event.audience] += 1
    tally.people.add(event.visitor)
    tally.keys.update(click.key for click in clicks)


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
