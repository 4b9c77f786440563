"""Letting the rest of the site know of a message that all may read from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import search.services
from community import notices
from community.services import mentioning, thanking

if TYPE_CHECKING:
    from community.models import Post, Thread

UNANSWERED = "unanswered"


def publish(post: Post) -> None:
    """Tell those who follow, note a need or its end, and thank for a first answer."""
    thread = post.thread
    mentioning.tell_named(post)
    if post.is_answer:
        if post.author_id != thread.author_id:
            search.services.withdraw_need(kind=UNANSWERED, key=thread.key)
        notices.tell_answer(post)
        thanking.award_first_answer(post)
    else:
        notices.tell_new_thread(thread)
        if thread.is_question:
            _record_need(thread)
    search.services.note_changed([thread.key])


def review_need(thread: Thread) -> None:
    """Make the gap report agree with a thread that came, went, or whose answers did.

    A question that nobody may read, spam among them, is no need of readers.
    """
    is_open = thread.is_question and not thread.is_solved and thread.hidden_at is None
    if is_open and not thread.peer_answer_count:
        _record_need(thread)
    else:
        search.services.withdraw_need(kind=UNANSWERED, key=thread.key)


def _record_need(thread: Thread) -> None:
    search.services.record_need(
        kind=UNANSWERED,
        key=thread.key,
        text=thread.title,
        language=thread.language,
        at=thread.asked_at,
    )
