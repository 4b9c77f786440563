"""A page on paper, and for those whom movement makes ill."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.articles.factories import make_article, make_section, text
from tests.browser.site import make_site

pytestmark = pytest.mark.django_db(transaction=True)
FOLD = {"title": "Abroad", "body": text("<p>It takes a day more.</p>")}


@pytest.fixture
def article(run_worker):
    make_site()
    body = [*text("<h2>First</h2><p>Open it.</p>"), {"type": "fold", "value": FOLD}]
    return make_article("On paper", parent=make_section("Selling"), body=body)


def test_paper_holds_the_text_and_nothing_to_press(page, article):
    page.goto(article.url)
    expect(page.locator(".top")).to_be_visible()

    page.emulate_media(media="print")

    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("Open it.")).to_be_visible()
    for part in (".top", ".foot-site", ".crumbs", "#vote", ".next", "[data-print]"):
        expect(page.locator(part)).to_be_hidden()


def test_paper_opens_what_is_folded(page, article):
    page.goto(article.url)
    folded = page.get_by_text("It takes a day more.")
    expect(folded).to_be_hidden()

    page.emulate_media(media="print")

    assert folded.evaluate("one => one.getBoundingClientRect().height") > 0
    assert folded.evaluate("one => one.checkVisibility()")


def test_nothing_moves_for_those_who_ask_for_it(page, article):
    page.goto(article.url)
    times = "all => [...new Set(all.map(one => getComputedStyle(one).transitionDuration))]"
    assert page.locator("main *").evaluate_all(times) != ["0s"]

    page.emulate_media(reduced_motion="reduce")

    assert page.locator("main *").evaluate_all(times) == ["0s"]
