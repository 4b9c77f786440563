"""How long an answer takes on a board."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from community.waiting import board_wait
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def asked(board, count, *, days_ago=5, answered_after=None):
    asker, helper = MemberFactory(), MemberFactory()
    for n in range(count):
        at = NOW - timedelta(days=days_ago, minutes=n)
        thread = ThreadFactory(board=board, by=asker, title=f"Question number {n}", at=at)
        if answered_after:
            AnswerFactory(
                thread=thread, by=helper, at=at + timedelta(minutes=answered_after)
            )


def test_is_the_median_of_the_last_thirty_days():
    board = BoardFactory()
    asked(board, 20, answered_after=35)
    asked(board, 20, days_ago=60, answered_after=900)

    claim = board_wait(board, now=NOW)

    assert (claim.median_minutes, claim.cases) == (35, 20)


def test_those_without_an_answer_count():
    board = BoardFactory()
    asked(board, 10, answered_after=35)
    asked(board, 15, days_ago=6)

    claim = board_wait(board, now=NOW)

    assert claim.median_minutes is None
    assert claim.share_answered == pytest.approx(0.4)
    assert (claim.tenths_in_a_day, claim.tenths_without) == (4, 6)


def test_nothing_is_claimed_from_nineteen():
    board = BoardFactory()
    asked(board, 19, answered_after=35)

    assert board_wait(board, now=NOW) is None


def test_pages_say_in_tenths_what_half_did_not_get(client):
    board = BoardFactory()
    asked(board, 10, answered_after=35)
    asked(board, 15, days_ago=6)
    said = "4 in 10 get an answer within a day, 6 in 10 get none"

    assert said in client.get(board.get_absolute_url()).text
    assert said in client.get("/support/").text
    thread = board.threads.first()
    assert said in client.get(thread.get_absolute_url()).text


def test_pages_say_the_median_and_the_highest_that_was_reached(client):
    board = BoardFactory()
    asked(board, 20, answered_after=35)
    asked(board, 10, days_ago=6, answered_after=120)
    asked(board, 12, days_ago=7)

    page = client.get(board.get_absolute_url()).text

    assert "usually within" in page
    assert "2 in 3 come within 2\u00a0h" in page
    assert "3 in 10 get none" in page
