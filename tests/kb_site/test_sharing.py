"""What the head of a page tells browsers, search engines and those it is sent to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.urls import reverse
from django.utils import timezone

from articles.services import root_for
from base.audience import Audience
from community import services
from community.models import Board, Post, Thread
from tests.articles.factories import make_article, make_section, text
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \"quoted\" 'so'"


def head_of(client: Client, address: str, **headers: str) -> BeautifulSoup:
    response = client.get(address, headers=headers, follow=True)
    return BeautifulSoup(response.text, "html.parser").head


def said(head: BeautifulSoup, name: str) -> str | None:
    """Return what a meta tag says."""
    tag = head.find("meta", {"property": name}) or head.find("meta", {"name": name})
    return tag["content"] if tag else None


def canonical(head: BeautifulSoup) -> str | None:
    tag = head.find("link", rel="canonical")
    return tag["href"].removeprefix(settings.SITE_URL) if tag else None


def structured(head: BeautifulSoup) -> dict[str, dict[str, Any]]:
    blocks = [json.loads(tag.string) for tag in head.select("[type='application/ld+json']")]
    assert all(block["@context"] == "https://schema.org" for block in blocks)
    return {block["@type"]: block for block in blocks}


def names(head: BeautifulSoup) -> list[str]:
    steps = structured(head)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    return [step["name"] for step in steps]


def solved(**asked: Any) -> tuple[Thread, Post]:
    thread = ThreadFactory(**asked)
    answer = AnswerFactory(thread=thread)
    services.accept_answer(post=answer, by=thread.author)
    thread.refresh_from_db()
    return thread, answer


def test_an_article_is_shared_with_its_own_words(client: Client) -> None:
    article = make_article(summary='Three "reasons" & <one> more.')

    head = head_of(client, article.url)

    assert head.title.string == "Why a payout waits · Boutik Entraide"
    assert said(head, "description") == said(head, "og:description") == article.summary
    assert said(head, "og:title") == article.title
    assert said(head, "og:type") == "article"
    assert said(head, "og:site_name") == "Boutik Entraide"
    assert said(head, "og:locale") == "en_GB"
    assert said(head, "og:url") == settings.SITE_URL + article.url
    assert said(head, "twitter:card") == "summary"
    assert canonical(head) == article.url
    assert said(head, "robots") is None


def test_an_article_without_a_summary_begins_to_tell(client: Client) -> None:
    article = make_article(body=text("<p>It waits for <b>the bank</b>.</p>"))

    assert said(head_of(client, article.url), "description") == "It waits for the bank."


def test_a_thread_is_shared_with_the_first_words_of_its_question(client: Client) -> None:
    body = "Since **Friday** it says\n\n\n\nPending & nothing <else>. " + "Why? " * 50
    thread = ThreadFactory(body=body)

    description = said(head_of(client, thread.get_absolute_url()), "description")

    assert description.startswith("Since Friday it says Pending & nothing <else>. Why?")
    assert len(description) <= 160
    assert description.endswith("…")


def test_a_thread_is_shared_in_its_own_language(client: Client) -> None:
    thread = ThreadFactory(language="fr")

    head = head_of(client, thread.get_absolute_url(), accept_language="en")

    assert said(head, "og:locale") == "fr_FR"


def test_each_page_of_a_thread_has_its_own_address(client: Client) -> None:
    author = StaffFactory()  # new members may write ten answers a day
    thread = ThreadFactory(by=author)
    for _ in range(51):
        AnswerFactory(thread=thread, by=author)
    address = thread.get_absolute_url()

    for query, expected in (
        ("", address),
        ("?page=1", address),
        ("?page=2&from=mail", f"{address}?page=2"),
        ("?page=99", f"{address}?page=2"),
    ):
        assert canonical(head_of(client, address + query)) == expected


def test_lists_are_kept_without_their_filters(client: Client) -> None:
    board = ThreadFactory().board
    filters = ("?state=solved", "?order=waiting", "?tag=x", "?after=2026-01-01_1")
    for address in (board.get_absolute_url(), reverse("community:index")):
        assert said(head_of(client, address), "robots") is None
        for query in (*filters, "?state=solved&order=me-too"):
            head = head_of(client, address + query)
            assert said(head, "robots") == "noindex, follow"
            assert canonical(head) == address
        assert said(head_of(client, f"{address}?from=mail"), "robots") is None


def test_a_board_is_shared_with_its_description(client: Client) -> None:
    board = BoardFactory(description_en="When money arrives.", description_fr="L’argent.")

    address = board.get_absolute_url()

    assert said(head_of(client, address), "og:description") == "When money arrives."
    french = head_of(client, address, accept_language="fr")
    assert said(french, "og:description") == "L’argent."
    assert said(french, "og:locale") == "fr_FR"


@pytest.mark.parametrize(
    "address",
    [
        "/search/",
        "/search/?q=payout",
        "/community/ask/",
        "/support/new/",
        "/support/requests/",
        "/accounts/me/",
        "/accounts/notices/",
        "/accounts/people/claire/",
        "/accounts/email/",
        "/en/not-here/",
    ],
)
def test_pages_for_one_reader_stay_out(client: Client, address: str) -> None:
    client.force_login(MemberFactory(username="claire"))

    head = head_of(client, address)

    assert said(head, "robots") == "noindex"
    assert canonical(head) is said(head, "og:url") is said(head, "og:title") is None


@pytest.mark.parametrize("name", ["account_login", "account_signup"])
def test_the_doors_stay_out(client: Client, name: str) -> None:
    assert said(head_of(client, reverse(name)), "robots") == "noindex"


def test_what_is_closed_is_not_shared_with_those_who_may_read_it(client: Client) -> None:
    client.force_login(StaffFactory())
    board = BoardFactory(audience=Audience.MEMBERS)
    thread, _answer = solved(board=board)
    hidden, _other = solved()
    Thread.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())

    for address in (
        make_article(audience=Audience.STAFF).url,
        make_section(audience=Audience.MERCHANTS).url,
        board.get_absolute_url(),
        thread.get_absolute_url(),
        hidden.get_absolute_url(),
    ):
        client.force_login(ModeratorFactory() if "threads" in address else StaffFactory())
        head = head_of(client, address)
        assert said(head, "robots") == "noindex"
        assert said(head, "og:title") is None
        assert structured(head) == {}


def test_other_languages_are_named_with_this_one(client: Client) -> None:
    english = make_article()
    french = make_article(
        "Pourquoi", parent=root_for("fr"), translation_key=english.translation_key
    )

    for page in (english, french):
        links = head_of(client, page.url).select("link[hreflang]")
        assert {link["hreflang"]: link["href"] for link in links} == {
            "en": settings.SITE_URL + english.url,
            "fr": settings.SITE_URL + french.url,
        }
    guides = head_of(client, root_for("en").url).select("link[hreflang]")
    assert [link["hreflang"] for link in guides] == ["en", "fr"]


def test_a_solved_thread_gives_the_answer_to_search_engines(client: Client) -> None:
    thread, answer = solved(body="It says **Pending** since Friday.")
    other = AnswerFactory(thread=thread, body="Ask the bank.")
    Post.objects.filter(pk=answer.pk).update(helpful_count=3)
    Thread.objects.filter(pk=thread.pk).update(me_too_count=7)

    question = structured(head_of(client, thread.get_absolute_url()))["QAPage"][
        "mainEntity"
    ]

    assert question["name"] == thread.title
    assert question["text"] == "It says Pending since Friday."
    assert (question["answerCount"], question["upvoteCount"]) == (2, 7)
    assert question["author"]["name"] == thread.author.name
    accepted, [suggested] = question["acceptedAnswer"], question["suggestedAnswer"]
    assert accepted["text"] == answer.body_markdown
    assert accepted["upvoteCount"] == 3
    assert accepted["author"]["name"] == answer.author.name
    assert accepted["url"].endswith(f"{thread.get_absolute_url()}#p{answer.pk}")
    assert accepted["dateCreated"].startswith(str(answer.posted_at.year))
    assert suggested["text"] == other.body_markdown


def test_an_open_thread_gives_no_answer(client: Client) -> None:
    thread = AnswerFactory().thread

    assert "QAPage" not in structured(head_of(client, thread.get_absolute_url()))


def test_a_hidden_message_is_in_no_answer(client: Client) -> None:
    thread, _answer = solved()
    secret = AnswerFactory(thread=thread, body="Nobody may read this one.")
    Post.objects.filter(pk=secret.pk).update(hidden_at=timezone.now())
    client.force_login(ModeratorFactory())  # who sees it on the page

    question = structured(head_of(client, thread.get_absolute_url()))["QAPage"][
        "mainEntity"
    ]

    assert question["suggestedAnswer"] == []


def test_an_article_says_who_wrote_it_and_when(client: Client) -> None:
    article = make_article(summary="Three reasons.")

    facts = structured(head_of(client, article.url))["Article"]

    assert facts["headline"] == article.title
    assert facts["description"] == "Three reasons."
    assert facts["inLanguage"] == "en"
    assert facts["publisher"]["name"] == settings.SITE_NAME
    assert facts["datePublished"] <= facts["dateModified"]


def test_crumbs_lead_down_to_the_page(client: Client) -> None:
    section = make_section("Payouts")
    inner = make_section("Banks", parent=section)
    article = make_article(parent=inner)
    board = BoardFactory(title_en="Orders")
    thread = ThreadFactory(board=board)

    down = ["Help", "Guides", "Payouts", "Banks"]
    assert names(head_of(client, inner.url)) == down
    assert names(head_of(client, article.url)) == [*down, article.title]
    forum = ["Help", "Community", "Orders"]
    assert names(head_of(client, board.get_absolute_url())) == forum
    assert names(head_of(client, thread.get_absolute_url())) == [*forum, thread.title]


def test_hostile_words_stay_words(client: Client) -> None:
    thread, _answer = solved(title=HOSTILE[:200], body=HOSTILE)
    Board.objects.filter(pk=thread.board_id).update(title_en=HOSTILE)
    article = make_article(HOSTILE, summary=HOSTILE)

    for address in (thread.get_absolute_url(), article.url):
        head = head_of(client, address)
        assert "alert(1)" not in [script.string for script in head.find_all("script")]
        assert said(head, "og:title").startswith("</script><script>alert(1)</script>")
        assert names(head)[-1].startswith("</script><script>alert(1)</script>")
    raw = client.get(thread.get_absolute_url()).text
    assert "<script>alert" not in raw
    blocks = [part.split("</script>")[0] for part in raw.split('ld+json">')[1:]]
    assert len(blocks) == 2
    assert not set("<>&\u2028\u2029") & set("".join(blocks))


def test_a_data_block_keeps_every_word() -> None:
    template = Template("{% load structured %}{% json_ld data %}")

    html = template.render(Context({"data": {"name": HOSTILE, "é": "\u2029"}}))

    data = json.loads(BeautifulSoup(html, "html.parser").script.string)
    assert data == {"@context": "https://schema.org", "name": HOSTILE, "é": "\u2029"}


@pytest.mark.parametrize("wrong", ["", "name 160 more"])
def test_keep_wants_a_name(wrong: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(f"{{% load structured %}}{{% keep {wrong} %}}x{{% endkeep %}}")


def test_the_head_of_a_thread_costs_no_more_queries(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    thread, _answer = solved()
    client.get(thread.get_absolute_url())
    with django_assert_max_num_queries(25) as few:
        client.get(thread.get_absolute_url())
    for _ in range(6):
        AnswerFactory(thread=thread)

    with django_assert_max_num_queries(len(few)):
        client.get(thread.get_absolute_url())
