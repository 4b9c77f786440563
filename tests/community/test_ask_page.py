"""The ask page: it helps while one asks, and nothing typed is ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from base.audience import Audience
from community.models import Thread
from search.models import SearchEvent
from tests.community.factories import BoardFactory, ThreadFactory
from tests.factories import MemberFactory, MerchantFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from community.models import Board

pytestmark = pytest.mark.django_db

TITLE = "Payout says Pending since Friday"


@pytest.fixture
def board() -> Board:
    return BoardFactory()


def typed(board: Board, /, **changes: str) -> dict[str, str]:
    return {
        "title": TITLE,
        "kind": "question",
        "body": "I signed out and in.",
        "board": str(board.pk),
        "language": "en",
        "tags": "Bank account, sepa",
    } | changes


def test_a_question_is_posted(client: Client, board: Board) -> None:
    client.force_login(MemberFactory())

    response = client.post(reverse("community:ask"), typed(board))

    thread = Thread.objects.get()
    assert response.url == thread.get_absolute_url()
    assert {tag.name for tag in thread.tags.all()} == {"bank-account", "sepa"}


def test_title_and_board_can_be_given_in_the_address(client: Client, board: Board) -> None:
    asked = {"title": TITLE, "board": board.slug}

    form = client.get(reverse("community:ask"), asked).context["form"]

    assert form["title"].value() == TITLE
    assert form["board"].value() == board.pk


def test_the_language_is_that_of_the_page(client: Client, board: Board) -> None:
    response = client.get(reverse("community:ask"), headers={"accept-language": "fr"})

    assert response.context["form"]["language"].value() == "fr"


def test_the_first_press_shows_what_may_answer_it(
    client: Client, board: Board, run_worker: Callable[[], None]
) -> None:
    known = ThreadFactory(board=board, title="Payout says Pending after a holiday")
    run_worker()
    client.force_login(MemberFactory())

    first = client.post(reverse("community:ask"), typed(board))

    page = first.content.decode()
    assert first.status_code == 200
    assert known.title in page
    assert "Post anyway" in page
    assert "I signed out and in.</textarea>" in page
    assert Thread.objects.count() == 1

    client.post(reverse("community:ask"), typed(board, anyway="1"))
    assert Thread.objects.count() == 2


def test_suggestions_come_as_a_part_of_the_page(
    client: Client, board: Board, run_worker: Callable[[], None]
) -> None:
    known = ThreadFactory(board=board, title=TITLE)
    run_worker()
    address = reverse("community:similar")

    page = client.get(address, {"title": "payout pending"}).content.decode()

    assert known.title in page
    assert "<html" not in page
    assert "<li" not in client.get(address, {"title": "payout"}).content.decode()


def test_a_suggestion_is_a_search_and_opening_it_a_click(
    client: Client, board: Board, run_worker: Callable[[], None]
) -> None:
    known = ThreadFactory(board=board, title=TITLE)
    run_worker()
    client.get(
        reverse("community:similar"),
        {"title": "payout pending"},
        headers={"user-agent": "Mozilla/5.0 (a person)"},
    )

    searched = SearchEvent.objects.get()
    assert (searched.source, searched.text) == ("ask", "payout pending")
    assert searched.keys == [known.key]
    assert searched.left_out == ""

    opened = client.get(reverse("search:go", args=[searched.pk, 1]))
    assert opened.url == known.get_absolute_url()
    assert searched.clicks.get().key == known.key


def test_what_was_looked_for_while_typing_is_not_searched_again(
    client: Client, board: Board, run_worker: Callable[[], None]
) -> None:
    ThreadFactory(title="Size chart in a pop-up")
    run_worker()
    client.force_login(MemberFactory())
    page = client.get(reverse("community:similar"), {"title": TITLE}).content.decode()
    assert f'name="looked" value="{TITLE}"' in page

    client.post(reverse("community:ask"), typed(board, looked=TITLE))

    assert Thread.objects.filter(title=TITLE).exists()
    assert SearchEvent.objects.count() == 1


def test_the_wait_and_the_tags_are_those_of_the_board(client: Client, board: Board) -> None:
    ThreadFactory(board=board, tags=["sepa"])

    page = client.get(reverse("community:fields"), {"board": board.pk}).content.decode()

    assert f"How long it takes on “{board.title}”" in page
    assert 'name="tag" value="sepa"' in page
    assert "<html" not in page


def test_a_ticked_tag_is_a_tag(client: Client, board: Board) -> None:
    client.force_login(MemberFactory())

    client.post(reverse("community:ask"), {**typed(board), "tag": ["payout", "sepa"]})

    tags = {tag.name for tag in Thread.objects.get().tags.all()}
    assert tags == {"bank-account", "sepa", "payout"}


def test_suggestions_obey_the_audience(
    client: Client, run_worker: Callable[[], None]
) -> None:
    board = BoardFactory(audience=Audience.MERCHANTS)
    known = ThreadFactory(board=board, by=MerchantFactory(), title=TITLE)
    run_worker()

    page = client.get(reverse("community:similar"), {"title": TITLE}).content.decode()

    assert f"<b>{known.title}" not in page
    assert "<li" not in page


def test_what_was_typed_before_signing_in_comes_back(client: Client, board: Board) -> None:
    response = client.post(reverse("community:ask"), typed(board, kind="discussion"))
    assert response.url.startswith(reverse("account_login"))
    assert not Thread.objects.exists()

    client.force_login(MemberFactory())
    form = client.get(reverse("community:ask")).context["form"]

    assert form["title"].value() == TITLE
    assert form["body"].value() == "I signed out and in."
    assert form["kind"].value() == "discussion"
    assert form["board"].value() == str(board.pk)

    client.post(reverse("community:ask"), typed(board))
    assert not client.get(reverse("community:ask")).context["form"]["body"].value()


def test_a_draft_can_be_discarded(client: Client, board: Board) -> None:
    client.post(reverse("community:ask"), typed(board))

    client.post(reverse("community:ask"), typed(board, discard="1"))

    assert not client.get(reverse("community:ask")).context["form"]["title"].value()


@pytest.mark.parametrize("missing", [{"title": "Help"}, {"body": " "}, {"board": "0"}])
def test_errors_keep_everything(
    client: Client, board: Board, missing: dict[str, str]
) -> None:
    client.force_login(MemberFactory())

    response = client.post(reverse("community:ask"), typed(board, **missing))

    form = response.context["form"]
    assert response.status_code == 422
    assert form.errors.keys() == missing.keys()
    assert form["tags"].value() == "Bank account, sepa"
    assert not Thread.objects.exists()


def test_a_preview_shows_the_text_and_posts_nothing(client: Client, board: Board) -> None:
    client.force_login(MemberFactory())
    asked = typed(board, body="*so* <script>alert(1)</script>", preview="1")

    response = client.post(reverse("community:ask"), asked)

    page = response.content.decode()
    assert "<em>so</em> &lt;script&gt;" in page
    assert response.context["form"]["title"].value() == TITLE
    assert not Thread.objects.exists()


def test_a_reached_limit_keeps_everything(
    client: Client, board: Board, settings: object
) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"ask": "0/3600"}
    client.force_login(MemberFactory())

    response = client.post(reverse("community:ask"), typed(board))

    assert response.status_code == 429
    assert response.context["form"]["body"].value() == "I signed out and in."


def test_boards_above_ones_audience_cannot_be_chosen(client: Client) -> None:
    board = BoardFactory(audience=Audience.STAFF)
    client.force_login(MerchantFactory())

    response = client.post(reverse("community:ask"), typed(board))

    assert response.status_code == 422
    assert board.title not in response.content.decode()
