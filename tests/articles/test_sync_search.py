"""What search gets to know, and when."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from articles.document import source
from articles.models import ArticlePage
from articles.services import root_for
from base.audience import Audience
from search import services
from search.engine import get_engine
from search.syncing import differences
from tests.articles.factories import make_article, make_section, text

pytestmark = pytest.mark.django_db


def documents():
    return {document.key: document for document in source.documents()}


def test_gives_title_words_language_place_and_audience():
    outer = make_section("Money", parent=root_for("fr"))
    inner = make_section("Frais", parent=outer, audience=Audience.MERCHANTS)
    article = make_article(
        "Les frais", parent=inner, summary="Court.", body=text("<p>Le <b>taux</b>.</p>")
    )

    document = documents()[article.key]

    assert document.language == "fr"
    assert document.body == "Court.\nLe taux."
    assert document.audience == Audience.MERCHANTS
    assert document.place == outer.key
    assert document.kind == "article"


def test_headings_the_day_it_was_checked_and_whom_it_helped_are_known():
    heading = {"text": "On a tablet", "level": "h2", "anchor": ""}
    body = [*text("<p>Words.</p>"), {"type": "heading", "value": heading}]
    article = make_article(parent=make_section(), body=body, reviewed_on=date(2026, 3, 9))
    rows = ArticlePage.objects.filter(pk=article.pk)
    rows.update(helpful_count=5, unhelpful_count=2)

    document = documents()[article.key]

    assert document.headings == "On a tablet"
    assert document.dated == date(2026, 3, 9)
    assert document.helpful == 3


def test_a_vote_has_the_article_read_anew(client, run_worker):
    article = make_article(parent=make_section())
    run_worker()
    before = get_engine().versions()[article.key]

    client.post(reverse("articles:vote", args=[article.pk]), {"helpful": "yes"})
    run_worker()

    assert get_engine().versions()[article.key] != before
    assert differences().keys == frozenset()


def test_versions_are_those_of_the_documents():
    make_article(parent=make_section())

    assert source.versions() == {k: d.version for k, d in documents().items()}


def test_version_changes_with_text_audience_and_place():
    section = make_section()
    article = make_article(parent=section)
    seen = {documents()[article.key].version}

    article.body = json.dumps(text("<p>Other words.</p>"))
    article.save_revision().publish()
    seen.add(documents()[article.key].version)
    section.refresh_from_db()
    section.audience = Audience.STAFF
    section.save_revision().publish()
    seen.add(documents()[article.key].version)
    article.refresh_from_db()
    article.move(make_section("Elsewhere", audience=Audience.STAFF), pos="last-child")
    seen.add(documents()[article.key].version)

    assert len(seen) == 4


def test_forgets_what_is_unpublished_or_deleted():
    section = make_section()
    article = make_article(parent=section)
    article.unpublish()
    assert article.key not in documents()

    section.delete()
    assert documents() == {}


def test_reads_only_the_keys_it_is_asked_for():
    one, two = make_article("One"), make_article("Two")
    asked = [one.key, "thread:1", "article:x", "article:"]

    assert [document.key for document in source.documents(asked)] == [one.key]
    assert list(source.cards([two.key, *asked[1:]], AnonymousUser())) == [two.key]


def test_card_does_not_name_a_section_one_may_not_know():
    section = make_section("Secret", audience=Audience.STAFF)
    article = make_article(parent=section)
    type(article).objects.filter(pk=article.pk).update(effective_audience=0)

    card = source.cards([article.key], AnonymousUser())[article.key]

    assert card.place == ""


def test_article_is_found_once_the_worker_ran_and_gone_once_deleted(run_worker):
    section = make_section("Reserve")
    article = make_article("Zebra of payouts", parent=section)
    run_worker()

    def found():
        cards = services.likely(text="zebra", reader=AnonymousUser(), language="en")
        return [card.key for card in cards]

    assert found() == [article.key]

    section.delete()
    run_worker()
    assert found() == []
