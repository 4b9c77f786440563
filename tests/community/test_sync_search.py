"""What search gets to know of threads, and when."""

from __future__ import annotations

import pytest

from community import services
from community.document import source
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def document_of(thread):
    [document] = source.documents([thread.key])
    return document


def test_a_thread_brings_its_tags_its_day_and_what_helped():
    asked = services.ask(
        board=BoardFactory(),
        by=MemberFactory(),
        title="Which paper does the till take?",
        body="The roll is empty and the shop sells two widths.",
        tags=["Receipt paper", "tills"],
    )
    first, second = AnswerFactory(thread=asked), AnswerFactory(thread=asked)
    for answer in (first, first, second):
        services.mark_helpful(post=answer, by=MemberFactory())
    asked.refresh_from_db()

    document = document_of(asked)

    assert document.tags == ("receipt-paper", "tills")
    assert document.dated == asked.last_post_at.date()
    assert document.helpful == 3


def test_the_version_changes_with_each_vote_and_is_told_without_the_texts():
    thread = ThreadFactory()
    answer = AnswerFactory(thread=thread)
    before = document_of(thread).version

    services.mark_helpful(post=answer, by=MemberFactory())

    after = document_of(thread).version
    assert before != after
    assert source.versions()[thread.key] == after
