"""Clock time counted only while somebody is there: opening periods of a week, in a zone.

Periods are wall-clock times; what lies between two moments is real time. A night in which
the clock is put forward or back is therefore counted as long as it really was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

DAYS_AHEAD = 8  # a week with one period repeats after seven days
MINUTE = 60


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One opening of a weekday, Monday 0; it ends on the day it began."""

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6 or self.opens >= self.closes:
            raise ValueError(f"not a period: {self}")


@dataclass(frozen=True, slots=True)
class OpenTime:
    """The opening periods of a week in one zone; without periods it never opens."""

    periods: tuple[Period, ...]
    zone: ZoneInfo

    def opening_at(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """Return the opening that ``moment`` falls into, in UTC, or None when closed."""
        day = moment.astimezone(self.zone).date()
        found = (each for each in self._on(day) if each[0] <= moment < each[1])
        return next(found, None)

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when it opens after ``moment``, in UTC; None when it never does."""
        day = moment.astimezone(self.zone).date()
        for ahead in range(DAYS_AHEAD):
            for start, _end in self._on(day + timedelta(days=ahead)):
                if start > moment:
                    return start
        return None

    def minutes_between(self, start: datetime, end: datetime) -> float:
        """Return the open minutes from ``start`` to ``end``; 0.0 when end is earlier."""
        # In one zone Python subtracts wall clocks; only UTC gives the time that passed.
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if end <= start:
            return 0.0
        last = end.astimezone(self.zone).date()
        seconds = 0.0
        for opening, closing in self._from(start):
            if opening.astimezone(self.zone).date() > last:
                break
            within = min(end, closing) - max(start, opening)
            seconds += max(0.0, within.total_seconds())
        return seconds / MINUTE

    def add_minutes(self, start: datetime, minutes: float) -> datetime:
        """Return when ``minutes`` open minutes have passed since ``start``, in UTC.

        Raises:
            ValueError: it never opens, or ``minutes`` is negative.
        """
        if not self.periods or minutes < 0:
            raise ValueError("no opening periods, or a negative time")
        start, left = start.astimezone(UTC), timedelta(minutes=minutes)
        for opening, closing in self._from(start):
            begin = max(start, opening)
            if begin < closing and left <= closing - begin:
                return begin + left
            left -= max(timedelta(0), closing - begin)
        raise AssertionError  # pragma: no cover  (``_from`` never ends)

    def _from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the openings from the day of ``start`` on, for ever."""
        if not self.periods:
            return
        day = start.astimezone(self.zone).date()
        for ahead in count():
            yield from self._on(day + timedelta(days=ahead))

    def _on(self, day: date) -> Iterable[tuple[datetime, datetime]]:
        """Return the openings of one day, in UTC and in order; those that touch are one."""
        joined: list[tuple[datetime, datetime]] = []
        for each in sorted(each for each in self.periods if each.weekday == day.weekday()):
            start, end = self._at(day, each.opens), self._at(day, each.closes)
            if joined and start <= joined[-1][1]:
                start, last_end = joined.pop()
                end = max(end, last_end)
            joined.append((start, end))
        return joined

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)
