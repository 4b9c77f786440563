"""The figures of a period: what staff see of searches, against the period before."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.db.models import Sum

from search.models import DailyTotal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from search.models.totals import DailyTotalQuerySet

MARK_NO_RESULT = 0.05  # at most, where a help centre is in order
MARK_CLICK = 0.60  # at least
LENGTHS = (7, 28, 90)  # days, the usual periods


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Period:
        """The period of the same length right before."""
        last = self.first - timedelta(days=1)
        return Period(last - timedelta(days=self.days - 1), last)


def last_full_days(days: int, *, now: datetime) -> Period:
    """Return ``days`` up to yesterday: today is not over, and would look like a fall."""
    yesterday = now.date() - timedelta(days=1)
    return Period(yesterday - timedelta(days=days - 1), yesterday)


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in a period; a share of nothing is None, never 0."""

    searches: int = 0
    people: int = 0  # days on which somebody searched, summed over people
    no_result: int = 0
    blocked: int = 0
    no_click: int = 0
    reformulated: int = 0
    clicked: int = 0
    positions: int = 0
    solved: int = 0
    unknown: int = 0
    not_solved: int = 0
    asked: int = 0
    ticketed: int = 0
    requesters: int = 0  # days on which somebody searched and then wrote to support

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, n) + getattr(other, n) for n in SUMMED))

    @property
    def no_result_rate(self) -> float | None:
        return _share(self.no_result, self.searches)

    @property
    def click_rate(self) -> float | None:
        """Of the searches that showed something."""
        return _share(self.clicked, self.searches - self.no_result - self.blocked)

    @property
    def mean_position(self) -> float | None:
        return _share(self.positions, self.clicked)

    @property
    def self_service(self) -> float | None:
        """How many people searched for each of them who then wrote to support."""
        return _share(self.people, self.requesters)

    @property
    def solved_rate(self) -> float | None:
        return _share(self.solved, self.searches)

    @property
    def unknown_rate(self) -> float | None:
        return _share(self.unknown, self.searches)

    @property
    def not_solved_rate(self) -> float | None:
        return _share(self.not_solved, self.searches)


SUMMED = tuple(each.name for each in fields(Figures))


def _share(part: int, of: int) -> float | None:
    return part / of if of else None


class Slice(NamedTuple):
    """Whose searches are added up."""

    language: str
    audience: int
    place: str  # as SearchEvent.place


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the figures are narrowed to; an empty one is everything."""

    language: str = ""
    audience: str = ""  # a number of the audience scale
    place: str = ""

    def has(self, each: Slice) -> bool:
        return (
            self.language in {"", each.language}
            and self.audience in {"", str(each.audience)}
            and self.place in {"", each.place}
        )

    def of(self, totals: DailyTotalQuerySet) -> DailyTotalQuerySet:
        wanted = {name: getattr(self, name) for name in Slice._fields}
        return totals.filter(**{name: value for name, value in wanted.items() if value})


EVERYTHING = Chosen()


def slices(period: Period) -> dict[Slice, Figures]:
    """Return the figures of each language, audience and place, in one query."""
    totals = DailyTotal.objects.between(period.first, period.last)
    rows = _summed(totals, *Slice._fields)
    return {Slice(*(row[name] for name in Slice._fields)): _figures(row) for row in rows}


def total(found: Mapping[Slice, Figures], chosen: Chosen = EVERYTHING) -> Figures:
    """Add up those of ``found`` that are ``chosen``."""
    return sum((each for key, each in found.items() if chosen.has(key)), Figures())


def grouped(
    found: Mapping[Slice, Figures], chosen: Chosen, by: Callable[[Slice], str]
) -> dict[str, Figures]:
    """Add up those of ``found`` that are ``chosen``, one sum for each that ``by`` tells."""
    sums: dict[str, Figures] = {}
    for key, each in found.items():
        if chosen.has(key):
            sums[by(key)] = sums.get(by(key), Figures()) + each
    return sums


def figures(period: Period, chosen: Chosen = EVERYTHING) -> Figures:
    """Add the totals of a period up, in one query."""
    totals = chosen.of(DailyTotal.objects.between(period.first, period.last))
    sums = totals.aggregate(**{name: Sum(name, default=0) for name in SUMMED})
    return Figures(**sums)


def by_day(period: Period, chosen: Chosen = EVERYTHING) -> list[tuple[date, Figures]]:
    """Return the figures of each day of a period, in one query; quiet days are zeros."""
    totals = chosen.of(DailyTotal.objects.between(period.first, period.last))
    found = {row["day"]: _figures(row) for row in _summed(totals, "day")}
    days = [period.first + timedelta(days=n) for n in range(period.days)]
    return [(day, found.get(day, Figures())) for day in days]


def _summed(totals: DailyTotalQuerySet, *by: str) -> Iterable[dict[str, Any]]:
    sums = {f"{name}_": Sum(name) for name in SUMMED}
    rows = totals.order_by().values(*by).annotate(**sums)
    return cast("Iterable[dict[str, Any]]", rows)


def _figures(row: Mapping[str, Any]) -> Figures:
    return Figures(**{name: row[f"{name}_"] for name in SUMMED})
