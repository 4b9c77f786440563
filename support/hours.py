"""When support answers, and what that means right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from base.opentime import OpenTime, Period
from support.models import SupportHours

if TYPE_CHECKING:
    from datetime import time


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open until ``closes_at``, or closed until ``opens_at`` (None: for good)."""

    is_open: bool
    closes_at: datetime | None
    opens_at: datetime | None

    @property
    def opens_today(self) -> bool:
        return _is_in(0, self.opens_at)

    @property
    def opens_tomorrow(self) -> bool:
        return _is_in(1, self.opens_at)


@dataclass(frozen=True, slots=True)
class Day:
    """One weekday of the table of hours."""

    name: str
    periods: list[tuple[time, time]]
    is_today: bool


def _is_in(days: int, moment: datetime | None) -> bool:
    return moment is not None and timezone.localdate(
        moment
    ) == timezone.localdate() + timedelta(days=days)


def zone() -> ZoneInfo:
    """Return the zone in which support's hours are written."""
    return ZoneInfo(settings.TIME_ZONE)


def open_time() -> OpenTime:
    """Return the hours as something to count with."""
    rows = SupportHours.objects.all()
    return OpenTime(
        tuple(Period(row.weekday, row.opens, row.closes) for row in rows), zone()
    )


def support_hours(now: datetime | None = None) -> OpenState:
    """Return whether support is open at ``now``, and until when."""
    moment, hours = now or timezone.now(), open_time()
    if opening := hours.opening_at(moment):
        return OpenState(is_open=True, closes_at=opening[1], opens_at=None)
    return OpenState(is_open=False, closes_at=None, opens_at=hours.next_opening(moment))


def week() -> list[Day]:
    """Return the seven days with their periods, for the table; empty without hours."""
    rows = list(SupportHours.objects.all())
    today = timezone.localtime(timezone=zone()).weekday()
    return [
        Day(
            name=str(day.label),
            periods=[(row.opens, row.closes) for row in rows if row.weekday == day.value],
            is_today=day.value == today,
        )
        for day in SupportHours.Weekday
        if rows
    ]
