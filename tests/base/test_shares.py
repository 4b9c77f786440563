"""Intervals for shares, against the published examples and against chance itself."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.shares import Interval, Share, change, interval


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [  # Newcombe 1998, table II, method 10: first minus second, 95 %
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(6, 7), Share(2, 7), 0.0582, 0.8062),
        (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
        (Share(0, 10), Share(0, 20), -0.1611, 0.2775),
        (Share(10, 10), Share(0, 20), 0.6791, 1.0),
    ],
)
def test_agrees_with_the_published_examples(one, other, low, high):
    found = change(other, one)

    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


def test_wilson_agrees_with_the_published_example():
    found = interval(Share(81, 263))

    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_of_nothing_everything_is_possible():
    assert interval(Share(0, 0)) == Interval(0.0, 1.0)
    assert change(Share(0, 0), Share(3, 3)).low < 0 < change(Share(0, 0), Share(3, 3)).high


shares = st.integers(0, 500).flatmap(
    lambda of: st.integers(0, of).map(lambda hits: Share(hits, of))
)


@given(shares, shares)
def test_holds_the_difference_and_turns_around_with_it(one, other):
    found, back = change(one, other), change(other, one)

    assert -1 <= found.low <= other.value - one.value <= found.high <= 1
    assert found.low == pytest.approx(-back.high)


@given(shares, shares)
def test_more_confidence_is_a_wider_interval(one, other):
    narrow, wide = change(one, other), change(one, other, confidence=0.975)

    assert wide.low <= narrow.low + 1e-12
    assert narrow.high <= wide.high + 1e-12


@pytest.mark.parametrize(("first", "second"), [(0.5, 0.5), (0.6, 0.3), (0.1, 0.05)])
def test_holds_the_truth_about_as_often_as_it_says(first, second):
    chance = random.Random(7)  # noqa: S311 - the same each time

    def drawn(share, of=60):
        return Share(sum(chance.random() < share for _ in range(of)), of)

    runs = 2_000
    found = [change(drawn(first), drawn(second)) for _ in range(runs)]
    held = sum(each.low <= second - first <= each.high for each in found)

    assert 0.935 <= held / runs <= 0.985
