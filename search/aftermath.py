"""What became of logged searches: rows of the database in, the definitions applied."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from search.models import Outcome, SearchEvent
from search.outcomes import (
    MOST_LATER,
    NOTHING,
    After,
    Contact,
    Deflection,
    Failure,
    Praise,
    Searched,
    Windows,
    current_windows,
    deflection_of,
    failure_of,
    is_asked,
    is_praised,
    is_ticketed,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

AT_ONCE = 500  # names in one query


@dataclass(frozen=True, slots=True)
class Became:
    """One search and what became of it."""

    event: SearchEvent
    failure: Failure | None
    deflection: Deflection
    has_asked: bool
    has_ticketed: bool
    has_helped: bool  # a vote in its session says so of what was opened


def aftermath(events: Iterable[SearchEvent], *, now: datetime) -> Iterator[Became]:
    """Yield what became of each of ``events``, which are whole sessions, clicks prefetched.

    Args:
        events: counted ones, in any order.
        now: the moment at which one asks.
    """
    rows = sorted(events, key=lambda event: (event.at, event.pk))
    windows, told = current_windows(), _Told(rows)
    sessions: dict[str, list[tuple[SearchEvent, Searched]]] = defaultdict(list)
    for event in rows:
        session = event.session or f"event:{event.pk}"
        sessions[session].append((event, searched(event)))
    for session, pairs in sessions.items():
        for place, (event, search) in enumerate(pairs):
            later = [each for _event, each in pairs[place + 1 : place + 1 + MOST_LATER]]
            after = NOTHING
            if event.session:
                after = After(later, told.contacts(event), told.praise[session])
            yield _became(event, search, after, now=now, windows=windows)


def _became(
    event: SearchEvent, search: Searched, after: After, *, now: datetime, windows: Windows
) -> Became:
    return Became(
        event=event,
        failure=failure_of(search, after, now=now, windows=windows),
        deflection=deflection_of(search, after, windows),
        has_asked=is_asked(search, after, windows),
        has_ticketed=is_ticketed(search, after, windows),
        has_helped=is_praised(search, after),
    )


def searched(event: SearchEvent) -> Searched:
    """Return ``event`` as the definitions see it."""
    clicks = list(event.clicks.all())
    return Searched(
        at=event.at,
        stems=frozenset(event.stems.split()),
        found_before=event.found_before,
        found_after=event.found_after,
        session=event.session or f"event:{event.pk}",
        clicked_at=tuple(click.at for click in clicks),
        clicked_keys=frozenset(click.key for click in clicks),
    )


class _Told:
    """What the people of some searches did afterwards, by session and by visitor."""

    def __init__(self, events: Sequence[SearchEvent]) -> None:
        self.praise: dict[str, list[Praise]] = defaultdict(list)
        self._by_session: dict[str, list[Contact]] = defaultdict(list)
        self._by_visitor: dict[str, list[Contact]] = defaultdict(list)
        for row in _outcomes_after(events):
            if row.kind == Outcome.Kind.HELPFUL:
                self.praise[row.session].append(Praise(row.at, row.key))
                continue
            contact = Contact(
                row.at,
                is_ticket=row.kind == Outcome.Kind.TICKETED,
                stems=frozenset(row.stems.split()),
            )
            if row.visitor:
                self._by_visitor[row.visitor].append(contact)
            else:
                self._by_session[row.session].append(contact)

    def contacts(self, event: SearchEvent) -> list[Contact]:
        of_visitor = self._by_visitor.get(event.visitor, []) if event.visitor else []
        return of_visitor + self._by_session.get(event.session, [])


def _outcomes_after(events: Sequence[SearchEvent]) -> Iterator[Outcome]:
    """Yield what the sessions and visitors of ``events`` did, a few hundred at a time."""
    if not events:
        return
    seen: set[int] = set()
    for field in ("session", "visitor"):
        names = sorted({getattr(event, field) for event in events} - {""})
        for start in range(0, len(names), AT_ONCE):
            chosen = Q(**{f"{field}__in": names[start : start + AT_ONCE]})
            for row in Outcome.objects.filter(chosen, at__gte=events[0].at):
                if row.pk not in seen:
                    seen.add(row.pk)
                    yield row
