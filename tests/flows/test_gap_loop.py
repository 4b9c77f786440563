"""What becomes of a gap over weeks, through HTTP, with the real worker, index and night.

Days pass by moving the clock: people search and open what they find, staff work in the
report, the night counts.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from articles.models import ArticlePage
from articles.services import root_for
from kb_site.chores import nightly
from search.models import Gap
from tests.articles.factories import make_article, make_section
from tests.factories import MemberFactory, StaffFactory
from tests.flows.test_main_job import publish, reader

if TYPE_CHECKING:
    from accounts.models import Member

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = "gift card"
GO = re.compile(r'href="(/[^"]*search/go/[^"]*)"')


@pytest.fixture
def clock(settings):
    settings.SEARCH_CONSENT = False
    with time_machine.travel(START, tick=True) as clock:
        yield clock


@pytest.fixture
def claire(clock, run_worker) -> Member:
    """A member of the support staff, in a help centre that has nothing on gift cards."""
    root_for("en")
    make_article("Make a discount code", parent=make_section("Selling more"))
    run_worker()
    return StaffFactory(display_name="Claire")


def day(clock, number: int) -> None:
    """Move to nine o'clock of a day after the start."""
    clock.move_to(START + timedelta(days=number))


def search(words: str = WORDS, *, people: int, opening: bool = False) -> None:
    """Let different people search; with ``opening`` they read the first result."""
    for _n in range(people):
        client = reader(MemberFactory())
        page = client.get(reverse("search:results"), {"q": words}).text
        if opening:
            assert client.get(unescape(GO.search(page)[1]), follow=True).status_code == 200


def draft(staff: Member, gap: Gap) -> ArticlePage:
    reader(staff).post(reverse("articles:draft", args=[gap.pk]))
    return ArticlePage.objects.latest("pk")


def read(staff: Member, gap: Gap) -> str:
    page = reader(staff).get(reverse("gaps:detail", args=[gap.pk])).text
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


def test_from_a_failed_search_to_a_verified_article(claire, clock, run_worker):
    search(people=24)
    waiting = reader(MemberFactory(email="nadia@example.org"))
    waiting.get(reverse("search:results"), {"q": WORDS})
    waiting.post(reverse("search:wish"), {"q": WORDS})
    day(clock, 1)
    nightly()
    gap = Gap.objects.get()
    assert WORDS in reader(claire).get(reverse("gaps:index")).text

    article = draft(claire, gap)
    publish(
        reader(claire), article, title="Sell a gift card", text="Make a product of its own."
    )
    run_worker()
    gap.refresh_from_db()
    assert gap.state == Gap.State.PUBLISHED
    assert "nadia@example.org" in {to for each in mail.outbox for to in each.to}

    day(clock, 8)
    search(people=24, opening=True)
    day(clock, 14)
    nightly()
    gap.refresh_from_db()
    assert gap.state == Gap.State.PUBLISHED  # thirteen days are not fourteen

    day(clock, 16)
    nightly()
    gap.refresh_from_db()
    assert gap.state == Gap.State.VERIFIED
    assert "100 failed in the 28 days before, 0 since" in read(claire, gap)


def test_an_article_that_nobody_opens_reopens_its_gap_and_a_better_one_is_judged_anew(
    claire, clock, run_worker
):
    search(people=24)
    day(clock, 1)
    nightly()
    gap = Gap.objects.get()
    article = draft(claire, gap)
    publish(reader(claire), article, title="A gift card", text="See the manual.")
    run_worker()
    day(clock, 10)
    search(people=24)

    day(clock, 30)
    nightly()

    gap.refresh_from_db()
    assert gap.state == Gap.State.REOPENED
    open_ones = reader(claire).get(reverse("gaps:index")).text
    assert WORDS in open_ones

    publish(
        reader(claire), article, title="Sell a gift card", text="Make a product of its own."
    )
    run_worker()
    gap.refresh_from_db()
    assert gap.state == Gap.State.PUBLISHED
    day(clock, 35)
    search(people=24, opening=True)
    day(clock, 46)
    nightly()
    gap.refresh_from_db()
    assert gap.state == Gap.State.VERIFIED


def test_what_an_editor_merged_stays_one_gap_for_ten_nights(claire, clock):
    search("gift card", people=4)
    search("present voucher", people=3)
    day(clock, 1)
    nightly()
    voucher = Gap.objects.get(title="present voucher")
    card = Gap.objects.get(title="gift card")

    reader(claire).post(reverse("gaps:merge", args=[voucher.pk]), {"into": f"#{card.pk}"})
    for number in range(2, 12):
        day(clock, number)
        search("present voucher", people=3)
        search("voucher for a present", people=1)
        nightly()

    [gap] = Gap.objects.shown()
    assert gap.pk == card.pk
    assert gap.people == 4 + 3 + 10 * 4
    assert "present voucher" in read(claire, gap)
