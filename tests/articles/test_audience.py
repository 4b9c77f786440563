"""Who may read: the page's own audience, or the strictest of the sections above it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.roles import Role
from articles.document import source
from articles.models import ArticlePage
from base.audience import Audience
from tests.articles.factories import make_article, make_section, root
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db

READERS = {
    "anonymous": Audience.PUBLIC,
    Role.CUSTOMER: Audience.MEMBERS,
    Role.MERCHANT: Audience.MERCHANTS,
    Role.MODERATOR: Audience.MERCHANTS,
    Role.STAFF: Audience.STAFF,
}


def reader_of(role: str):
    return AnonymousUser() if role == "anonymous" else MemberFactory(role=role)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("role", list(READERS))
def test_opens_the_door_only_to_those_it_is_for(client, role, audience):
    section = make_section("Taxes")
    article = make_article("Rates of tax", parent=section, audience=audience)
    reader = reader_of(role)
    if role != "anonymous":
        client.force_login(reader)

    is_allowed = READERS[role] >= audience

    assert client.get(article.url).status_code == (200 if is_allowed else 404)
    assert (article.title in client.get(section.url).text) is is_allowed
    assert (article.key in source.cards([article.key], reader)) is is_allowed
    assert (article in ArticlePage.objects.readable_by(reader)) is is_allowed


def test_of_a_section_holds_for_all_below_it(client):
    outer = make_section("For merchants", audience=Audience.MERCHANTS)
    inner = make_section("Fees", parent=outer)
    article = make_article(parent=inner)

    assert article.effective_audience == Audience.MERCHANTS
    assert client.get(inner.url).status_code == 404
    assert client.get(article.url).status_code == 404
    assert "For merchants" not in client.get(root().url).text


def test_follows_when_the_section_changes_and_comes_back():
    section = make_section()
    article = make_article(parent=make_section("Inner", parent=section))

    for audience in (Audience.STAFF, Audience.PUBLIC):
        section.refresh_from_db()
        section.audience = audience
        section.save_revision().publish()
        article.refresh_from_db()
        assert article.effective_audience == audience


def test_follows_when_the_article_moves():
    article = make_article()
    section = make_section("Only staff", audience=Audience.STAFF)

    article.move(section, pos="last-child")

    article.refresh_from_db()
    assert article.effective_audience == Audience.STAFF


def test_does_not_come_back_with_an_old_revision():
    section = make_section()
    article = make_article(parent=section)
    old = article.save_revision()
    section.refresh_from_db()
    section.audience = Audience.STAFF
    section.save_revision().publish()

    old.publish()

    article.refresh_from_db()
    assert article.effective_audience == Audience.STAFF


def test_hides_the_article_from_counts_and_from_the_sitemap(client):
    section = make_section("Payouts")
    make_article("Open", parent=section)
    closed = make_article("Closed", parent=section, audience=Audience.MEMBERS)

    page = client.get(section.url)

    assert page.context["article_count"] == 1
    assert closed.get_sitemap_urls() == []


def test_of_a_draft_is_nobody_until_it_is_published(client):
    article = make_article()
    article.unpublish()

    client.force_login(MemberFactory(role=Role.STAFF))

    assert client.get(article.url).status_code == 404
    assert not source.cards([article.key], AnonymousUser())
