"""Was this helpful? One vote per person, which they may change."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from articles.models import Vote
from articles.services import hash_of
from base.audience import Audience
from search.models import Need
from tests.articles.factories import make_article, text
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def say(client, article, helpful, **more):
    address = reverse("articles:vote", args=[article.pk])
    headers = more.pop("headers", {})
    data = {"helpful": helpful, **more}
    return client.post(address, data, headers=headers, follow=True)


@pytest.fixture
def article():
    return make_article()


def test_keeps_what_it_judged(client, article):
    client.get(article.url)
    say(client, article, "yes")

    vote = Vote.objects.get()
    assert vote.is_helpful
    assert vote.revision_id == article.live_revision_id
    assert vote.content_hash == hash_of(article)


def test_of_a_member_is_one_and_can_be_changed(client, article):
    client.force_login(MemberFactory())
    for helpful in ("yes", "no", "yes", "no"):
        say(client, article, helpful)

    article.refresh_from_db()
    assert (article.helpful_count, article.unhelpful_count) == (0, 1)
    assert Vote.objects.count() == 1


def test_of_a_visitor_is_one(client, article):
    client.get(article.url)
    for _ in range(3):
        say(client, article, "no")

    assert Vote.objects.count() == 1


def test_of_two_people_are_two(client, article):
    for member in (MemberFactory(), MemberFactory()):
        client.force_login(member)
        say(client, article, "yes")

    article.refresh_from_db()
    assert article.helpful_count == 2


def test_no_asks_why_and_keeps_the_reason_without_addresses(client, article):
    client.force_login(MemberFactory())
    page = say(client, article, "no", headers={"HX-Request": "true"})
    assert page.text.count('type="radio"') == 4

    say(client, article, "no", reason="case", comment="Write to me@example.com")

    vote = Vote.objects.get()
    assert vote.reason == "case"
    assert "example.com" not in vote.comment


def test_no_is_a_need_until_it_becomes_a_yes(client, article):
    client.force_login(MemberFactory())
    say(client, article, "no")
    assert Need.objects.filter(kind="unhelpful").count() == 1

    say(client, article, "yes")

    assert not Need.objects.filter(kind="unhelpful").exists()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_works_with_and_without_javascript(client, article, headers):
    address = reverse("articles:vote", args=[article.pk])
    response = client.post(address, {"helpful": "yes"}, headers=headers, follow=True)

    assert "It is counted" in response.text
    assert ("<html" in response.text) is not bool(headers)


def test_is_for_those_who_may_read(client):
    article = make_article(audience=Audience.STAFF)
    client.force_login(MemberFactory())

    assert say(client, article, "yes").status_code == 404
    assert not Vote.objects.exists()


@pytest.mark.parametrize("helpful", ["", "maybe"])
def test_needs_a_yes_or_a_no(client, article, helpful):
    assert say(client, article, helpful).status_code == 404


def test_counts_survive_the_next_publication(client, article):
    client.force_login(MemberFactory())
    say(client, article, "yes")

    article.body = json.dumps(text("<p>New words.</p>"))
    article.save_revision().publish()

    article.refresh_from_db()
    assert article.helpful_count == 1
