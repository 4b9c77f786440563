"""What became of a search: pure definitions, each with its window.

A search *failed* when it was no success and one of the four below holds; it is named by
the first. Staff, crawlers and what was typed ahead never come here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NO_CLICK_AFTER = timedelta(minutes=30)
REFORMULATED_WITHIN = timedelta(seconds=120)
UNDONE_WITHIN = timedelta(minutes=10)


class Failure(StrEnum):
    NO_RESULT = "no_result"
    BLOCKED = "blocked"
    NO_CLICK = "no_click"
    REFORMULATED = "reformulated"


@dataclass(frozen=True, slots=True)
class Searched:
    """One search as the definitions see it."""

    at: datetime
    stems: frozenset[str]
    found_before: int
    found_after: int
    session: str
    clicked_at: tuple[datetime, ...] = field(default=())


def is_no_result(search: Searched) -> bool:
    """Nothing was found, not even for readers with more rights."""
    return search.found_before == 0


def is_blocked(search: Searched) -> bool:
    """Something was found, but nothing that this reader may read."""
    return search.found_before > 0 and search.found_after == 0


def is_no_click(search: Searched, now: datetime) -> bool:
    """Results were shown and none was opened within 30 minutes."""
    return (
        search.found_after > 0
        and not search.clicked_at
        and now - search.at >= NO_CLICK_AFTER
    )


def is_reformulated(search: Searched, later: Sequence[Searched]) -> bool:
    """The same session searched again within 120 s: with a stem in common, or in vain."""
    soon = [one for one in later if one.at - search.at <= REFORMULATED_WITHIN]
    in_vain = is_no_result(search) or is_blocked(search)
    return any(in_vain or search.stems & one.stems for one in soon)


def is_success(search: Searched, later: Sequence[Searched]) -> bool:
    """A result was opened, and no search on the same subject followed within 10 minutes."""
    if not search.clicked_at:
        return False
    opened = min(search.clicked_at)
    return not any(
        search.stems & one.stems and one.at - opened <= UNDONE_WITHIN for one in later
    )


def failure_of(
    search: Searched, later: Sequence[Searched], *, now: datetime
) -> Failure | None:
    """Return the first way in which ``search`` failed, if it did.

    Args:
        search: the search in question.
        later: what the same session searched afterwards, in order.
        now: the moment at which one asks; before 30 minutes "no click" says nothing.
    """
    if is_success(search, later):
        return None
    if is_no_result(search):
        return Failure.NO_RESULT
    if is_blocked(search):
        return Failure.BLOCKED
    if is_no_click(search, now):
        return Failure.NO_CLICK
    return Failure.REFORMULATED if is_reformulated(search, later) else None


def failures(
    searches: Iterable[Searched], *, now: datetime
) -> Iterator[tuple[Searched, Failure | None]]:
    """Yield each search with how it failed, looking along its own session."""
    sessions: dict[str, list[Searched]] = defaultdict(list)
    for search in sorted(searches, key=lambda one: one.at):
        sessions[search.session].append(search)
    for session, rows in sessions.items():
        for place, search in enumerate(rows):
            later = rows[place + 1 :] if session else []
            yield search, failure_of(search, later, now=now)
