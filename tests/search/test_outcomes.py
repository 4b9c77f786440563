"""What became of a search, each definition with its edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from search import outcomes
from search.outcomes import (
    After,
    Contact,
    Deflection,
    Failure,
    Praise,
    Searched,
    Windows,
    current_windows,
    deflection_of,
    failure_of,
)

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
    assert failure_of(search, After(later), now=now, windows=Windows()) is failure


GUIDE = frozenset({"article:1"})


def contact(words="", *, after, ticket=False):
    at = NOON + timedelta(seconds=after)
    return Contact(at=at, is_ticket=ticket, stems=frozenset(words.split()))


def test_a_vote_that_it_helped_makes_a_success_whatever_was_searched_next():
    search = replace(searched(clicked=[5]), clicked_keys=GUIDE)
    again = [searched("gift code", after=60)]
    helped = [Praise(NOON + timedelta(seconds=30), "article:1")]
    another = [Praise(NOON + timedelta(seconds=30), "article:2")]

    assert outcomes.is_success(search, After(again, praise=helped), Windows())
    assert not outcomes.is_success(search, After(again, praise=another), Windows())


DAY, WEEK = 24 * 3600, 7 * 24 * 3600


@pytest.mark.parametrize(
    ("definition", "contacts", "holds"),
    [
        (outcomes.is_asked, [contact(after=DAY)], True),
        (outcomes.is_asked, [contact(after=DAY + 1)], False),
        (outcomes.is_asked, [contact(after=-1)], False),
        (outcomes.is_asked, [contact(after=60, ticket=True)], False),
        (outcomes.is_ticketed, [contact(after=DAY, ticket=True)], True),
        (outcomes.is_ticketed, [contact(after=DAY + 1, ticket=True)], False),
        (outcomes.is_recontact, [contact("gift code", after=WEEK)], True),
        (outcomes.is_recontact, [contact("gift", after=WEEK + 1)], False),
        (outcomes.is_recontact, [contact("vat rate", after=2 * DAY)], False),
        (outcomes.is_recontact, [contact("", after=2 * DAY)], False),
    ],
)
def test_contacts_count_within_their_window(definition, contacts, holds):
    assert definition(searched(), After(contacts=contacts), Windows()) is holds


@pytest.mark.parametrize(
    ("search", "contacts", "deflection"),
    [
        (searched(clicked=[5]), [], Deflection.SOLVED),
        (searched(), [], Deflection.UNKNOWN),
        (searched(before_rights=0, found=0), [], Deflection.UNKNOWN),
        (searched(clicked=[5]), [contact(after=600, ticket=True)], Deflection.FAILED),
        (searched(clicked=[5]), [contact("gift", after=3 * DAY)], Deflection.FAILED),
        (searched(clicked=[5]), [contact("vat", after=3 * DAY)], Deflection.SOLVED),
    ],
)
def test_deflection_is_solved_failed_or_not_known(search, contacts, deflection):
    assert deflection_of(search, After(contacts=contacts), Windows()) is deflection


def test_what_opens_the_same_page_again_undoes_the_first_time():
    first = replace(searched("gift card", clicked=[5]), clicked_keys=GUIDE)
    again = replace(searched("voucher", after=100, clicked=[5]), clicked_keys=GUIDE)
    another = replace(again, clicked_keys=frozenset({"article:2"}))

    failure = failure_of(first, After([again]), now=LATER, windows=Windows())

    assert failure is Failure.REFORMULATED
    assert outcomes.is_success(first, After([another]), Windows())


def test_windows_are_a_setting(settings):
    settings.SEARCH_WINDOWS = {"no_click": "60"}
    early = NOON + timedelta(seconds=60)

    failure = failure_of(searched(), After(), now=early, windows=current_windows())
    assert failure is Failure.NO_CLICK
    assert current_windows().asked == timedelta(hours=24)

    settings.SEARCH_WINDOWS = {"no_clicks": "60"}
    with pytest.raises(ImproperlyConfigured, match="no_click"):
        current_windows()
    settings.SEARCH_WINDOWS = {"no_click": "soon"}
    with pytest.raises(ImproperlyConfigured, match="soon"):
        current_windows()
