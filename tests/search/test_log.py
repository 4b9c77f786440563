"""What is written down of a search: where, by whom, and what is left out and why."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from search import services
from search.models import Click, Outcome, SearchEvent, VisitorKey
from search.visit import Visit
from tests.articles.factories import make_article, make_section
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.planting import plant

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
NOBODY = {"DNT": "1"}


def reader(**headers) -> Client:
    return Client(headers={"User-Agent": BROWSER, "Accept-Language": "en"} | headers)


def search(text, client=None, **more):
    return (client or reader()).get(reverse("search:results"), {"q": text, **more})


def live(text, client):
    return client.get(reverse("search:live"), {"q": text})


@pytest.fixture
def content(run_worker):
    plant()
    make_article("Change the bank account", parent=make_section("Getting paid"))
    board = BoardFactory(slug="payouts", title_en="Payouts")
    thread = ThreadFactory(title="Payout pending since Friday", board=board)
    AnswerFactory(thread=thread, body="The banks were closed on Monday.")
    run_worker()
    return thread


def test_the_place_is_that_of_the_first_result(content):
    search("pending")
    search("zebra")

    places = SearchEvent.objects.order_by("pk").values_list("place", flat=True)
    assert list(places) == ["board:payouts", ""]


def test_a_place_that_was_searched_in_vain_is_the_place(content):
    search("zebra", place="board:payouts")

    assert SearchEvent.objects.get().place == "board:payouts"


def test_a_place_that_somebody_made_up_is_none(content):
    search("zebra", place="board:made-up")

    assert SearchEvent.objects.get().place == ""


@pytest.mark.parametrize(
    ("key", "said", "reason"),
    [
        ("a-long-secret", "a-long-secret", "load_test"),
        ("a-long-secret", "a-long-secre", ""),
        ("a-long-secret", "à peu près", ""),
        ("", "", ""),
    ],
)
def test_load_tests_name_their_secret_to_be_left_out(content, settings, key, said, reason):
    settings.LOAD_TEST_KEY = key
    client = reader(**{"X-Load-Test": said})

    search("pending", client)
    live("pend", client)

    assert set(SearchEvent.objects.values_list("left_out", flat=True)) == {reason}


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_wants_no_tracking_leaves_neither_visitor_nor_session(content, header):
    client = reader(**{header: "1"})

    search("pending", client)

    event = SearchEvent.objects.get()
    assert (event.visitor, event.session, event.left_out) == ("", "", "")
    assert not {"visit", "visitor"} & set(client.cookies)


def test_what_two_people_without_sessions_search_is_two_searches(content):
    search("payout", reader(**NOBODY))
    search("payout pending", reader(**NOBODY))

    assert SearchEvent.objects.counted().count() == 2


def test_without_a_session_typing_counts_once_something_of_it_is_opened(content):
    client = reader(**NOBODY)
    for text in ("pay", "payout", "payout pen"):
        page = live(text, client)
    assert not SearchEvent.objects.counted().exists()

    client.get(reverse("search:go", args=[page.context["found"].event.pk, 1]))

    event = SearchEvent.objects.counted().get()
    assert event.text == "payout pen"
    assert event.clicks.count() == 1


def test_without_a_session_a_turned_page_is_no_search(content, run_worker):
    for number in range(12):
        ThreadFactory(title=f"Payout number {number} is pending")
    run_worker()
    client = reader(**NOBODY)

    pages = [search("payout", client, page=number) for number in (1, 2)]

    assert SearchEvent.objects.counted().get() == pages[0].context["found"].event
    address = reverse("search:go", args=[pages[1].context["found"].event.pk, 11])
    assert client.get(address).status_code == 302


def test_without_a_session_whoever_opens_a_result_soon_is_believed(content):
    client = reader(**NOBODY)
    soon, late = (search("pending", client).context["found"].event for _ in "12")
    SearchEvent.objects.filter(pk=late.pk).update(at=timezone.now() - timedelta(hours=1))

    for event in (soon, late):
        client.get(reverse("search:go", args=[event.pk, 1]))

    assert Click.objects.get().event == soon


def test_a_line_of_the_live_box_leads_there_and_is_a_click(content):
    client = reader()
    page = live("pend", client)
    event = SearchEvent.objects.get()
    address = reverse("search:go", args=[event.pk, 1])

    assert f'data-url="{address}"' in page.text
    assert client.get(address)["Location"] == content.get_absolute_url()
    assert Click.objects.get().key == content.key


@pytest.fixture
def _no_column(content):
    """A table that a half-run update left without the column that rows are written to."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_searchevent RENAME COLUMN found_before TO gone")


@pytest.mark.usefixtures("_no_column")
def test_when_nothing_can_be_written_results_are_shown_and_lead_straight_there(
    content, caplog
):
    found, live_box = search("pending"), live("pend", reader())

    assert found.status_code == live_box.status_code == 200
    assert f'href="{content.get_absolute_url()}"' in found.text
    assert f'data-url="{content.get_absolute_url()}"' in live_box.text
    assert "found_before" in caplog.text


@pytest.mark.usefixtures("_no_column")
def test_when_nothing_can_be_written_finding_nothing_is_said_as_ever(content):
    page = search("zebra")

    assert "Nobody has written this down yet" in page.text
    assert "Tell me" not in page.text


@pytest.mark.usefixtures("content")
def test_a_click_that_cannot_be_written_leads_there(content):
    client = reader()
    event = search("pending", client).context["found"].event
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_click RENAME COLUMN position TO gone")

    response = client.get(reverse("search:go", args=[event.pk, 1]))

    assert response["Location"] == content.get_absolute_url()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="others lock rows, not files")
@pytest.mark.django_db(transaction=True)
def test_a_locked_file_keeps_nobody_waiting_for_their_results(content):
    search("pending")  # what the first search makes once is there
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        page = search("pending")
    finally:
        other.execute("ROLLBACK")
        other.close()

    assert page.status_code == 200
    assert page.context["found"].event is None
    assert SearchEvent.objects.count() == 1
    search("pending")
    assert SearchEvent.objects.count() == 2


def test_rows_and_keys_are_thrown_away_after_90_days():
    now = datetime(2026, 6, 1, tzinfo=UTC)
    for days in (89, 91):
        at = now - timedelta(days=days)
        visit = Visit(visitor=f"of day {days}", session=f"s{days}")
        row = SearchEvent.objects.create(
            at=at, text="x", found_before=0, found_after=0, audience=0, **vars_of(visit)
        )
        Click.objects.create(event=row, position=1, key="article:1", at=at)
        Outcome.objects.create(kind="asked", key="thread:7", at=at, **vars_of(visit))
        VisitorKey.objects.create(since=at)

    assert services.purge(now=now) == 4

    assert SearchEvent.objects.get().session == "s89"
    assert Click.objects.get().event.session == "s89"
    assert Outcome.objects.get().session == "s89"
    assert VisitorKey.objects.get().since == now - timedelta(days=89)


def vars_of(visit: Visit) -> dict[str, str]:
    return {"visitor": visit.visitor, "session": visit.session}
