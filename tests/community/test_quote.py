"""Answering to one message in particular, with its words above one's own."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from base.audience import Audience
from base.markdown import render
from community import services
from community.quoting import quote
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def _composer(client, thread, pk) -> str:
    page = client.get(f"{thread.get_absolute_url()}?quote={pk}").content
    return BeautifulSoup(page, "html.parser").select_one("#reply textarea").text


def test_the_composer_holds_the_message_and_where_it_stands(client):
    answer = AnswerFactory(
        by=MemberFactory(display_name="Marta"), body="Look *here*.\n\nNow."
    )

    text = _composer(client, answer.thread, answer.pk).strip()

    assert text == f"> [Marta](/posts/{answer.pk}/):\n>\n> Look *here*.\n>\n> Now.".replace(
        "/posts/", f"{answer.get_absolute_url().split('posts')[0]}posts/"
    )


def test_a_quote_of_a_quote_leaves_the_inner_one_out():
    answer = AnswerFactory(body="> What was said\n\nMy answer.")

    assert "What was said" not in quote(answer)


def test_a_name_with_marks_is_a_name():
    answer = AnswerFactory(by=MemberFactory(display_name="[x](javascript:1) *y*"))

    html = render(quote(answer))

    assert "[x](javascript:1) *y*" in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize("case", ["other", "secret", "hidden", "nonsense"])
def test_nothing_else_can_be_quoted_into_it(client, case):
    thread = ThreadFactory()
    pk: object = "x1"
    if case == "other":
        pk = AnswerFactory(body="From elsewhere").pk
    elif case == "secret":
        staff = MemberFactory(role="staff")
        board = BoardFactory(audience=Audience.STAFF)
        pk = ThreadFactory(board=board, by=staff).posts.get().pk
    elif case == "hidden":
        answer = AnswerFactory(thread=thread)
        moderator = MemberFactory(role="moderator")
        services.hide_post(post=answer, by=moderator, reason="It shows an order.")
        pk = answer.pk

    assert _composer(client, thread, pk).strip() == ""
