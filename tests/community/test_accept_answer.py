"""Accepting an answer."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Notice
from community import services
from community.models import Thread
from community.states import State
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


def test_solves_the_thread_and_tells_who_answered():
    answer = AnswerFactory()

    thread = services.accept_answer(post=answer, by=answer.thread.author)

    assert thread.state == "solved"
    assert Notice.objects.filter(member=answer.author, kind="accepted").count() == 1


def test_twice_is_once():
    answer = AnswerFactory()
    once = services.accept_answer(post=answer, by=answer.thread.author).solved_at

    twice = services.accept_answer(post=answer, by=answer.thread.author).solved_at

    assert once == twice
    assert Notice.objects.filter(kind="accepted").count() == 1


def test_is_for_the_one_who_asked_and_for_moderators():
    answer = AnswerFactory()

    with pytest.raises(PermissionDenied):
        services.accept_answer(post=answer, by=MemberFactory())

    assert services.accept_answer(post=answer, by=ModeratorFactory()).is_solved


def test_can_be_undone():
    answer = AnswerFactory()
    services.accept_answer(post=answer, by=answer.thread.author)

    thread = services.undo_accept(thread=answer.thread, by=answer.thread.author)

    assert thread.state == "answered"


def test_the_question_is_no_answer():
    thread = ThreadFactory()

    with pytest.raises(ValidationError):
        services.accept_answer(post=thread.posts.get(), by=thread.author)


def test_discussions_are_not_solved():
    answer = AnswerFactory(thread=ThreadFactory(kind="discussion"))

    with pytest.raises(PermissionDenied):
        services.accept_answer(post=answer, by=answer.thread.author)


def test_an_accepted_answer_is_not_hidden_by_accident():
    answer = AnswerFactory()
    services.accept_answer(post=answer, by=answer.thread.author)

    with pytest.raises(ValidationError, match="acceptance"):
        services.hide_post(post=answer, by=ModeratorFactory(), reason="Wrong.")


def test_each_thread_is_in_the_one_state_its_row_says():
    solved = AnswerFactory()
    services.accept_answer(post=solved, by=solved.thread.author)
    handed = AnswerFactory().thread
    services.set_support_state(thread=handed, state="with_support")
    attention = AnswerFactory().thread
    AnswerFactory(thread=attention, by=attention.author)
    AnswerFactory()
    ThreadFactory()
    ThreadFactory(kind="discussion")

    for thread in Thread.objects.all():
        found = [
            state for state in State if Thread.objects.in_state(state).filter(pk=thread.pk)
        ]
        assert found == ([thread.state] if thread.state else [])
    assert {thread.state for thread in Thread.objects.all()} == {*State, None}
