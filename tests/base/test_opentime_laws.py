"""Whatever the hours, the zone and the clock change: open time adds up."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import opening_hours
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.opentime import OpenTime, Period

ZONES = [
    "Europe/Paris",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # goes forward by half an hour
    "Africa/Casablanca",
    "America/Sao_Paulo",
    "UTC",
]
DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
SCHEDULES = 1_000
MIDNIGHT = time(0)

minutes_of_day = st.integers(0, 24 * 60 - 1)


def clock(minutes):
    return time(*divmod(minutes, 60)) if minutes < 24 * 60 else MIDNIGHT


@st.composite
def periods(draw):
    opens = draw(minutes_of_day)
    closes = draw(st.integers(opens + 1, 24 * 60))
    return Period(draw(st.integers(0, 6)), clock(opens), clock(closes))


# 2024 to 2027: every clock change of those zones, twice a year.
moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(microsecond=0, tzinfo=UTC)
)
spans = st.integers(0, 40 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def hours(draw):
    start = draw(moments)
    closures = [(start, start + timedelta(minutes=draw(st.integers(1, 20_000))))]
    return OpenTime(
        tuple(draw(st.lists(periods(), min_size=1, max_size=12))),
        ZoneInfo(draw(st.sampled_from(ZONES))),
        closed_on=frozenset(draw(st.lists(st.dates(date(2024, 1, 1)), max_size=3))),
        closures=tuple(closures) if draw(st.booleans()) else (),
    )


@settings(deadline=None)
@given(hours(), moments, spans, spans)
def test_open_minutes_add_up(open_time, start, first, second):
    middle, end = start + first, start + first + second

    whole = open_time.minutes_between(start, end)

    parts = open_time.minutes_between(start, middle) + open_time.minutes_between(
        middle, end
    )
    assert whole == pytest.approx(parts, abs=1e-6)
    assert 0 <= whole <= (first + second).total_seconds() / 60 + 1e-6


@settings(deadline=None)
@given(hours(), moments, st.integers(0, 3_000))
def test_what_is_added_is_what_is_between(open_time, start, minutes):
    try:
        end = open_time.add_minutes(start, minutes)
    except ValueError:
        return
    assert open_time.minutes_between(start, end) == pytest.approx(minutes, abs=1e-6)


@settings(deadline=None)
@given(hours(), moments)
def test_it_is_open_or_opens_later_and_no_minute_counts_before(open_time, moment):
    opening, following = open_time.opening_at(moment), open_time.next_opening(moment)

    if opening is not None:
        start, end = opening
        assert start <= moment < end
        within = (end - moment).total_seconds() / 60
        assert open_time.minutes_between(moment, end) == pytest.approx(within, abs=1e-6)
    elif following is not None:
        assert moment < following
        assert open_time.minutes_between(moment, following) == 0
        assert open_time.opening_at(following) is not None
    if following is not None and opening is not None:
        assert following > opening[1] or opening[1] - moment > timedelta(days=7)


@settings(deadline=None)
@given(hours(), moments)
def test_the_zone_of_the_asker_changes_nothing(open_time, moment):
    elsewhere = moment.astimezone(ZoneInfo("Pacific/Auckland"))

    assert open_time.opening_at(moment) == open_time.opening_at(elsewhere)
    assert open_time.next_opening(moment) == open_time.next_opening(elsewhere)


def random_week(dice):
    """Return up to three periods a day that neither overlap nor touch."""
    week = []
    for weekday in range(7):
        count = dice.choice([0, 1, 1, 2, 3])
        ends = sorted(dice.sample(range(0, 24 * 60 + 1, 5), 2 * count))
        week += [
            Period(weekday, clock(opens), clock(closes))
            for opens, closes in zip(ends[::2], ends[1::2], strict=True)
        ]
    return week


def as_written_on_maps(week, closed_on):
    def span(period):
        closes = "24:00" if period.closes == MIDNIGHT else f"{period.closes:%H:%M}"
        return f"{period.opens:%H:%M}-{closes}"

    rules = []
    for weekday, name in enumerate(DAYS):
        spans = ",".join(span(each) for each in week if each.weekday == weekday)
        rules.append(f"{name} {spans or 'off'}")
    rules += [f"{day:%Y %b %d} off" for day in sorted(closed_on)]
    return "; ".join(rules)


def is_near_a_change(moment, zone):
    """Whether the clock is moved that day: what 02:30 means then is a convention."""
    day = timedelta(days=1)
    offsets = {
        (moment + step).astimezone(zone).utcoffset() for step in (-day, 0 * day, day)
    }
    return len(offsets) > 1


def test_agrees_with_an_independent_library_on_a_thousand_schedules():
    dice, compared = random.Random(2026), 0  # noqa: S311
    for _ in range(SCHEDULES):
        week, zone = random_week(dice), ZoneInfo(dice.choice(ZONES))
        first = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(10**6))
        closed_on = {(first + timedelta(days=dice.randrange(9))).date() for _ in range(2)}
        ours = OpenTime(tuple(week), zone, closed_on=closed_on)
        written = as_written_on_maps(week, closed_on)
        theirs = opening_hours.OpeningHours(written, timezone=zone)
        for _ in range(10):
            moment = first + timedelta(minutes=dice.randrange(9 * 24 * 60))
            if is_near_a_change(moment, zone):
                continue
            local = moment.astimezone(zone)
            is_open = ours.opening_at(moment) is not None
            assert is_open == theirs.is_open(local), (written, local)
            if not is_open and (following := ours.next_opening(moment)) is not None:
                change = theirs.next_change(local)
                if not is_near_a_change(following, zone):
                    assert following == change, (written, local)
            compared += 1

    assert compared > 9_000
