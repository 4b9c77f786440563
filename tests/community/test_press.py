"""Pressing "me too" and "helpful"."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from community import services
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def test_counts_each_person_once_and_lets_them_take_it_back():
    thread, member = ThreadFactory(), MemberFactory()

    assert services.press_me_too(thread=thread, by=member).me_too_count == 1
    assert services.press_me_too(thread=thread, by=MemberFactory()).me_too_count == 2
    assert services.press_me_too(thread=thread, by=member).me_too_count == 1


def test_an_answer_is_helpful_to_others_only():
    answer = AnswerFactory()

    assert services.mark_helpful(post=answer, by=MemberFactory()).helpful_count == 1
    with pytest.raises(ValidationError):
        services.mark_helpful(post=answer, by=answer.author)


def test_the_author_has_it_already():
    thread = ThreadFactory()

    with pytest.raises(ValidationError):
        services.press_me_too(thread=thread, by=thread.author)
