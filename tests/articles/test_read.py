"""Reading: the pages as people get them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from articles.models import ArticlePage
from articles.services import root_for
from base.audience import Audience
from tests.articles.factories import make_article, make_picture, make_section, root, text
from tests.community.factories import ThreadFactory

pytestmark = pytest.mark.django_db


def heading(words: str, level: str = "h2", anchor: str = "") -> dict:
    return {"type": "heading", "value": {"text": words, "level": level, "anchor": anchor}}


def soup_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def test_shows_the_way_down_title_summary_and_text(client):
    section = make_section("Payouts")
    article = make_article(parent=section, summary="Three reasons.")

    soup = soup_of(client, article)

    crumbs = [link.get_text() for link in soup.select(".crumbs a")]
    assert crumbs == ["Help", "Guides", "Payouts"]
    assert [h.get_text() for h in soup.find_all("h1")] == ["Why a payout waits"]
    assert soup.select_one(".lead").get_text() == "Three reasons."
    assert "It waits for the bank." in soup.select_one(".prose").get_text()


def test_lists_the_headings_and_keeps_their_anchors_apart(client):
    body = [heading("First"), heading("First", "h3"), heading("Other", anchor="here")]

    soup = soup_of(client, make_article(body=body))

    links = [link["href"] for link in soup.select(".sticky .toc a")]
    assert links == ["#first", "#first-2", "#here"]
    assert all(soup.select_one(f".prose {link}") for link in links)


def test_shows_every_kind_of_block(client):
    picture = make_picture()
    words = text("<p>Words inside</p>")
    body = [
        {"type": "image", "value": {"image": picture.pk, "alt": "A 'q'", "caption": "C"}},
        {"type": "code", "value": {"language": "html", "title": "T", "code": "<b>x</b>"}},
        {"type": "callout", "value": {"style": "danger", "title": "", "body": words}},
        {"type": "fold", "value": {"title": "More", "body": words}},
        {
            "type": "steps",
            "value": {"is_numbered": True, "items": [{"type": "item", "value": words}]},
        },
        {"type": "quote", "value": {"body": words, "source": "Somebody"}},
        {
            "type": "table",
            "value": {
                "caption": "",
                "columns": [{"type": "text", "heading": "Name"}],
                "rows": [{"values": ["<p>Cell</p>"]}],
            },
        },
    ]

    prose = soup_of(client, make_article(body=body)).select_one(".prose")

    assert prose.select_one("figure img")["alt"] == "A 'q'"
    assert prose.select_one("pre code").get_text() == "<b>x</b>"
    for holder in (".callout", "details.fold", "ol > li", "blockquote"):
        assert "Words inside" in prose.select_one(holder).get_text()
    assert prose.select_one("th").get_text() == "Name"
    assert prose.select_one("td").get_text() == "Cell"


def test_links_follow_a_page_that_moves(client):
    target = make_article("Fees")
    html = f'<p><a linktype="page" id="{target.pk}" anchor="vat">fees</a></p>'
    article = make_article(body=text(html))
    section = make_section("Money")

    target.move(section, pos="last-child")

    link = soup_of(client, article).select_one(".prose p a")
    assert link["href"] == "/en/money/fees/#vat"


def test_offers_the_other_language(client):
    article = make_article("Fees")
    french = make_article("Les frais", parent=root_for("fr"))
    ArticlePage.objects.filter(pk=french.pk).update(translation_key=article.translation_key)

    link = soup_of(client, article).select_one(".meta a[hreflang=fr]")

    assert link["href"] == "/fr/les-frais/"
    assert link["lang"] == "fr"


def test_addresses_are_those_wagtail_would_give():
    article = make_article(parent=make_section("Inner", parent=make_section("Outer")))

    assert article.url == "/en/outer/inner/why-a-payout-waits/"
    assert article.url == super(type(article).__mro__[2], article).get_url()


def test_counts_articles_below_each_section(client):
    outer = make_section("Outer")
    make_article("One", parent=outer)
    make_article("Two", parent=make_section("Inner", parent=outer))

    soup = soup_of(client, root())

    assert soup.select_one(".sections .num .vh").get_text() == "2 articles"


def test_costs_as_many_queries_for_a_long_article_as_for_a_short_one(
    client, django_assert_max_num_queries, run_worker
):
    picture = make_picture()
    section = make_section("Inner", parent=make_section("Outer"))
    targets = [make_article(f"Target {n}", parent=section) for n in range(6)]
    image = {"type": "image", "value": {"image": picture.pk, "alt": "", "caption": ""}}
    links = [text(f'<p><a linktype="page" id="{t.pk}">x</a></p>')[0] for t in targets]
    article = make_article("Long", parent=section, body=[image, *links] * 5)
    ThreadFactory(title="Is the long one too long?")
    run_worker()
    client.get(article.url)  # the rendition of the image is made once

    with django_assert_max_num_queries(14):
        response = client.get(article.url)

    assert "Is the long one too long?" in response.text


def test_names_what_is_like_it_and_no_more_than_one_may_read(client, run_worker):
    section, other = make_section("Tills"), make_section("Printers")
    article = make_article("The cash drawer stays shut", parent=section)
    near = make_article("Open a cash drawer that is shut", parent=other)
    hidden = make_article(
        "Cash drawer secrets", parent=make_section("Inside", audience=Audience.STAFF)
    )
    asked = ThreadFactory(title="My cash drawer is shut, what now?")
    run_worker()

    soup = soup_of(client, article)

    beside = [link["href"] for link in soup.select(".next li a")]
    assert near.url in beside
    assert hidden.url not in beside
    assert asked.get_absolute_url() in beside

    near.unpublish()  # what is like it is kept for a while; whether one may read it is not

    assert near.url not in [link["href"] for link in soup_of(client, article).select("a")]


def test_notes_that_it_was_read(client, rf):
    article = make_article()
    client.get(article.url)
    response = client.get(article.url)

    assert article.key in [key for key, _at in response.wsgi_request.visit.articles_read]


def test_works_on_an_empty_site(client):
    root_for("fr")

    assert "/community/" in client.get("/fr/").text
