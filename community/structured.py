"""Boards and threads as search engines read them (schema.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from base.sanitize import plain_text
from base.templatetags.structured import absolute, breadcrumbs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import Member
    from community.models import Board, Post, Thread

SUGGESTED = 5  # the page holds the others; this block is read by machines only


def excerpt_of(posts: Iterable[Post]) -> str:
    """Return the words of the first post that everybody may read."""
    shown = next((post for post in posts if not post.is_hidden), None)
    return plain_text(shown.body_html) if shown else ""


def for_thread(thread: Thread, posts: Sequence[Post]) -> list[dict[str, Any]]:
    """Return all that one page of ``thread``, which shows ``posts``, says to machines."""
    question = solved_question(thread, posts)
    way = way_to_thread(thread)
    return [way] if question is None else [question, way]


def solved_question(thread: Thread, posts: Sequence[Post]) -> dict[str, Any] | None:
    """Return the QAPage of a solved ``thread`` whose first page holds ``posts``.

    None where there is nothing to say: no accepted answer, or it is not on this page.

    Source: https://schema.org/QAPage
    """
    shown = [post for post in posts if not post.is_hidden]
    opening = next((post for post in shown if post.position == 1), None)
    accepted = next((post for post in shown if post.pk == thread.accepted_post_id), None)
    if opening is None or accepted is None:
        return None
    others = [post for post in shown if post not in (opening, accepted)]
    others.sort(key=lambda post: (-post.helpful_count, post.position))
    question = {
        **_words_of(opening),
        "@type": "Question",
        "name": thread.title,
        "url": absolute(thread.get_absolute_url()),
        "answerCount": max(thread.answer_count, 1),
        "upvoteCount": thread.me_too_count,
        "acceptedAnswer": _answer(thread, accepted),
        "suggestedAnswer": [_answer(thread, post) for post in others[:SUGGESTED]],
    }
    return {"@type": "QAPage", "inLanguage": thread.language, "mainEntity": question}


def _answer(thread: Thread, post: Post) -> dict[str, Any]:
    return {
        **_words_of(post),
        "@type": "Answer",
        "url": absolute(f"{thread.get_absolute_url()}#p{post.pk}"),
        "upvoteCount": post.helpful_count,
    }


def _words_of(post: Post) -> dict[str, Any]:
    return {
        "text": plain_text(post.body_html),
        "dateCreated": post.posted_at,
        "author": _person(post.author),
    }


def _person(member: Member) -> dict[str, str]:
    address = absolute(member.get_absolute_url())
    return {"@type": "Person", "name": member.name, "url": address}


def way_to_board(board: Board) -> dict[str, Any]:
    return breadcrumbs([*_top(), (board.title, board.get_absolute_url())])


def way_to_thread(thread: Thread) -> dict[str, Any]:
    board = thread.board
    return breadcrumbs(
        [
            *_top(),
            (board.title, board.get_absolute_url()),
            (thread.title, thread.get_absolute_url()),
        ]
    )


def _top() -> list[tuple[str, str]]:
    return [(_("Help"), reverse("home")), (_("Community"), reverse("community:index"))]
