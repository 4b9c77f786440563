"""When a gap is closed, when it is not, and when nobody can say."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from base.shares import Share
from search.proof import Compared, Verdict, day_of, decide, is_day_to_look, next_look


@pytest.mark.parametrize(
    ("before", "after", "day", "verdict"),
    [
        # clear on day 14
        (Share(45, 50), Share(3, 30), 14, Verdict.VERIFIED),
        (Share(10, 50), Share(28, 30), 14, Verdict.REOPENED),
        # as before: day 14 leaves it open, day 28 does not
        (Share(40, 50), Share(24, 30), 14, Verdict.WAITING),
        (Share(40, 50), Share(24, 30), 28, Verdict.REOPENED),
        # fewer fail, and still too many of them
        (Share(95, 100), Share(40, 100), 28, Verdict.REOPENED),
        (Share(95, 100), Share(40, 100), 14, Verdict.WAITING),
        # small already before: it did not fall
        (Share(10, 50), Share(8, 50), 28, Verdict.REOPENED),
        # the edges: 20 searches, 30 %
        (Share(45, 50), Share(0, 19), 14, Verdict.WAITING),
        (Share(45, 50), Share(0, 19), 28, Verdict.TOO_FEW),
        (Share(45, 50), Share(6, 20), 28, Verdict.VERIFIED),
        (Share(45, 50), Share(7, 20), 28, Verdict.REOPENED),
        (Share(45, 50), Share(0, 0), 84, Verdict.TOO_FEW),
        # nothing to compare with is no fall, and nothing to reopen for while few fail
        (Share(0, 0), Share(2, 40), 14, Verdict.WAITING),
        (Share(0, 0), Share(2, 40), 28, Verdict.TOO_FEW),
        (Share(0, 0), Share(20, 40), 28, Verdict.REOPENED),
    ],
)
def test_decides_by_what_is_clear_on_the_day(before, after, day, verdict):
    assert decide(Compared(before, after), day=day) is verdict


def test_looks_on_day_14_on_day_28_and_then_monthly():
    days, looked_on = [], 0
    for day in range(1, 100):
        if is_day_to_look(day, looked_on=looked_on):
            days.append(day)
            looked_on = day

    assert days == [14, 28, 56, 84]


def test_a_clock_that_stood_still_misses_no_look():
    assert is_day_to_look(20, looked_on=0)
    assert not is_day_to_look(27, looked_on=20)
    assert is_day_to_look(31, looked_on=20)
    assert next_look(31) == 56


def test_counts_whole_days():
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)

    assert day_of(noon, noon + timedelta(days=14, minutes=-1)) == 13
    assert day_of(noon, noon + timedelta(days=14)) == 14


@pytest.mark.parametrize(
    ("was", "then", "right"),
    [(0.85, 0.1, Verdict.VERIFIED), (0.85, 0.85, Verdict.REOPENED)],
)
def test_is_right_nearly_always_when_articles_are_good_or_bad(was, then, right):
    chance = random.Random(11)  # noqa: S311 - the same each time
    verdicts = []
    for _run in range(1_000):
        per_day = chance.uniform(1, 4)
        before = [chance.random() < was for _ in range(int(per_day * 28))]
        after = [chance.random() < then for _ in range(int(per_day * 28))]
        verdict = Verdict.WAITING
        for day in (14, 28):
            seen = after[: len(after) * day // 28]
            compared = Compared(
                Share(sum(before), len(before)), Share(sum(seen), len(seen))
            )
            if verdict is Verdict.WAITING:
                verdict = decide(compared, day=day)
        verdicts.append(verdict)

    assert verdicts.count(right) >= 980
