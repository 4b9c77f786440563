"""What every post needs: rights, a text that fits, and its row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.roles import audience_of
from base.sanitize import one_line
from base.typed import storable
from community.models import Board, Post, Thread
from community.services import attaching, mentioning

if TYPE_CHECKING:
    from accounts.models import Member

TITLE_MIN_CHARACTERS = 8
TITLE_MAX_CHARACTERS = 200
# The same text by the same person within this time is a double press, not a second post.
SAME_PRESS = timedelta(seconds=60)


def may_write(member: Member, board: Board) -> None:
    if not member.is_active or board.audience > audience_of(member):
        raise PermissionDenied


# What a merge, a split or another moderator may have changed since a page was read.
CHANGING = ("thread", "position", "hidden_at", "hidden_by", "hidden_reason", "is_held")


def lock(post: Post) -> Thread:
    """Return the thread of ``post`` under lock, and bring ``post`` up to date."""
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    post.refresh_from_db(fields=CHANGING)
    if post.thread_id != thread.pk:
        thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    post.thread = thread
    return thread


def check_body(body: str) -> str:
    body = storable(body).strip()
    if not body:
        raise ValidationError(
            {"body": _("Write a few words: what happens, what you tried.")}
        )
    if len(body) > settings.POST_MAX_CHARACTERS:
        raise ValidationError(
            {
                "body": _(
                    "This text has %(length)s characters; %(limit)s fit into one message. "
                    "Shorten it or split it. What you wrote is kept."
                )
                % {"length": len(body), "limit": settings.POST_MAX_CHARACTERS}
            }
        )
    return body


def check_title(title: str) -> str:
    title = one_line(storable(title))
    if len(title) < TITLE_MIN_CHARACTERS:
        raise ValidationError(
            {
                "title": _(
                    "Say it in one line, for example: “Payout says Pending since Friday”."
                )
            }
        )
    if len(title) > TITLE_MAX_CHARACTERS:
        raise ValidationError(
            {
                "title": _("%(limit)s characters fit into the title; put the rest below.")
                % {"limit": TITLE_MAX_CHARACTERS}
            }
        )
    return title


def add_post(
    thread: Thread, by: Member, body: str, moment: datetime, *, position: int, **extra: Any
) -> Post:
    post = Post.objects.create(
        thread=thread,
        author=by,
        position=position,
        body_markdown=body,
        body_html=mentioning.html_of(body, thread.board),
        posted_at=moment,
        is_official=by.is_support,
        **extra,
    )
    attaching.bind(post=post, by=by)
    return post
