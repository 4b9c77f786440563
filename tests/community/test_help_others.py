"""Whoever helped before gets the questions they can probably answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community import helping, services
from community.models import Board, Thread
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def marta():
    return MemberFactory(display_name="Marta")


def _titles(member) -> list[str]:
    return [each.thread.title for each in helping.questions_for(member)]


def test_likeness_of_titles_comes_first(marta):
    solved = ThreadFactory(title="The printer prints labels twice")
    answer = AnswerFactory(thread=solved, by=marta)
    services.accept_answer(post=answer, by=solved.author)
    ThreadFactory(title="Where do I change my password?")
    ThreadFactory(title="My printer prints empty labels")

    found = helping.questions_for(marta)

    assert found[0].thread.title == "My printer prints empty labels"
    assert found[0].why == "Like questions you answered"


def test_a_tag_one_knows_says_so(marta):
    AnswerFactory(thread=ThreadFactory(title="First of two", tags=["shipping"]), by=marta)
    ThreadFactory(title="Something else entirely", tags=["shipping"])

    assert helping.questions_for(marta)[0].why == "You know about #shipping"


def test_where_one_answered_and_it_goes_on_is_not_forgotten(marta):
    thread = ThreadFactory()
    AnswerFactory(thread=thread, by=marta)
    assert _titles(marta) == []

    services.answer(thread=thread, by=thread.author, body="It still does not work.")

    assert _titles(marta) == [thread.title]


def test_own_solved_locked_and_hidden_questions_are_not_offered(marta):
    ThreadFactory(by=marta)
    answer = AnswerFactory()
    services.accept_answer(post=answer, by=answer.thread.author)
    moderator = MemberFactory(role="moderator")
    services.set_locked(thread=ThreadFactory(), by=moderator, is_locked=True)
    hidden = ThreadFactory().posts.get()
    services.hide_post(post=hidden, by=moderator, reason="An advertisement.")

    assert _titles(marta) == []


def test_boards_one_may_not_read_are_not_offered(marta):
    ThreadFactory(board=BoardFactory(audience=3), by=MemberFactory(role="staff"))

    assert _titles(marta) == []


def test_without_a_past_the_longest_waiting_comes_first(client, marta):
    now = timezone.now()
    for days in (1, 9, 4):
        ThreadFactory(title=f"It waits for {days} days", at=now - timedelta(days=days))

    assert _titles(marta) == [
        "It waits for 9 days",
        "It waits for 4 days",
        "It waits for 1 days",
    ]
    client.force_login(marta)
    page = client.get(reverse("community:help_others")).content.decode()
    assert "Once you have answered a few" in page


def test_many_questions_cost_no_more_queries(marta, client, django_assert_max_num_queries):
    for _n in range(8):
        AnswerFactory(by=marta)
        ThreadFactory(tags=["shipping"])
    client.force_login(marta)
    client.get(reverse("community:help_others"))

    with django_assert_max_num_queries(12):
        client.get(reverse("community:help_others"))


def _about(product: str, board: Board, **about: object) -> Thread:
    field = board.fields.get()
    return ThreadFactory(board=board, values={field.pk: product}, **about)


@pytest.fixture
def board() -> Board:
    board = BoardFactory()
    choices = "Card reader\nTill"
    board.fields.create(label_en="Product", kind="choice", choices=choices)
    return board


def test_questions_about_a_product_one_knows_come_first(marta, board):
    AnswerFactory(thread=_about("Till", board, title="First of these"), by=marta)
    _about("Card reader", board, title="Something else here")
    _about("Till", board, title="Nothing alike at all")

    found = helping.questions_for(marta)

    assert found[0].thread.title == "Nothing alike at all"
    assert found[0].why == "You know about Till"


def test_the_product_of_ones_own_question_counts(marta, board):
    _about("Card reader", board, by=marta)
    _about("Till", board, title="Something else here")
    _about("Card reader", board, title="Nothing alike at all")

    assert _titles(marta)[0] == "Nothing alike at all"


def test_the_list_may_keep_to_a_board_or_a_language(client, marta, board):
    ThreadFactory(board=board, title="On this board here")
    ThreadFactory(title="On another board there")
    ThreadFactory(board=board, title="Ma question en France", language="fr")
    client.force_login(marta)
    address = reverse("community:help_others")

    def shown(query: str) -> list[str]:
        found = client.get(address + query).context["found"]
        return [each.thread.title for each in found]

    assert shown(f"?board={board.slug}") == ["On this board here"]
    assert shown("?language=fr") == ["Ma question en France"]
    assert len(shown("?board=none&language=xx&order=none")) == 2


def test_the_list_has_the_order_one_likes(client, marta):
    now = timezone.now()
    old = ThreadFactory(title="The oldest of them", at=now - timedelta(days=3))
    ThreadFactory(title="One that many have", at=now - timedelta(days=2))
    ThreadFactory(title="The newest of them", at=now - timedelta(days=1))
    services.press_me_too(
        thread=Thread.objects.get(title="One that many have"), by=MemberFactory()
    )
    client.force_login(marta)
    address = reverse("community:help_others")

    def first(order: str) -> str:
        page = client.get(f"{address}?order={order}")
        return str(page.context["found"][0].thread.title)

    assert first("waiting") == old.title
    assert first("newest") == "The newest of them"
    assert first("me-too") == "One that many have"
