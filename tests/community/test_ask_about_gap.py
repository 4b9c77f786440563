"""Staff ask the community about what people look for in vain."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from community import services as community
from community.models import Thread
from search import services
from search.models import Gap
from tests.articles.factories import make_article, make_section
from tests.community.factories import BoardFactory
from tests.factories import MemberFactory, StaffFactory
from tests.search.searching import searched

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory(slug="shop", title_en="Your shop")


@pytest.fixture
def gap(board, run_worker) -> Gap:
    make_article("Make a discount code", parent=make_section("Selling more"))
    run_worker()
    searched("gift card", people=4)
    services.refresh_gaps()
    return Gap.objects.get()


@pytest.fixture
def claire(client):
    member = StaffFactory(display_name="Claire")
    client.force_login(member)
    return member


def address(gap: Gap) -> str:
    return reverse("ask_about_gap", args=[gap.pk])


def said(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


def test_the_question_begins_with_what_people_typed(client, claire, gap):
    report = client.get(reverse("gaps:detail", args=[gap.pk])).text
    assert address(gap) in report

    page = BeautifulSoup(client.get(address(gap)).text, "html.parser")

    assert page.select_one("[name=title]")["value"] == "gift card"
    assert "- gift card" in page.select_one("[name=body]").text
    assert not Thread.objects.exists()


def test_posted_it_is_a_sign_of_need_of_the_gap_and_nobody_affected(
    client, claire, gap, board
):
    typed = {
        "title": "How do you sell gift cards?",
        "body": "Many look for it.",
        "board": board.pk,
    }

    answer = client.post(address(gap), typed)

    thread = Thread.objects.get()
    assert answer.url == thread.get_absolute_url()
    assert (thread.author, thread.board, thread.language) == (claire, board, "en")
    report = client.get(reverse("gaps:detail", args=[gap.pk])).text
    assert thread.get_absolute_url() in report
    assert "asked the community: “How do you sell gift cards?”" in said(report)
    services.refresh_gaps()
    [gap] = Gap.objects.shown()
    assert (gap.people, gap.threads) == (4, 1)


def test_what_is_answered_becomes_raw_material(client, claire, gap, board, run_worker):
    typed = {"title": "How do you sell gift cards?", "body": "Many ask.", "board": board.pk}
    client.post(address(gap), typed)
    community.answer(
        thread=Thread.objects.get(),
        by=MemberFactory(),
        body="Make a product called Voucher.",
    )
    run_worker()

    [source] = services.material(gap, claire).sources

    assert source.text == "Make a product called Voucher."
    assert source.nature is services.Nature.ANSWERS


def test_what_is_missing_is_said_and_what_was_typed_is_kept(client, claire, gap):
    page = client.post(address(gap), {"title": "How?", "body": "Many look for it."})

    assert page.status_code == 422
    assert "Many look for it." in page.text
    assert not Thread.objects.exists()


def test_one_that_was_merged_is_asked_about_where_it_went(client, claire, gap):
    Gap.objects.create(pk=gap.pk + 1, title="voucher", merged_into=gap, language="en")

    assert client.get(reverse("ask_about_gap", args=[gap.pk + 1])).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_is_the_business_of_support_staff(client, gap, board, method):
    client.force_login(MemberFactory())

    getattr(client, method)(address(gap), {"title": "How?", "body": "x", "board": board.pk})

    assert not Thread.objects.exists()


def test_asks_in_the_language_of_the_gap(client, claire, gap):
    Gap.objects.update(language="fr")

    page = BeautifulSoup(client.get(address(gap)).text, "html.parser")

    assert "sans rien trouver" in page.select_one("[name=body]").text
