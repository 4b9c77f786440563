"""The first page offers what many people look for, and nothing that tells about one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from base.audience import Audience
from search.log import stems_of
from search.models import Click, SearchEvent
from search.often import MIN_PEOPLE, often_asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_cache():
    cache.clear()


def searched(text: str, *, people: int, opened=True, **fields) -> None:
    for number in range(people):
        event = SearchEvent.objects.create(
            **{
                "text": text,
                "stems": stems_of(text, "en"),
                "language": "en",
                "audience": Audience.PUBLIC,
                "found_before": 3,
                "found_after": 3,
                "visitor": f"visitor{number}",
            }
            | fields
        )
        if opened:
            Click.objects.create(event=event, position=1, key="article:1")


def test_the_most_searched_come_first():
    searched("partial refund", people=MIN_PEOPLE)
    searched("payout pending", people=MIN_PEOPLE + 4)

    assert often_asked(language="en") == ["payout pending", "partial refund"]


def test_one_subject_is_offered_once():
    searched("refund order", people=MIN_PEOPLE)
    searched("orders refunded", people=MIN_PEOPLE + 1)

    assert often_asked(language="en") == ["orders refunded"]


def test_a_word_in_common_is_the_same_subject_once_more():
    searched("refund order", people=MIN_PEOPLE + 2)
    searched("refund by card", people=MIN_PEOPLE + 1)
    searched("payout pending", people=MIN_PEOPLE)

    assert often_asked(language="en") == ["refund order", "payout pending"]


def test_what_few_people_typed_stays_between_them_and_us():
    searched("my neighbour Mr Smith", people=MIN_PEOPLE - 1)
    searched("my neighbour Mr Smith", people=1, visitor="visitor0")

    assert often_asked(language="en") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"opened": False},
        {"failure": "reformulated"},
        {"audience": Audience.MEMBERS},
        {"audience": Audience.STAFF},
        {"left_out": SearchEvent.LeftOut.CRAWLER},
        {"language": "fr"},
        {"source": SearchEvent.Source.ASK},
        {"at": timezone.now() - timedelta(days=61)},
    ],
    ids=[
        "not opened",
        "in vain",
        "members",
        "staff",
        "crawlers",
        "other language",
        "a question",
        "long ago",
    ],
)
def test_what_does_not_count(fields):
    searched("payout pending", people=MIN_PEOPLE, **fields)

    assert often_asked(language="en") == []


def test_home_offers_them(client):
    searched("payout pending", people=MIN_PEOPLE)

    page = client.get("/").content.decode()

    assert 'href="/search/?q=payout%20pending"' in page
