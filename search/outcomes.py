"""What became of a search: pure definitions, each with its window.

A search *failed* when it was no success and one of the four failures holds; it is named by
the first. Staff, crawlers and what was typed ahead never come here.

*Deflection* says whether a search spared somebody else the question: solved, failed, or
unknown, which is the honest word for most.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LATER = 50  # searches of a session that are looked at after one; a person makes fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """How long after a search something still belongs to it."""

    no_click: timedelta = timedelta(minutes=30)
    reformulated: timedelta = timedelta(seconds=120)
    undone: timedelta = timedelta(minutes=10)  # a click, by searching on
    asked: timedelta = timedelta(hours=24)
    ticketed: timedelta = timedelta(hours=24)
    recontact: timedelta = timedelta(days=7)

    @property
    def longest(self) -> timedelta:
        return max(self.no_click, self.asked, self.ticketed, self.recontact)


def current_windows() -> Windows:
    """Return the windows of the settings.

    Raises:
        ImproperlyConfigured: SEARCH_WINDOWS has an unknown name, or no number of seconds.
    """
    return _windows_of(tuple(sorted(settings.SEARCH_WINDOWS.items())))


@cache
def _windows_of(changes: tuple[tuple[str, str], ...]) -> Windows:
    known = {each.name for each in fields(Windows)}
    for name, seconds in changes:
        if name not in known or not seconds.isdecimal():
            raise ImproperlyConfigured(
                f"SEARCH_WINDOWS: {name}={seconds} is not one of"
                f" {', '.join(sorted(known))} with a whole number of seconds."
            )
    return replace(
        Windows(), **{name: timedelta(seconds=int(text)) for name, text in changes}
    )


class Failure(StrEnum):
    NO_RESULT = "no_result"
    BLOCKED = "blocked"
    NO_CLICK = "no_click"
    REFORMULATED = "reformulated"


class Deflection(StrEnum):
    SOLVED = "solved"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Searched:
    """One search as the definitions see it."""

    at: datetime
    stems: frozenset[str]
    found_before: int
    found_after: int
    session: str
    clicked_at: tuple[datetime, ...] = field(default=())
    clicked_keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Contact:
    """A question to the community or a request to support, by the person who searched."""

    at: datetime
    is_ticket: bool
    stems: frozenset[str] = frozenset()  # of its words, where they are known


@dataclass(frozen=True, slots=True)
class Praise:
    """A vote that something helped."""

    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class After:
    """What followed a search, oldest first."""

    searches: Sequence[Searched] = ()  # of the same session
    contacts: Sequence[Contact] = ()  # of the same person, in whatever session
    praise: Sequence[Praise] = ()  # of the same session


NOTHING = After()


def is_no_result(search: Searched) -> bool:
    """Nothing was found, not even for readers with more rights."""
    return search.found_before == 0


def is_blocked(search: Searched) -> bool:
    """Something was found, but nothing that this reader may read."""
    return search.found_before > 0 and search.found_after == 0


def is_no_click(search: Searched, now: datetime, windows: Windows) -> bool:
    """Results were shown and none was opened in time."""
    return (
        search.found_after > 0
        and not search.clicked_at
        and now - search.at >= windows.no_click
    )


def is_reformulated(search: Searched, after: After, windows: Windows) -> bool:
    """The same session searched again soon: on the same subject, or in vain before."""
    soon = [one for one in after.searches if one.at - search.at <= windows.reformulated]
    in_vain = is_no_result(search) or is_blocked(search)
    return any(in_vain or _is_on_it(one, search) for one in soon)


def is_success(search: Searched, after: After, windows: Windows) -> bool:
    """A result was opened and helped, as a vote says or as nobody searched on."""
    if not search.clicked_at:
        return False
    opened = min(search.clicked_at)
    return is_praised(search, after) or not any(
        _is_on_it(one, search) and one.at - opened <= windows.undone
        for one in after.searches
    )


def is_praised(search: Searched, after: After) -> bool:
    """A vote says that something helped which was opened before it."""
    return any(
        each.key in search.clicked_keys and each.at >= min(search.clicked_at)
        for each in after.praise
    )


def _is_on_it(later: Searched, search: Searched) -> bool:
    """Whether two searches are on one subject: a stem, or what was opened, in common."""
    return bool(later.stems & search.stems or later.clicked_keys & search.clicked_keys)


def is_asked(search: Searched, after: After, windows: Windows) -> bool:
    """The same person asked the community within a day."""
    return any(
        not each.is_ticket and _within(search, each, windows.asked)
        for each in after.contacts
    )


def is_ticketed(search: Searched, after: After, windows: Windows) -> bool:
    """The same person wrote to support within a day."""
    return any(
        each.is_ticket and _within(search, each, windows.ticketed)
        for each in after.contacts
    )


def is_recontact(search: Searched, after: After, windows: Windows) -> bool:
    """The same person asked or wrote on the same subject within a week."""
    return any(
        search.stems & each.stems and _within(search, each, windows.recontact)
        for each in after.contacts
    )


def _within(search: Searched, contact: Contact, window: timedelta) -> bool:
    return timedelta() <= contact.at - search.at <= window


def failure_of(
    search: Searched, after: After, *, now: datetime, windows: Windows
) -> Failure | None:
    """Return the first way in which ``search`` failed, if it did.

    Args:
        search: the search in question.
        after: what followed it.
        now: the moment at which one asks; too early, "no click" says nothing.
        windows: how long after it things still belong to it.
    """
    if is_success(search, after, windows):
        return None
    if is_no_result(search):
        return Failure.NO_RESULT
    if is_blocked(search):
        return Failure.BLOCKED
    if is_no_click(search, now, windows):
        return Failure.NO_CLICK
    return Failure.REFORMULATED if is_reformulated(search, after, windows) else None


def deflection_of(search: Searched, after: After, windows: Windows) -> Deflection:
    """Return whether a search spared a question; final once the longest window is over."""
    ways = (is_asked, is_ticketed, is_recontact)
    if any(came(search, after, windows) for came in ways):
        return Deflection.FAILED
    has_helped = is_success(search, after, windows)
    return Deflection.SOLVED if has_helped else Deflection.UNKNOWN
