"""Answering."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Notice
from base.audience import Audience
from community import services
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory, MerchantFactory, ModeratorFactory, StaffFactory

pytestmark = pytest.mark.django_db


def test_by_somebody_else_makes_it_answered():
    answer = AnswerFactory()

    answer.thread.refresh_from_db()
    assert answer.thread.state == "answered"
    assert answer.thread.first_answer_at == answer.posted_at


def test_by_the_author_alone_is_no_answer():
    thread = ThreadFactory()

    AnswerFactory(thread=thread, by=thread.author)

    thread.refresh_from_db()
    assert thread.state == "unanswered"
    assert thread.answer_count == 1


def test_a_last_word_of_the_author_asks_for_attention():
    thread = AnswerFactory().thread

    AnswerFactory(thread=thread, by=thread.author)

    thread.refresh_from_db()
    assert thread.state == "attention"


def test_tells_those_who_watch_but_not_the_one_who_writes():
    first = AnswerFactory()

    second = AnswerFactory(thread=first.thread)

    told = Notice.objects.filter(event=f"post:{second.pk}")
    assert {notice.member for notice in told} == {first.thread.author, first.author}


def test_does_not_tell_those_who_may_no_longer_read():
    board = BoardFactory()
    thread = ThreadFactory(board=board, by=MemberFactory())
    board.audience = Audience.MERCHANTS
    board.save()

    AnswerFactory(thread=thread, by=MerchantFactory())

    assert not thread.author.notices.exists()


def test_a_double_press_is_one_answer():
    first = AnswerFactory()

    again = services.answer(thread=first.thread, by=first.author, body=first.body_markdown)

    assert again == first


def test_of_staff_is_marked():
    assert AnswerFactory(by=StaffFactory()).is_official
    assert not AnswerFactory(by=ModeratorFactory()).is_official


def test_a_locked_thread_takes_none_and_says_what_to_do():
    thread = ThreadFactory()
    thread.is_locked = True
    thread.save()

    with pytest.raises(ValidationError, match="Ask a new question"):
        AnswerFactory(thread=thread)


def test_a_hidden_answer_leaves_the_question_unanswered_and_its_author_is_told_why():
    answer = AnswerFactory()

    services.hide_post(post=answer, by=ModeratorFactory(), reason="It advertises a shop.")

    answer.thread.refresh_from_db()
    assert answer.thread.state == "unanswered"
    notice = Notice.objects.get(member=answer.author, kind="hidden")
    assert "It advertises a shop." in notice.text


def test_only_moderators_hide():
    with pytest.raises(PermissionDenied):
        services.hide_post(post=AnswerFactory(), by=MemberFactory(), reason="No.")
