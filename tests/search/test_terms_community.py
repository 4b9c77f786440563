"""Who was in the community, and who of them wrote to support all the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from search import personal_data as search_data
from search import services
from search.community_visits import HEADER
from search.figures import Period
from search.models import CommunityTotal, CommunityVisit
from search.needs import record_outcome
from search.terms_community import community_of
from search.visit import Visit
from tests.community.factories import BoardFactory, ThreadFactory
from tests.factories import MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WEEK = Period(date(2026, 3, 1), date(2026, 3, 7))


@pytest.fixture
def thread():
    return ThreadFactory(board=BoardFactory(slug="payouts"))


def browser(**headers) -> Client:
    return Client(headers={"User-Agent": BROWSER, "Accept-Language": "en"} | headers)


def was_in(place, *, who, at=NOON, session=""):
    CommunityVisit.objects.create(
        visitor=who, session=session or who, place=place, day=at.date(), at=at
    )


def wrote(who, *, at, session="elsewhere"):
    record_outcome(
        visit=Visit(visitor=who, session=session), kind="ticketed", key=f"t:{at}", at=at
    )


def sums() -> dict[str, tuple[int, int]]:
    return {row.place: (row.visitors, row.ticketed) for row in community_of(WEEK)}


def test_a_reader_is_there_once_a_day_on_each_board(thread):
    reader = browser()
    for _time in range(2):
        reader.get(thread.get_absolute_url())
    reader.get(thread.board.get_absolute_url())
    reader.get(reverse("community:index"))

    rows = CommunityVisit.objects.order_by("pk")

    assert [row.place for row in rows] == ["board:payouts", CommunityVisit.OVERVIEW]
    assert len({row.visitor for row in rows}) == 1


def test_what_a_page_belongs_to_is_not_sent_along(thread):
    assert HEADER not in browser().get(thread.get_absolute_url()).headers


@pytest.mark.parametrize(
    "headers", [{"DNT": "1"}, {"Sec-GPC": "1"}, {"User-Agent": "Googlebot/2.1"}]
)
def test_who_is_no_person_or_not_to_be_told_apart_is_not_counted(thread, headers):
    browser(**headers).get(thread.get_absolute_url())

    assert not CommunityVisit.objects.exists()


def test_nor_are_staff_load_tests_and_pages_that_are_not_there(thread, settings):
    settings.LOAD_TEST_KEY = "secret"
    staff = browser()
    staff.force_login(StaffFactory())
    staff.get(thread.get_absolute_url())
    browser(**{"X-Load-Test": "secret"}).get(thread.get_absolute_url())
    browser().get("/community/threads/999999/nothing/")
    browser().head(thread.get_absolute_url())

    assert not CommunityVisit.objects.exists()


def test_with_consent_asked_nobody_is_counted_before_they_give_it(thread, settings):
    settings.SEARCH_CONSENT = True
    reader = browser()
    page = reader.get(thread.get_absolute_url())
    assert not CommunityVisit.objects.exists()
    assert "visitor" not in page.cookies

    reader.cookies["consent"] = "search"
    reader.get(thread.get_absolute_url())

    assert CommunityVisit.objects.count() == 1


def test_a_visitor_counts_once_whatever_the_days_and_boards():
    was_in("board:payouts", who="ana")
    was_in("board:payouts", who="ana", at=NOON + timedelta(days=1))
    was_in("board:stock", who="ana")
    was_in("board:stock", who="ben")
    was_in("board:stock", who="cem", at=NOON - timedelta(days=9))

    assert sums() == {"": (2, 0), "board:payouts": (1, 0), "board:stock": (2, 0)}


def test_who_writes_within_seven_days_was_not_spared_it():
    for who in ("ana", "ben", "cem"):
        was_in("board:payouts", who=who)
    wrote("ana", at=NOON + timedelta(days=6))
    wrote("ben", at=NOON + timedelta(days=8))
    wrote("cem", at=NOON - timedelta(minutes=1))

    assert sums()[""] == (3, 1)


def test_who_signs_in_to_write_is_known_by_the_session():
    was_in("board:payouts", who="cookie", session="one")
    wrote("member", at=NOON + timedelta(hours=1), session="one")

    assert sums()["board:payouts"] == (1, 1)


def test_the_sums_stay_when_the_rows_are_gone():
    was_in("board:payouts", who="ana")
    services.add_up(now=NOON + timedelta(days=1))
    services.purge(now=NOON + timedelta(days=91))
    services.add_up(now=NOON + timedelta(days=91))

    assert not CommunityVisit.objects.exists()
    assert CommunityTotal.objects.filter(place="board:payouts", visitors=1).exists()


def test_members_see_where_they_were_and_it_goes_with_their_account(thread):
    member = MemberFactory()
    for reader in (browser(), browser()):
        reader.get(thread.get_absolute_url())
    signed_in = browser()
    signed_in.force_login(member)
    signed_in.get(thread.get_absolute_url())

    [row] = search_data.export(member)["days in the community"]
    search_data.erase(member)

    assert row["where"] == "board:payouts"
    assert CommunityVisit.objects.count() == 2
    assert search_data.export(member)["days in the community"] == []
