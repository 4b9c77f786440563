"""What counts as a failed search, each definition with its edge."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from search.outcomes import Failure, Searched, failure_of

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)


def searched(words="gift card", *, after=0, before_rights=5, found=5, clicked=()):
    at = NOON + timedelta(seconds=after)
    return Searched(
        at=at,
        stems=frozenset(words.split()),
        found_before=before_rights,
        found_after=found,
        session="s",
        clicked_at=tuple(at + timedelta(seconds=seconds) for seconds in clicked),
    )


@pytest.mark.parametrize(
    ("search", "later", "now", "failure"),
    [
        (searched(before_rights=0, found=0), [], NOON, Failure.NO_RESULT),
        (searched(found=0), [], NOON, Failure.BLOCKED),
        (searched(), [], NOON + timedelta(minutes=29), None),
        (searched(), [], NOON + timedelta(minutes=30), Failure.NO_CLICK),
        (searched(clicked=[5]), [], LATER, None),
        # opened, but the same subject was searched again within ten minutes
        (
            searched(clicked=[5]),
            [searched("gift code", after=100)],
            LATER,
            Failure.REFORMULATED,
        ),
        (searched(clicked=[5]), [searched("gift code", after=700)], LATER, None),
        # another subject is another search
        (searched(clicked=[5]), [searched("vat rate", after=60)], LATER, None),
        # in vain first, then anything within 120 s: named by the first that holds
        (
            searched(before_rights=0, found=0),
            [searched(after=20)],
            LATER,
            Failure.NO_RESULT,
        ),
        (
            searched(),
            [searched("gift", after=119)],
            NOON + timedelta(minutes=5),
            Failure.REFORMULATED,
        ),
        (searched(), [searched("gift", after=121)], NOON + timedelta(minutes=5), None),
    ],
)
def test_is_named_by_the_first_that_holds(search, later, now, failure):
    assert failure_of(search, later, now=now) is failure
