"""What was typed most in a period, what found nothing, what few opened: exact people."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from heapq import heappush, heappushpop
from itertools import groupby, product
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef

from search.models import Click, SearchEvent, TermTotal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.figures import Period

LISTED = 20  # rows of a list
MIN_PEOPLE = 3  # of fewer, a text could tell about one of them
MANY_LOOKED = 5  # people who were shown something, before "few opened it" is said
FEW_OPENED = 0.3
AT_ONCE = 5_000
Choice = tuple[str, int | None, str]  # language, audience, place; empty for all
Lists = TermTotal.List


class Typed(NamedTuple):
    """One counted search, as much of it as the lists need."""

    stems: str
    language: str
    audience: int
    place: str
    text: str
    visitor: str
    found_before: int
    found_after: int
    is_clicked: bool


@dataclass(slots=True)
class Sums:
    """What became of the searches of one term, and by how many different people."""

    searches: int = 0
    no_result: int = 0
    shown: int = 0
    clicked: int = 0
    people: set[str] = field(default_factory=set)
    missed: set[str] = field(default_factory=set)  # who found nothing
    looked: set[str] = field(default_factory=set)  # who was shown something

    def add(self, row: Typed) -> None:
        self.searches += 1
        self.people.add(row.visitor)
        if row.found_before == 0:
            self.no_result += 1
            self.missed.add(row.visitor)
        if row.found_after:
            self.shown += 1
            self.looked.add(row.visitor)
            self.clicked += row.is_clicked

    def add_all(self, other: Sums) -> None:
        for name in ("searches", "no_result", "shown", "clicked"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("people", "missed", "looked"):
            getattr(self, name).update(getattr(other, name))


class Leaders:
    """The first rows of every list, kept while terms go by."""

    def __init__(self) -> None:
        self._heaps: dict[tuple[str, Choice], list[tuple[int, int, str, TermTotal]]] = (
            defaultdict(list)
        )

    def offer(self, choice: Choice, text: str, language: str, sums: Sums) -> None:
        for kind, first, second in _merits(sums):
            heap = self._heaps[kind, choice]
            if len(heap) == LISTED and (first, second) < heap[0][:2]:
                continue
            row = _row(kind, choice, text, language, sums)
            entry = (first, second, f"{text}\n{language}", row)
            if len(heap) < LISTED:
                heappush(heap, entry)
            else:
                heappushpop(heap, entry)

    def rows(self) -> Iterator[TermTotal]:
        for heap in self._heaps.values():
            ranked = sorted(heap, key=lambda each: (-each[0], -each[1], each[2]))
            for rank, (*_merit, row) in enumerate(ranked, start=1):
                row.rank = rank
                yield row


def terms_of(period: Period) -> list[TermTotal]:
    """Return the lists of ``period`` for every choice of filters, not yet saved.

    One look at the rows, in the order of their stems, so that memory holds one term.
    """
    leaders = Leaders()
    for _stems, rows in groupby(_typed(period), key=lambda row: row[:2]):
        _take(leaders, rows)
    return list(leaders.rows())


def _take(leaders: Leaders, rows: Iterable[Typed]) -> None:
    slices: dict[tuple[int, str], Sums] = defaultdict(Sums)
    wordings: set[tuple[str, str]] = set()
    language = ""
    for row in rows:
        language = row.language
        slices[row.audience, row.place].add(row)
        wordings.add((row.text.lower(), row.visitor))
    if len({visitor for _text, visitor in wordings} - {""}) < MIN_PEOPLE:
        return
    text = _usual(text for text, visitor in wordings if visitor)
    choices: dict[Choice, Sums] = defaultdict(Sums)
    for (audience, place), sums in slices.items():
        for choice in product(("", language), (None, audience), {"", place}):
            choices[choice].add_all(sums)
    for choice, sums in choices.items():
        leaders.offer(choice, text, language, sums)


def _usual(texts: Iterable[str]) -> str:
    """Return the wording most people used; of several, always the same."""
    return min(Counter(texts).items(), key=lambda each: (-each[1], each[0]))[0]


def _merits(sums: Sums) -> Iterator[tuple[str, int, int]]:
    """Yield the lists a term belongs on and what places it there, the highest first."""
    people, missed, looked = (
        len(some - {""}) for some in (sums.people, sums.missed, sums.looked)
    )
    if people >= MIN_PEOPLE:
        yield Lists.TOP, people, sums.searches
    if missed >= MIN_PEOPLE:
        yield Lists.NO_RESULT, missed, sums.no_result
    if looked >= MANY_LOOKED and sums.clicked < FEW_OPENED * sums.shown:
        yield Lists.LOW_CLICK, sums.shown - sums.clicked, looked


def _row(kind: str, choice: Choice, text: str, language: str, sums: Sums) -> TermTotal:
    chosen_language, audience, place = choice
    return TermTotal(
        kind=kind,
        language=chosen_language,
        audience=audience,
        place=place,
        text=text,
        text_language=language,
        searches=sums.searches,
        people=len(sums.people - {""}),
        no_result=sums.no_result,
        shown=sums.shown,
        clicked=sums.clicked,
    )


def moments(period: Period) -> tuple[datetime, datetime]:
    """Return when ``period`` begins and when it is over."""
    after = period.last + timedelta(days=1)
    midnight = time(tzinfo=UTC)
    return datetime.combine(period.first, midnight), datetime.combine(after, midnight)


def _typed(period: Period) -> Iterator[Typed]:
    clicks = Click.objects.filter(event=OuterRef("pk"))
    rows = (
        SearchEvent.objects.counted()
        .between(*moments(period))
        .exclude(stems="")
        .order_by("stems", "language")
        .values_list(*Typed._fields[:-1], Exists(clicks))
    )
    return map(Typed._make, rows.iterator(chunk_size=AT_ONCE))
