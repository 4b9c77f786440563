"""An expected wait claims what was really reached, and nothing from few cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.percentiles import Wait, expected_wait


def over(*minutes):
    return [Wait(minute, is_over=True) for minute in minutes]


def waiting(*minutes):
    return [Wait(minute, is_over=False) for minute in minutes]


def test_claims_nothing_from_nineteen_cases():
    assert expected_wait(over(*range(19))) is None


def test_all_answered_is_the_plain_percentile():
    claim = expected_wait(over(*range(1, 101)))

    assert (claim.median_minutes, claim.high_minutes, claim.high_percent) == (50, 80, 80)
    assert claim.share_answered == pytest.approx(1.0)


def test_those_who_still_wait_push_the_figures_up():
    claim = expected_wait(over(*range(1, 51)) + waiting(*[1000] * 50))

    assert claim.median_minutes == 50
    assert claim.high_percent is None
    assert claim.share_answered == pytest.approx(0.5)


def test_those_who_came_just_now_change_little():
    with_newcomers = expected_wait(over(*range(1, 101)) + waiting(*[0.1] * 100))

    assert with_newcomers.median_minutes == 50


def test_a_median_that_was_not_reached_is_not_claimed():
    claim = expected_wait(over(*range(1, 9)) + waiting(*[5000] * 12))

    assert claim.median_minutes is None
    assert claim.share_answered == pytest.approx(0.4)


@given(
    st.lists(st.builds(Wait, st.floats(0, 10_000), st.booleans()), min_size=20, max_size=60)
)
def test_the_figures_are_in_order(waits):
    claim = expected_wait(waits)

    assert 0 <= claim.share_answered <= 1
    if claim.high_minutes is not None:
        assert claim.median_minutes <= claim.high_minutes


@given(
    st.lists(st.builds(Wait, st.floats(0, 10_000), st.booleans()), min_size=20, max_size=60)
)
def test_what_is_said_in_tenths_makes_ten(waits):
    claim = expected_wait(waits)

    assert claim.tenths_answered + claim.tenths_without == 10
    assert 0 <= claim.tenths_in_a_day <= claim.tenths_answered
    assert claim.share_in_a_day <= claim.share_answered
