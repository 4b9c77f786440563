"""Open time is counted in opening periods only, over weekends and clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from base.opentime import OpenTime, Period

PARIS = ZoneInfo("Europe/Paris")
OFFICE = OpenTime(tuple(Period(day, time(8), time(18)) for day in range(5)), PARIS)
NEVER = OpenTime((), PARIS)


def paris(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


FRIDAY, SATURDAY, MONDAY = 20, 21, 23


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (paris(MONDAY, 9), paris(MONDAY, 10, 30), 90),
        (paris(MONDAY, 6), paris(MONDAY, 20), 600),
        (paris(FRIDAY, 17), paris(MONDAY, 9), 120),
        (paris(SATURDAY, 9), paris(SATURDAY, 20), 0),
        (paris(MONDAY, 10), paris(MONDAY, 9), 0),
        (paris(2, 0), paris(30, 0), 4 * 5 * 600),
    ],
)
def test_counts_only_open_minutes(start, end, minutes):
    assert OFFICE.minutes_between(start, end) == minutes


def test_several_periods_a_day_leave_out_the_break():
    friday = OpenTime(
        (Period(4, time(13, 30), time(17)), Period(4, time(8), time(12))), PARIS
    )

    assert friday.minutes_between(paris(FRIDAY, 11), paris(FRIDAY, 14)) == 90
    assert friday.next_opening(paris(FRIDAY, 12)) == paris(FRIDAY, 13, 30)


def test_periods_that_overlap_or_touch_are_one():
    day = OpenTime((Period(4, time(9), time(13)), Period(4, time(12), time(18))), PARIS)

    assert day.minutes_between(paris(FRIDAY, 0), paris(FRIDAY, 23)) == 9 * 60
    assert day.opening_at(paris(FRIDAY, 10)) == (paris(FRIDAY, 9), paris(FRIDAY, 18))


def test_the_night_the_clock_goes_back_is_as_long_as_it_was():
    always = OpenTime(tuple(Period(day, time(0), time(23, 59)) for day in range(7)), PARIS)

    night = always.minutes_between(paris(25, 0, month=10), paris(25, 6, month=10))

    assert night == 7 * 60


def test_knows_the_opening_it_is_in_and_the_next():
    assert OFFICE.opening_at(paris(MONDAY, 8)) == (paris(MONDAY, 8), paris(MONDAY, 18))
    assert OFFICE.opening_at(paris(MONDAY, 18)) is None
    assert OFFICE.next_opening(paris(FRIDAY, 19)) == paris(MONDAY, 8)
    assert OFFICE.next_opening(paris(MONDAY, 8)) == paris(MONDAY + 1, 8)
    assert OFFICE.opening_at(datetime(2026, 11, 23, 7, 30, tzinfo=UTC)) is not None


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (paris(MONDAY, 9), 60, paris(MONDAY, 10)),
        (paris(FRIDAY, 17), 120, paris(MONDAY, 9)),
        (paris(SATURDAY, 12), 0, paris(MONDAY, 8)),
        (paris(MONDAY, 8), 600, paris(MONDAY, 18)),
    ],
)
def test_adds_open_minutes(start, minutes, end):
    assert OFFICE.add_minutes(start, minutes) == end


def test_without_periods_it_never_opens():
    assert NEVER.next_opening(paris(MONDAY, 9)) is None
    assert NEVER.minutes_between(paris(MONDAY, 9), paris(MONDAY, 10)) == 0
    with pytest.raises(ValueError, match="no opening"):
        NEVER.add_minutes(paris(MONDAY, 9), 1)


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="not a period"):
        Period(0, time(18), time(8))
