"""The boards: who sees what, by state, page after page, with a constant cost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from base.audience import Audience
from community import services
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory, MerchantFactory, ModeratorFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from community.models import Board, Thread

pytestmark = pytest.mark.django_db


def fill(board: Board, count: int) -> list[Thread]:
    """Ask ``count`` questions, an hour apart, the oldest first."""
    start = timezone.now() - timedelta(days=20)
    return [ThreadFactory(board=board, at=start + timedelta(hours=n)) for n in range(count)]


def test_latest_activity_comes_first(client: Client) -> None:
    older, newer = fill(BoardFactory(), 2)
    AnswerFactory(thread=older)

    page = client.get(older.board.get_absolute_url()).content.decode()

    assert page.index(older.title) < page.index(newer.title)


def test_the_next_page_goes_on_where_the_first_ended(client: Client) -> None:
    board = BoardFactory()
    threads = fill(board, 30)

    first = client.get(board.get_absolute_url())
    second = client.get(board.get_absolute_url(), {"after": first.context["page"].next})

    shown = [*first.context["page"].threads, *second.context["page"].threads]
    assert shown == threads[::-1]
    assert not second.context["page"].next


@pytest.mark.parametrize("order", ["activity", "me-too", "waiting"])
def test_every_order_shows_each_thread_once(client: Client, order: str) -> None:
    board = BoardFactory()
    threads = fill(board, 27)
    services.press_me_too(thread=threads[5], by=MemberFactory())

    first = client.get(board.get_absolute_url(), {"order": order}).context["page"]
    asked = {"order": order, "after": first.next}
    second = client.get(board.get_absolute_url(), asked).context["page"]

    assert {*first.threads, *second.threads} == set(threads)
    assert len(first.threads) + len(second.threads) == 27


def test_a_state_filters_and_is_counted(client: Client) -> None:
    waiting, helped = fill(BoardFactory(), 2)
    AnswerFactory(thread=helped)

    response = client.get(waiting.board.get_absolute_url(), {"state": "unanswered"})

    assert response.context["page"].threads == [waiting]
    counts = {state: count for state, _label, count in response.context["chips"]}
    assert (counts["unanswered"], counts["answered"]) == (1, 1)


def test_a_tag_filters(client: Client) -> None:
    board = BoardFactory()
    tagged = ThreadFactory(board=board, tags=["sepa"])
    ThreadFactory(board=board)

    response = client.get(board.get_absolute_url(), {"tag": "sepa"})

    assert response.context["page"].threads == [tagged]


@pytest.mark.parametrize("asked", ["after=x", "after=9_9", "state=no&order=no", "after=_"])
def test_a_broken_address_shows_the_first_page(client: Client, asked: str) -> None:
    (thread,) = fill(BoardFactory(), 1)

    response = client.get(f"{thread.board.get_absolute_url()}?{asked}")

    assert response.context["page"].threads == [thread]


def test_a_board_above_the_readers_audience_is_not_there(client: Client) -> None:
    board = BoardFactory(audience=Audience.MERCHANTS)
    thread = ThreadFactory(board=board, by=MerchantFactory())

    index = client.get(reverse("community:index")).content.decode()
    assert client.get(board.get_absolute_url()).status_code == 404
    assert board.title not in index
    assert thread.title not in index

    client.force_login(MerchantFactory())
    assert thread.title in client.get(board.get_absolute_url()).content.decode()


def test_hidden_threads_are_for_moderators(client: Client) -> None:
    (thread,) = fill(BoardFactory(), 1)
    moderator = ModeratorFactory()
    services.hide_post(post=thread.posts.get(), by=moderator, reason="spam")
    address = thread.board.get_absolute_url()

    assert not client.get(address).context["page"].threads
    client.force_login(moderator)
    assert client.get(address).context["page"].threads == [thread]


def test_a_list_costs_the_same_for_one_thread_and_for_many(
    client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    one, many = BoardFactory(), BoardFactory()
    fill(one, 1)
    fill(many, 25)
    for board in (one, many):
        client.get(board.get_absolute_url())  # fills the cached counts
        with django_assert_num_queries(3):  # the board, its threads, the pinned ones
            client.get(board.get_absolute_url())
    client.get(reverse("community:index"))
    with django_assert_num_queries(2):  # the boards, the threads
        client.get(reverse("community:index"))


def test_a_list_may_keep_to_one_language_and_its_pages_stay_so(client):
    board = BoardFactory()
    for number in range(30):
        ThreadFactory(board=board, title=f"Question {number} in French", language="fr")
        ThreadFactory(board=board, title=f"Question {number} in English")

    page = client.get(f"{board.get_absolute_url()}?language=fr").content.decode()

    assert "in French" in page
    assert "in English" not in page
    assert "language=fr&amp;after=" in page


def test_a_list_may_keep_to_questions_or_discussions(client):
    board = BoardFactory()
    ThreadFactory(board=board, title="What is it for then?")
    ThreadFactory(board=board, title="Let us talk of it", kind="discussion")

    def shown(query: str) -> list[str]:
        page = client.get(board.get_absolute_url() + query).context["page"]
        return [thread.title for thread in page.threads]

    assert shown("?kind=discussion") == ["Let us talk of it"]
    assert shown("?kind=question&order=newest") == ["What is it for then?"]
    assert len(shown("?kind=poem")) == 2
    page = client.get(f"{board.get_absolute_url()}?kind=discussion")
    assert 'name="kind"' in page.content.decode()
    assert not page.context["choice"].is_plain


def test_the_counts_are_those_of_what_the_list_keeps_to(client):
    board = BoardFactory()
    ThreadFactory(board=board, title="Question en France", language="fr", tags=["till"])
    ThreadFactory(board=board, title="Question in English")

    def counted(query: str) -> tuple[int, int]:
        context = client.get(board.get_absolute_url() + query).context
        counts = {state: count for state, _label, count in context["chips"]}
        return context["total"], counts["unanswered"]

    assert counted("") == (2, 2)
    assert counted("?language=fr") == (1, 1)
    assert counted("?tag=till") == (1, 1)
    assert counted("?kind=discussion") == (0, 0)
    assert counted("?language=fr&state=solved") == (1, 1)
