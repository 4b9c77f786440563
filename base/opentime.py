"""Clock time counted only while somebody is there: opening periods of a week, in a zone.

Periods are wall-clock times; what lies between two moments is real time. A night in which
the clock is put forward or back is therefore counted as long as it really was. A time that
the clock shows twice is its first; one that it jumps over is that much later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from zoneinfo import ZoneInfo

    Opening = tuple[datetime, datetime]  # from and until, in UTC

DAY = timedelta(days=1)
HORIZON_DAYS = 3 * 366  # what is closed for three years is taken for closed for good
ENDLESS_DAYS = 8  # open for longer than a week at a stretch is open always
MIDNIGHT = time(0)
MINUTE = 60


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One opening of a weekday, Monday 0; closing at 00:00 is the end of that day."""

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        ends_well = self.closes == MIDNIGHT or self.opens < self.closes
        if not 0 <= self.weekday <= 6 or not ends_well:
            raise ValueError(f"not a period: {self}")


@dataclass(frozen=True, slots=True)
class OpenTime:
    """The opening periods of a week in one zone; without periods it never opens.

    Args:
        closed_on: days of that zone on which it does not open at all.
        closures: stretches of time in which it is closed whatever the day.
    """

    periods: tuple[Period, ...]
    zone: ZoneInfo
    closed_on: Container[date] = frozenset()
    closures: tuple[Opening, ...] = ()

    def opening_at(self, moment: datetime) -> Opening | None:
        """Return the opening that ``moment`` falls into, in UTC, or None when closed.

        One that lasts longer than a week is cut there: it is open always.
        """
        found: Opening | None = None
        for start, end in self._from(self._day(moment) - DAY):
            if found is not None and start != found[1]:
                return found
            if found is None and start > moment:
                return None
            if found is not None or start <= moment < end:
                found = (found[0] if found else start, end)
                if end - moment > ENDLESS_DAYS * DAY:
                    return found
        return found

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when it opens after ``moment``, in UTC; None when it never does."""
        last_end: datetime | None = None
        for start, end in self._from(self._day(moment) - DAY):
            if start > moment and start != last_end:
                return start
            last_end = end
        return None

    def minutes_between(self, start: datetime, end: datetime) -> float:
        """Return the open minutes from ``start`` to ``end``; 0.0 when end is earlier."""
        # In one zone Python subtracts wall clocks; only UTC gives the time that passed.
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if end <= start:
            return 0.0
        days = (self._day(end) - self._day(start)).days
        seconds = 0.0
        for opening, closing in self._from(self._day(start), days=days + 1):
            within = min(end, closing) - max(start, opening)
            seconds += max(0.0, within.total_seconds())
        return seconds / MINUTE

    def add_minutes(self, start: datetime, minutes: float) -> datetime:
        """Return when ``minutes`` open minutes have passed since ``start``, in UTC.

        Raises:
            ValueError: it is never open for so long, or ``minutes`` is negative.
        """
        if minutes < 0:
            raise ValueError("a negative time")
        start, left = start.astimezone(UTC), timedelta(minutes=minutes)
        for opening, closing in self._from(self._day(start)):
            begin = max(start, opening)
            if begin < closing and left <= closing - begin:
                return begin + left
            left -= max(timedelta(0), closing - begin)
        raise ValueError("no opening periods for so long a time")

    def openings(self, day: date, *, days: int) -> list[Opening]:
        """Return the openings of ``days`` days of this zone from ``day`` on, in order."""
        return list(self._from(day, days=days))

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _from(self, day: date, *, days: int = HORIZON_DAYS) -> Iterator[Opening]:
        """Yield the openings of ``days`` days in order; one at midnight may go on."""
        if not self.periods:
            return
        for ahead in range(days):
            for opening in self._on(day + timedelta(days=ahead)):
                yield from self._outside_closures(opening)

    def _on(self, day: date) -> list[Opening]:
        """Return the openings of one day, in UTC and in order; those that touch are one."""
        joined: list[Opening] = []
        if day in self.closed_on:
            return joined
        for each in sorted(each for each in self.periods if each.weekday == day.weekday()):
            start, end = self._at(day, each.opens), self._end(day, each.closes)
            if start >= end:  # the clock jumped over it
                continue
            if joined and start <= joined[-1][1]:
                start, last_end = joined.pop()
                end = max(end, last_end)
            joined.append((start, end))
        return joined

    def _outside_closures(self, opening: Opening) -> Iterator[Opening]:
        start, end = opening
        for closes, reopens in sorted(self.closures):
            if closes < end and reopens > start:
                if start < closes:
                    yield start, closes.astimezone(UTC)
                start = max(start, reopens.astimezone(UTC))
        if start < end:
            yield start, end

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def _end(self, day: date, clock: time) -> datetime:
        return self._at(day + DAY if clock == MIDNIGHT else day, clock)
