"""Which words rise in a week: people against the weeks before, rows, page and files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from search import log, rising
from search.models import SearchEvent, SearchWeek
from search.rising.weekly import note_week, note_weeks
from search.visit import Visit
from tests.factories import MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
EVERYDAY = {"payout": 30, "vat number": 12, "discount code": 9, "domain": 6}


def typed(text: str, people: int, *, week: int = 0, times: int = 1) -> None:
    """Have different people search ``text`` in a week, 0 being the one asked about."""
    for number in range(people * times):
        who = f"{text}/{week}/{number % people}"
        log.record(
            text=text,
            language="en",
            reader=AnonymousUser(),
            visit=Visit(visitor=who, session=f"{who}/{number}"),
            source=SearchEvent.Source.PAGE,
            found_before=0,
            found_after=0,
            shown=[],
            agent="Mozilla/5.0 (X11; Linux) Firefox/140.0",
            at=MONDAY + week * WEEK + timedelta(minutes=number),
        )


def everyday(weeks: range) -> None:
    for week in weeks:
        for text, people in EVERYDAY.items():
            typed(text, people, week=week)


def risen(week: int = 0) -> list:
    return rising.of_week((MONDAY + week * WEEK).date())


def counted(weeks: range) -> None:
    for week in weeks:
        note_week((MONDAY + week * WEEK).date(), "en")


def test_a_word_of_many_more_people_than_usual_rises_with_its_companions():
    everyday(range(-4, 1))
    typed("checkout frozen", 14)
    typed("frozen at checkout page", 4)

    counted(range(-4, 1))

    [row] = risen()
    assert {row.title, *row.words} >= {"checkout", "frozen"}
    assert row.people == 18
    assert row.usual < 2
    assert row.samples == ["checkout frozen", "frozen at checkout page"]


def test_people_count_and_not_how_often_they_type():
    everyday(range(-4, 1))
    typed("checkout frozen", 2, times=20)

    counted(range(-4, 1))

    assert risen() == []


def test_a_busy_week_makes_nothing_rise():
    everyday(range(-4, 0))
    for text, people in EVERYDAY.items():
        typed(text, 3 * people)

    counted(range(-4, 1))

    assert risen() == []


def test_what_rose_last_week_and_goes_on_is_still_news():
    everyday(range(-4, 1))
    typed("checkout frozen", 14, week=-1)
    typed("checkout frozen", 14)

    counted(range(-4, 1))

    assert [row.people for row in risen()] == [14]


def test_one_week_says_nothing_of_what_is_usual():
    typed("checkout frozen", 14)

    counted(range(1))

    assert risen() == []


def test_an_advert_does_not_rise_even_if_it_comes_slowly():
    everyday(range(-4, 1))
    for number in range(14):
        typed(f"call the refund helpline number {number} for money back today", 1)

    counted(range(-4, 1))

    assert risen() == []


def test_a_search_of_two_people_is_no_sample():
    everyday(range(-4, 1))
    typed("checkout frozen", 14)
    typed("checkout frozen for mrs petrossian", 2)

    counted(range(-4, 1))

    assert risen()[0].samples == ["checkout frozen"]


def test_the_night_writes_each_week_down_once():
    everyday(range(-4, 1))
    typed("checkout frozen", 14)

    for _night in range(2):
        note_weeks(now=MONDAY + timedelta(days=3))

    assert SearchWeek.objects.filter(language="en").count() == 5
    assert len(risen()) == 1


def test_staff_read_and_save_a_week(client, django_assert_max_num_queries):
    everyday(range(-4, 1))
    typed("checkout frozen", 14)
    counted(range(-4, 1))
    client.force_login(StaffFactory())

    with django_assert_max_num_queries(11):
        page = client.get(reverse("search_rising"), {"week": "2026-03-02"})
    assert "frozen" in page.text
    given = client.get(reverse("search_rising"), {"week": "2026-03-02", "as": "csv"})
    assert "14" in given.text
    assert "frozen" in given.text
    assert client.get(reverse("search_rising"), {"as": "pdf"}).status_code == 404


@pytest.mark.parametrize("week", ["", "2026-02-31", "yesterday", "1999-01-04"])
def test_a_week_that_is_not_there_shows_the_last(client, week):
    everyday(range(-1, 1))
    counted(range(-1, 1))
    client.force_login(StaffFactory())

    page = client.get(reverse("search_rising"), {"week": week})

    assert page.context["week"] == "2026-03-02"


def test_is_for_support_staff(client):
    client.force_login(MemberFactory())

    assert client.get(reverse("search_rising")).status_code in {302, 403}
