"""The replay of a forum's waits, and that the product claims what it replays."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks import waiting
from community.waiting import PERIOD

START = datetime(2024, 1, 1, tzinfo=UTC)


def forum(*, answered_every, minutes):
    """Ten questions a day for eighty days; each so-many-th gets an answer."""
    asked = [START + timedelta(hours=2.4 * n) for n in range(800)]
    return [
        (at, at + timedelta(minutes=minutes) if n % answered_every == 0 else None)
        for n, at in enumerate(asked)
    ]


def test_it_looks_at_the_days_the_product_looks_at():
    assert waiting.PERIOD == PERIOD


def test_where_all_are_answered_the_claim_comes_true():
    result = waiting.replay(forum(answered_every=1, minutes=60))

    assert set(result.claimed) == {50, 80}
    assert result.minutes[80][0] == 60
    assert (result.share(50), result.without_claim) == (100, 0)


def test_where_a_third_is_answered_nothing_is_claimed_and_that_is_counted():
    result = waiting.replay(forum(answered_every=3, minutes=60))

    assert result.without_claim == result.days > 0
    assert sum(result.none_said) / result.days == pytest.approx(2 / 3, abs=0.05)


@pytest.mark.real_data
def test_what_is_claimed_on_a_real_forum_holds_within_seven_points():
    data = Path(os.environ["ENTRAIDE_DATA"])

    result = waiting.replay(waiting.questions(data)[""])

    assert {50, 66} <= set(result.claimed)
    assert result.holds()
    assert result.days > 300
    assert result.without_claim < 10
