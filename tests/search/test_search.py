"""Searching through the site: what is found, for whom, and what is written down."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from articles.services import root_for
from base.audience import Audience
from search.models import Click, SearchEvent
from search.services import sweep
from tests.articles.factories import make_article, make_section
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def reader(member=None, **headers) -> Client:
    client = Client(headers={"User-Agent": BROWSER, "Accept-Language": "en"} | headers)
    if member is not None:
        client.force_login(member)
    return client


def search(text, client=None, **more):
    client = client or reader()
    return client.get(reverse("search:results"), {"q": text, **more})


@pytest.fixture
def content(run_worker):
    section = make_section("Getting paid")
    make_article("Change the bank account for payouts", parent=section)
    make_article("Release a held payout", parent=section, audience=Audience.STAFF)
    thread = ThreadFactory(title="Payout pending since Friday")
    AnswerFactory(thread=thread, body="The banks were <b>closed</b> on Monday.")
    run_worker()
    return thread


def titles(response) -> list[str]:
    return [hit.card.title for hit in response.context["found"].hits]


def test_finds_articles_and_threads_in_one_list(content):
    found = titles(search("payouts"))

    assert set(found) == {
        "Change the bank account for payouts",
        "Payout pending since Friday",
    }


def test_marks_the_words_and_escapes_the_rest(content, run_worker):
    ThreadFactory(
        title="Broken <img> in my invoice", body="It prints &lt;img src=x&gt; here."
    )
    run_worker()

    page = search("invoice prints").text

    assert "<mark>prints</mark>" in page
    assert "<img" not in page


def test_what_narrows_the_search_is_not_marked(run_worker):
    make_article("Invoices", summary="This article is about the invoice.")
    run_worker()

    page = search("invoice is:article").text

    assert "article is about the <mark>invoice</mark>" in page


def test_what_one_may_not_read_shows_nowhere_not_even_in_a_count(content):
    public, staff = search("held payout"), search("held payout", reader(StaffFactory()))

    assert "Release a held payout" not in public.text
    assert "Release a held payout" in staff.text
    assert public.context["found"].total == staff.context["found"].total - 1


def test_the_database_is_asked_again_when_the_index_is_behind(content):
    content.board.audience = Audience.STAFF
    content.board.save()  # nobody told the index

    assert titles(search("pending")) == []


def test_puts_a_misspelt_word_right_and_says_so(content):
    page = search("payot pendng")

    assert titles(page) == ["Payout pending since Friday"]
    assert "Search instead for" in page.text
    assert titles(search("payot pendng", literal=1)) == []


def test_nothing_found_carries_the_words_over(content):
    page = search("gift card")

    assert "Nobody has written this down yet" in page.text
    assert f"{reverse('community:ask')}?title=gift%20card" in page.text


def test_offers_what_has_fewer_of_the_words_and_names_the_others(content):
    found = search("helicopter landing permit payout").context["found"]

    assert not found.is_found
    assert found.hits
    assert found.dropped == ("helicopter", "landing", "permit")


def test_a_slip_in_the_words_that_are_kept_is_not_named_among_those_left_out(content):
    found = search("helicopter landing permit payuot").context["found"]

    assert found.hits
    assert "payuot" not in found.dropped
    assert "payout" not in found.dropped


def test_is_written_down_scrubbed(content):
    search("payout for anna@example.com")

    event = SearchEvent.objects.get()
    assert event.text == "payout for [e-mail]"
    assert event.left_out == ""
    assert len(event.visitor) == 32


def test_staff_and_crawlers_are_left_out_with_the_reason(content):
    search("payouts", reader(StaffFactory()))
    search("payouts", reader(**{"User-Agent": "Googlebot/2.1"}))

    assert set(SearchEvent.objects.values_list("left_out", flat=True)) == {
        "staff",
        "crawler",
    }
    assert not SearchEvent.objects.counted().exists()


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_wants_no_tracking_is_a_search_and_no_person(content, header):
    client = reader(**{header: "1"})
    search("payouts", client)

    assert SearchEvent.objects.get().visitor == ""
    assert "visitor" not in client.cookies


def test_what_is_typed_on_the_way_is_one_search(content):
    client = reader()
    for text in ("pay", "payout", "payout pen"):
        client.get(reverse("search:live"), {"q": text})

    search("payout pending", client)

    assert [event.text for event in SearchEvent.objects.counted()] == ["payout pending"]


def test_titles_of_one_kind_stand_together_while_one_types(content, run_worker):
    for number in range(2):
        ThreadFactory(title=f"Bank number {number}")
        make_article(f"Bank statement {number} of the month of a shop")
    run_worker()

    page = Client().get(reverse("search:live"), {"q": "bank"})

    kinds = [card.kind for card in page.context["found"].cards]
    assert kinds == ["thread"] * 2 + ["article"] * 3
    labels = [f'role="group" aria-label="{name}"' for name in ("Threads", "Articles")]
    assert page.text.index(labels[0]) < page.text.index(labels[1])
    event = SearchEvent.objects.get()
    last = Client().get(reverse("search:go", args=[event.pk, 5]))
    assert last.url == page.context["found"].cards[4].url


def test_a_click_is_written_down_once_and_leads_to_the_page(content):
    client = reader()
    event = search("pending", client).context["found"].event
    address = reverse("search:go", args=[event.pk, 1])

    for _ in range(2):
        response = client.get(address)

    assert response["Location"] == content.get_absolute_url()
    assert Click.objects.get().position == 1


def test_a_link_sent_around_leads_there_and_is_no_click(content):
    event = search("pending").context["found"].event

    response = reader().get(reverse("search:go", args=[event.pk, 1]))

    assert response.status_code == 302
    assert not Click.objects.exists()


@pytest.mark.parametrize("position", [0, 2, 99])
def test_a_place_that_was_not_there_is_a_404(content, position):
    event = search("pending").context["found"].event

    assert reader().get(reverse("search:go", args=[event.pk, position])).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        '"',
        "a AND (",
        "*",
        "title:x",
        "<script>alert(1)</script>",
        "é" * 500,
        "\x00",
    ],
)
def test_takes_any_text(content, text):
    page = search(text)

    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_filters_by_kind_state_and_place(content):
    assert titles(search("payouts", kind="article")) == [
        "Change the bank account for payouts"
    ]
    assert titles(search("payouts", kind="thread", state="solved")) == []
    place = f"board:{content.board.slug}"
    assert titles(search("payouts", place=place)) == ["Payout pending since Friday"]


def test_says_so_when_there_is_no_index(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "gone"

    response = search("payouts")

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "Sections and boards still work" in response.text


def test_the_page_costs_the_same_for_one_result_and_for_ten(
    content, run_worker, django_assert_max_num_queries
):
    for n in range(10):
        ThreadFactory(title=f"Another payout pending, number {n}")
    run_worker()
    client = reader(MemberFactory())
    search("payout", client)

    with django_assert_max_num_queries(21):  # two guard what is written down
        assert len(titles(search("payout", client))) == 10


def test_a_solved_thread_shows_its_accepted_answer(content, run_worker):
    from community.services import accept_answer

    accept_answer(post=content.posts.get(position=2), by=content.author)
    run_worker()

    hit = search("pending").context["found"].hits[0]
    assert "closed" in hit.card.text
    assert hit.card.state == "solved"


def test_a_hidden_thread_is_gone_at_once_and_from_the_index_soon(content, run_worker):
    from community.services import hide_post
    from search.engine import get_engine

    hide_post(post=content.posts.get(position=1), by=StaffFactory(), reason="Spam.")
    assert titles(search("pending")) == []

    run_worker()
    assert content.key not in get_engine().versions()


def test_sweep_finds_notes_that_a_crash_left(content, run_worker):
    from django_tasks_db.models import DBTaskResult

    thread = ThreadFactory(title="A question nobody indexed yet")
    DBTaskResult.objects.all().delete()

    assert sweep() == 1
    run_worker()
    assert titles(search("nobody indexed")) == [thread.title]


def test_french_is_found_with_and_without_accents_and_articles(run_worker):
    root_for("fr")
    ThreadFactory(title="L’étiquette du colis est illisible", language="fr")
    run_worker()

    client = reader(**{"Accept-Language": "fr"})
    for text in ("etiquette", "étiquettes", "l'étiquette"):
        assert titles(search(text, client)) == ["L’étiquette du colis est illisible"]


def test_a_page_too_many_is_the_last_page(content):
    found = titles(search("payouts", page=9))

    assert found == titles(search("payouts"))
