"""What search engines and feed readers are told of the boards: what anybody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from base.audience import Audience
from community.models import Thread
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MerchantFactory, ModeratorFactory, StaffFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CLOSED = (Audience.MEMBERS, Audience.MERCHANTS, Audience.STAFF)


def read_xml(client: Client, address: str, **headers: str) -> ElementTree.Element:
    response = client.get(address, headers=headers)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314  (our own words)


def mapped(client: Client) -> dict[str, str]:
    return {
        entry.find("m:loc", MAP).text.removeprefix(settings.SITE_URL): entry.findtext(
            "m:lastmod", "", MAP
        )
        for entry in read_xml(client, "/sitemap.xml").findall("m:url", MAP)
    }


def titles(feed: ElementTree.Element) -> list[str]:
    return [entry.text for entry in feed.findall("a:entry/a:title", ATOM)]


def hide(thread: Thread) -> Thread:
    Thread.objects.filter(pk=thread.pk).update(hidden_at=timezone.now())
    return thread


@pytest.mark.parametrize("audience", CLOSED)
@pytest.mark.parametrize("reader", [None, ModeratorFactory, StaffFactory])
def test_a_closed_board_is_in_no_map_and_no_feed(
    client: Client, audience: Audience, reader: Callable[[], object] | None
) -> None:
    board = BoardFactory(audience=audience)
    thread = ThreadFactory(board=board, by=StaffFactory())
    if reader:
        client.force_login(reader())

    found = mapped(client)

    assert board.get_absolute_url() not in found
    assert thread.get_absolute_url() not in found
    assert titles(read_xml(client, reverse("community:feed"))) == []
    own = reverse("community:board_feed", args=[board.slug])
    assert client.get(own).status_code == 404


@pytest.mark.parametrize("reader", [None, ModeratorFactory])
def test_a_hidden_thread_is_in_no_map_and_no_feed(
    client: Client, reader: Callable[[], object] | None
) -> None:
    shown = ThreadFactory()
    hidden = hide(ThreadFactory(board=shown.board))
    if reader:
        client.force_login(reader())

    found = mapped(client)

    assert shown.get_absolute_url() in found
    assert hidden.get_absolute_url() not in found
    for address in (
        reverse("community:feed"),
        reverse("community:board_feed", args=[shown.board.slug]),
    ):
        assert titles(read_xml(client, address)) == [shown.title]


def test_the_map_says_when_somebody_wrote_last(client: Client) -> None:
    thread = ThreadFactory()
    empty = BoardFactory()
    Thread.objects.update(last_post_at="2026-03-01T12:00:00Z")
    hide(ThreadFactory(board=thread.board))  # later, but nobody may know

    found = mapped(client)

    assert found[thread.get_absolute_url()] == "2026-03-01"
    assert found[thread.board.get_absolute_url()] == "2026-03-01"
    assert found[empty.get_absolute_url()] == ""


def test_the_map_holds_the_pages_every_site_has(client: Client) -> None:
    assert {"/", "/community/", "/support/"} <= set(mapped(client))


def test_robots_are_told_where_the_map_is(client: Client) -> None:
    lines = client.get("/robots.txt").text.splitlines()

    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in lines


def test_the_map_names_the_site_as_it_is_known(client: Client) -> None:
    response = client.get("/sitemap.xml", headers={"host": "other.example"})

    assert "other.example" not in response.text


def test_a_boards_feed_holds_its_newest_threads_in_their_language(client: Client) -> None:
    board = BoardFactory(title_fr="Versements", description_en="When money arrives.")
    english = ThreadFactory(board=board, title="Late payout", by=MerchantFactory())
    french = ThreadFactory(
        board=board,
        title="Versement en retard",
        body="Depuis vendredi, mon versement est en attente à la banque.",
        language="fr",
    )
    ThreadFactory()

    feed = read_xml(client, reverse("community:board_feed", args=[board.slug]))

    assert titles(feed) == [french.title, english.title]
    entries = feed.findall("a:entry", ATOM)
    assert [entry.get(LANGUAGE) for entry in entries] == ["fr", "en"]
    assert "Depuis vendredi" in entries[0].findtext("a:summary", "", ATOM)
    assert entries[1].findtext("a:author/a:name", "", ATOM) == english.author.name
    assert entries[1].find("a:link", ATOM).get("href") == (
        settings.SITE_URL + english.get_absolute_url()
    )
    assert feed.findtext("a:subtitle", "", ATOM) == "When money arrives."


def test_a_feed_speaks_the_readers_language(client: Client) -> None:
    board = BoardFactory(title_en="Payouts", title_fr="Versements")
    address = reverse("community:board_feed", args=[board.slug])

    feed = read_xml(client, address, accept_language="fr")

    assert feed.get(LANGUAGE) == "fr"
    assert feed.findtext("a:title", "", ATOM) == "Versements · Boutik Entraide"


def test_a_feed_keeps_to_thirty_and_to_a_constant_cost(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    board = BoardFactory()
    author = StaffFactory()  # new members may ask three questions a day
    address = reverse("community:board_feed", args=[board.slug])
    for _ in range(31):
        AnswerFactory(thread=ThreadFactory(board=board, by=author), by=author)

    with django_assert_num_queries(3):  # the board, its threads, their opening posts
        feed = read_xml(client, address)
    with django_assert_num_queries(2):  # the threads, their opening posts
        client.get(reverse("community:feed"))

    assert len(titles(feed)) == 30


def test_what_was_hidden_in_a_thread_is_not_quoted(client: Client) -> None:
    thread = ThreadFactory(body="Something nobody should read.")
    thread.posts.update(hidden_at=timezone.now())

    response = client.get(reverse("community:feed"))

    assert thread.title in response.text
    assert "nobody should read" not in response.text


def test_no_title_breaks_a_feed(client: Client) -> None:
    Thread.objects.filter(pk=ThreadFactory().pk).update(title="]]> \x07 </title> & \ufffe")

    assert titles(read_xml(client, reverse("community:feed"))) == ["]]>  </title> & "]


def test_pages_point_at_their_feed_unless_it_is_closed(client: Client) -> None:
    client.force_login(StaffFactory())
    public, closed = BoardFactory(), BoardFactory(audience=Audience.STAFF)

    own = reverse("community:board_feed", args=[public.slug])
    assert own in client.get(public.get_absolute_url()).text
    assert reverse("community:feed") in client.get(reverse("community:index")).text
    assert "atom+xml" not in client.get(closed.get_absolute_url()).text
