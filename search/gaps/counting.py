"""Adding up the judged searches of a period by what was typed, in one pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from search.models import Click, SearchEvent
from search.models.gaps import MIN_PEOPLE
from search.outcomes import current_windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

PERIOD = timedelta(days=60)
AT_ONCE = 5_000  # rows in memory
MOST_TEXTS = 50  # ways to type the same stems that are told apart
LATER = timedelta(minutes=30)  # who finds it then was helped by other words
MIN_SESSIONS = 3  # in which one wording followed another, to say anything

Key = tuple[str, str]  # language, stems: what tells one wording from another


class Failed(NamedTuple):
    """One failed search; without a visitor it is counted, and no person."""

    at: datetime
    visitor: str
    session: str
    failure: str
    audience: int
    place: str


class Opened(NamedTuple):
    """A result that was opened from a search which did not fail."""

    at: datetime
    key: str
    wording: Key


@dataclass(slots=True)
class Typed:
    """The searches of one wording."""

    searches: int = 0
    visitors: set[str] = field(default_factory=set)
    failed: list[Failed] = field(default_factory=list)
    texts: Counter[str] = field(default_factory=Counter)
    opened: Counter[str] = field(default_factory=Counter)  # keys, by visitors
    later: Counter[str] = field(default_factory=Counter)  # opened after it had failed

    @property
    def text(self) -> str:
        """The way most people typed it."""
        return min(self.texts, key=lambda text: (-self.texts[text], text))

    @property
    def people(self) -> int:
        return len(self.visitors)


@dataclass(slots=True)
class Counts:
    """All searches of a period."""

    typed: dict[Key, Typed]
    followed: list[tuple[Key, Key]]  # soon after one another, in several sessions

    def known_stems(self) -> set[Key]:
        """Return each (language, stem) that enough different people typed to show it."""
        visitors: dict[Key, set[str]] = defaultdict(set)
        for (language, stems), one in self.typed.items():
            for stem in stems.split():
                known = visitors[language, stem]
                if len(known) < MIN_PEOPLE:
                    known |= one.visitors
        return {key for key, those in visitors.items() if len(those) >= MIN_PEOPLE}


def count(start: datetime, end: datetime) -> Counts:
    """Add up the counted searches from ``start`` until ``end``."""
    events = SearchEvent.objects.counted().between(start, end).exclude(stems="")
    rows = events.order_by("at", "pk").values_list(
        *("language", "stems", "at", "visitor", "failure", "audience", "place"),
        *("text", "session"),
    )
    typed: dict[Key, Typed] = defaultdict(Typed)
    names: dict[str, str] = {}  # each visitor's name once, or a million rows hold it
    follows = _Follows()
    for language, stems, at, who, failure, audience, place, text, session in rows.iterator(
        AT_ONCE
    ):
        one, visitor = typed[language, stems], names.setdefault(who, who)
        one.searches += 1
        one.visitors.add(visitor)
        _note_text(one, text.lower())
        if failure:
            one.failed.append(Failed(at, visitor, session, failure, audience, place))
        follows.add(session, at, (language, stems))
    for one in typed.values():
        one.visitors.discard("")
    _add_clicks(typed, start, end)
    return Counts(dict(typed), follows.often())


def _note_text(one: Typed, text: str) -> None:
    if text in one.texts or len(one.texts) < MOST_TEXTS:
        one.texts[text] += 1


def _add_clicks(typed: Mapping[Key, Typed], start: datetime, end: datetime) -> None:
    """Add what was opened: from each wording, and in its session once it had failed."""
    clicks = Click.objects.filter(
        event__at__gte=start, event__at__lt=end, event__left_out=""
    )
    rows = clicks.values_list(
        *("event__language", "event__stems", "event__visitor", "event__session"),
        *("event__failure", "at", "key"),
    )
    by_visitor: dict[Key, set[tuple[str, str]]] = defaultdict(set)
    by_session: dict[str, list[Opened]] = defaultdict(list)
    for language, stems, visitor, session, failure, at, key in rows.iterator(AT_ONCE):
        by_visitor[language, stems].add((visitor or session, key))
        if session and not failure:
            by_session[session].append(Opened(at, key, (language, stems)))
    for wording, pairs in by_visitor.items():
        if wording in typed:
            typed[wording].opened.update(key for _who, key in sorted(pairs))
    for wording, one in typed.items():
        one.later.update(_opened_later(wording, one.failed, by_session))


def _opened_later(
    wording: Key, failed: Iterable[Failed], by_session: Mapping[str, list[Opened]]
) -> Iterator[str]:
    """Yield what each visitor found in other words, same session, within LATER, once."""
    seen: set[tuple[str, str]] = set()
    for each in failed:
        for opened in by_session.get(each.session, ()):
            found = (each.visitor or each.session, opened.key)
            is_soon = timedelta() < opened.at - each.at <= LATER
            if is_soon and opened.wording != wording and found not in seen:
                seen.add(found)
                yield opened.key


class _Follows:
    """Which wording a session tried soon after which; searches come by their time."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[datetime, Key]] = {}
        self._pairs: dict[tuple[Key, Key], set[str]] = defaultdict(set)
        self._soon = current_windows().reformulated

    def add(self, session: str, at: datetime, key: Key) -> None:
        if not session:
            return
        before = self._last.get(session)
        self._last[session] = (at, key)
        if before and before[1] != key and at - before[0] <= self._soon:
            one, other = sorted((before[1], key))
            self._pairs[one, other].add(session)

    def often(self) -> list[tuple[Key, Key]]:
        return sorted(
            pair for pair, those in self._pairs.items() if len(those) >= MIN_SESSIONS
        )
