"""What search engines and feed readers are told of the guides: what anybody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse

from articles.services import root_for
from base.audience import Audience
from tests.articles.factories import make_article, make_section
from tests.factories import StaffFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {
    "m": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def read_xml(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314  (our own words)


def mapped(client: Client) -> list[str]:
    entries = read_xml(client, "/sitemap.xml").findall("m:url/m:loc", MAP)
    return [entry.text.removeprefix(settings.SITE_URL) for entry in entries]


def titles(feed: ElementTree.Element) -> list[str]:
    return [entry.text for entry in feed.findall("a:entry/a:title", ATOM)]


def test_the_map_holds_what_is_public_and_nothing_else(client: Client) -> None:
    section = make_section("Payouts")
    article = make_article(parent=section)
    inner = make_section("Inside", audience=Audience.STAFF)
    others = [
        make_article("For members", audience=Audience.MEMBERS),
        make_article("For merchants", audience=Audience.MERCHANTS),
        make_article("For staff", audience=Audience.STAFF),
        make_article("Below a section for staff", parent=inner),
        inner,
    ]
    gone = make_article("No longer published")
    gone.unpublish()

    client.force_login(StaffFactory())  # who asks makes no difference
    found = mapped(client)

    assert {"/en/", section.url, article.url} <= set(found)
    assert not {page.url for page in [*others, gone]} & set(found)
    assert len(found) == len(set(found))


def test_the_map_names_the_other_languages_of_a_page(client: Client) -> None:
    english = make_article("Why a payout waits")
    french = make_article(
        "Pourquoi un versement attend",
        parent=root_for("fr"),
        translation_key=english.translation_key,
    )
    make_article(
        "Interne",
        parent=root_for("fr"),
        translation_key=make_article("Alone").translation_key,
        audience=Audience.STAFF,
    )

    entries = {
        entry.find("m:loc", MAP).text: {
            link.get("hreflang"): link.get("href") for link in entry.findall("x:link", MAP)
        }
        for entry in read_xml(client, "/sitemap.xml").findall("m:url", MAP)
    }

    both = {
        "en": settings.SITE_URL + english.url,
        "fr": settings.SITE_URL + french.url,
    }
    assert entries[both["en"]] == entries[both["fr"]] == both
    assert entries[f"{settings.SITE_URL}/en/alone/"] == {}


def test_a_long_map_becomes_an_index(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        make_article(f"Article {n}")
    monkeypatch.setattr("kb_site.sitemaps.LIMIT", 2)
    monkeypatch.setattr("articles.sitemaps.PagesSitemap.limit", 2)

    index = read_xml(client, "/sitemap.xml")
    parts = [entry.text for entry in index.findall("m:sitemap/m:loc", MAP)]

    mine = [part for part in parts if "sitemap-articles" in part]
    assert [part.partition("?")[2] for part in mine] == ["p=1", "p=2"]
    counts = [
        len(read_xml(client, part.removeprefix(settings.SITE_URL)).findall("m:url", MAP))
        for part in mine
    ]
    assert counts == [2, 1]
    for wrong in ("/sitemap-articles.xml?p=3", "/sitemap-nothing.xml"):
        assert client.get(wrong).status_code == 404


def test_an_unchanged_map_is_not_sent_again(client: Client) -> None:
    article = make_article()
    etag = client.get("/sitemap.xml")["ETag"]

    assert client.get("/sitemap.xml", headers={"If-None-Match": etag}).status_code == 304
    article.unpublish()
    assert client.get("/sitemap.xml", headers={"If-None-Match": etag}).status_code == 200


def test_a_sections_feed_tells_what_is_new_below_it(client: Client) -> None:
    section = make_section("Payouts", summary="When money arrives.")
    make_article("First", parent=make_section("Banks", parent=section), summary="A < B")
    make_article("Second", parent=section)
    make_article("Elsewhere")
    make_article("For staff", parent=section, audience=Audience.STAFF)

    client.force_login(StaffFactory())
    feed = read_xml(client, reverse("articles:section_feed", args=[section.pk]))

    assert titles(feed) == ["Second", "First"]
    assert feed.find("a:title", ATOM).text == "Payouts · Boutik Entraide"
    assert feed.find("a:subtitle", ATOM).text == "When money arrives."
    summaries = [entry.text for entry in feed.findall("a:entry/a:summary", ATOM)]
    assert summaries[1] == "A &lt; B"  # HTML, as Atom says it is
    links = [link.get("href") for link in feed.findall(".//a:link", ATOM)]
    assert all(link.startswith(settings.SITE_URL) for link in links)


def test_the_feed_of_a_closed_section_is_not_there(client: Client) -> None:
    client.force_login(StaffFactory())
    for audience in (Audience.MEMBERS, Audience.MERCHANTS, Audience.STAFF):
        section = make_section(f"For {audience.label}", audience=audience)
        address = reverse("articles:section_feed", args=[section.pk])

        assert client.get(section.url).status_code == 200
        assert client.get(address).status_code == 404
        assert address not in client.get(section.url).text


def test_each_language_has_its_feed(client: Client) -> None:
    make_article("In English")
    make_article("En français", parent=root_for("fr"))

    feed = read_xml(client, reverse("articles:guides_feed", args=["fr"]))

    assert titles(feed) == ["En français"]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert feed.find("a:subtitle", ATOM).text == "Les nouveautés des guides"
    assert client.get(reverse("articles:guides_feed", args=["de"])).status_code == 404


def test_no_character_breaks_a_feed(client: Client) -> None:
    section = make_section("Odd", summary="bell \x07")
    make_article("Bell \x07 & <b>", parent=section, summary="\x0bvertical")

    feed = read_xml(client, reverse("articles:section_feed", args=[section.pk]))

    assert titles(feed) == ["Bell  & <b>"]


def test_costs_do_not_grow_with_the_articles(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    section = make_section("Payouts")
    address = reverse("articles:section_feed", args=[section.pk])
    for n in range(4):
        make_article(f"Article {n}", parent=section)
    client.get("/sitemap.xml")

    with django_assert_num_queries(2):  # the section, its articles
        client.get(address)
    # Five kinds are counted twice (is it long, which page); guides, sections and articles
    # are listed and given their languages; there are no boards and no threads.
    with django_assert_num_queries(16):
        client.get("/sitemap.xml")
    for n in range(4, 8):
        make_article(f"Article {n}", parent=section)
    with django_assert_num_queries(16):
        client.get("/sitemap.xml")


def test_pages_point_at_their_feed(client: Client) -> None:
    section = make_section("Payouts")
    for page, name, key in (
        (section, "articles:section_feed", section.pk),
        (root_for("en"), "articles:guides_feed", "en"),
    ):
        assert f'href="{reverse(name, args=[key])}"' in client.get(page.url).text
