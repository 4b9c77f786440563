"""What one waits for: the offer, what it refuses, and the page that lists it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.audience import Audience
from search import services
from search.models import AnswerWish
from search.wishes import MOST_OPEN
from tests.articles.factories import make_article, make_section
from tests.factories import MemberFactory
from tests.search.wishing import WORDS, answer, reader, told, wish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(run_worker):
    """A site with something to read that has nothing to do with it."""
    make_section("Money")
    make_article("Change the bank account", parent=make_section("Getting paid"))
    run_worker()


@pytest.fixture
def ana():
    return MemberFactory(username="ana")


def test_fewer_words_have_the_offer_too_and_a_filter_or_results_have_not(ana, run_worker):
    answer("Print a gift voucher")
    run_worker()

    fewer = reader(ana).get(reverse("search:results"), {"q": "gift astronaut helicopter"})
    assert fewer.context["found"].hits
    assert reverse("search:wish") in fewer.text
    found = reader(ana).get(reverse("search:results"), {"q": "bank account"})
    assert reverse("search:wish") not in found.text
    narrowed = {"q": "bank account", "state": "solved"}
    assert (
        reverse("search:wish")
        not in reader(ana).get(reverse("search:results"), narrowed).text
    )


def test_once_wished_the_page_says_so(ana):
    wish(ana)

    page = reader(ana).get(reverse("search:results"), {"q": "expired gift cards"})

    assert "You wait for it already" in page.text
    assert AnswerWish.objects.count() == 1


def test_the_same_words_in_another_order_are_the_same_wish(ana):
    wish(ana)
    wish(ana, "Expired GIFT cards?")

    assert AnswerWish.objects.get().text == WORDS


def test_private_data_in_the_words_is_not_kept(ana):
    wish(ana, "refund for ana@shop.example order #12345")

    assert AnswerWish.objects.get().text == "refund for [e-mail] order [number]"


def test_the_page_lists_what_one_waits_for_and_what_one_was_told_of(ana, run_worker):
    wish(ana)
    wish(ana, "helicopter landing")
    wish(MemberFactory(), "somebody else's words")
    answer()
    run_worker()

    page = reader(ana).get(reverse("search:wishes"))

    assert [each.wish.text for each in page.context["waiting"]] == ["helicopter landing"]
    assert [each.card.title for each in page.context["told"]] == [
        "When a gift card expired"
    ]
    assert "somebody else" not in page.text
    assert reverse("search:wishes") in reader(ana).get(reverse("accounts:notices")).text


def test_what_one_may_no_longer_read_loses_its_title_on_the_page(ana, run_worker):
    wish(ana)
    article = answer()
    run_worker()
    type(article).objects.filter(pk=article.pk).update(effective_audience=Audience.STAFF)

    page = reader(ana).get(reverse("search:wishes")).text

    assert "When a gift card expired" not in page
    assert "The answer is no longer there" in page


def test_the_page_costs_the_same_for_one_and_for_many(ana):
    client = reader(ana)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse("search:wishes"))
        return len(counted)

    wish(ana, "card number 1")
    AnswerWish.objects.update(told_at=timezone.now(), told_key=answer().key)
    wish(ana, "card helicopter 1")
    client.get(reverse("search:wishes"))
    few = queries()
    for number in range(2, 9):
        wish(ana, f"card number {number}")
    AnswerWish.objects.filter(text__contains="number").update(
        told_at=timezone.now(), told_key=answer().key
    )
    for number in range(2, 9):
        wish(ana, f"card helicopter {number}")

    assert queries() == few


def test_a_press_stops_it(ana, run_worker):
    kept = wish(ana)

    page = reader(ana).post(reverse("search:wish_stop", args=[kept.pk]), follow=True)
    answer()
    run_worker()

    assert "You no longer wait for it." in page.text
    assert WORDS not in page.text
    assert told(ana) == []


def test_nobody_stops_the_wish_of_somebody_else(ana):
    kept = wish(ana)

    page = reader(MemberFactory()).post(reverse("search:wish_stop", args=[kept.pk]))

    assert page.status_code == 404
    with pytest.raises(PermissionDenied):
        services.stop_wish(wish=kept, by=MemberFactory())
    assert AnswerWish.objects.get().is_open


def test_members_wait_for_so_much_at_a_time(ana):
    for number in range(MOST_OPEN):
        wish(ana, f"helicopter {number}")

    with pytest.raises(ValidationError, match="already"):
        wish(ana, "one more")
    page = reader(ana).post(reverse("search:wish"), {"q": "one more"})

    assert page.status_code == 422
    assert "Stop one, then ask again." in page.text
    assert "one more" in page.text
    assert AnswerWish.objects.count() == MOST_OPEN


@pytest.mark.parametrize("words", ["", "   ", "how do I", "??", "\x00", "x" * 300])
def test_what_search_does_not_look_at_is_refused_beside_the_field(ana, words):
    page = reader(ana).post(reverse("search:wish"), {"q": words})

    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert not AnswerWish.objects.exists()


def test_pressing_all_day_is_too_often(ana, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"wish": "2/3600"}
    client = reader(ana)

    pages = [client.post(reverse("search:wish"), {"q": WORDS}) for _ in range(3)]

    assert [page.status_code for page in pages] == [302, 302, 429]


def test_after_half_a_year_nobody_waits(ana):
    kept = wish(ana)
    young = wish(ana, "helicopter")
    kept.created_at = timezone.now() - timedelta(days=181)
    kept.save()

    services.purge()

    assert [each.pk for each in AnswerWish.objects.all()] == [young.pk]


def test_the_page_needs_somebody_who_is_signed_in():
    assert reader().get(reverse("search:wishes")).status_code == 302
