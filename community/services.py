"""What people do in the forum. Each verb is one transaction and may be pressed twice.

Every verb takes ``at``, when it happened: an import and the demo play back the past.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

import search.services
from accounts.roles import audience_of
from base.markdown import render
from community import notices
from community.models import (
    Board,
    HelpfulVote,
    MeToo,
    Post,
    Press,
    SupportState,
    Tag,
    Thread,
    Watch,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Member

TITLE_MIN_CHARACTERS = 8
TITLE_MAX_CHARACTERS = 200
TAGS_MAX = 5
# The same text by the same person within this time is a double press, not a second post.
SAME_PRESS = timedelta(seconds=60)


def _may_write(member: Member, board: Board) -> None:
    if not member.is_active or board.audience > audience_of(member):
        raise PermissionDenied


def _check_body(body: str) -> str:
    body = body.strip()
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


def _check_title(title: str) -> str:
    title = " ".join(title.split())
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


@transaction.atomic
def ask(
    *,
    board: Board,
    by: Member,
    title: str,
    body: str,
    kind: str = Thread.Kind.QUESTION,
    language: str = "en",
    tags: Iterable[str] = (),
    at: datetime | None = None,
    visit: Any = None,
) -> Thread:
    """Open a thread with its opening post; its author watches it from then on.

    Args:
        visit: the ``search.visit.Visit`` in which it was asked, if there was one; the
            searches and articles of that visit may later join a request to support.

    Raises:
        PermissionDenied: ``by`` may not read the board or is no longer active.
        ValidationError: title or body are missing or too long, by field.
    """
    _may_write(by, board)
    title, body = _check_title(title), _check_body(body)
    moment = at or timezone.now()
    if twin := _same_thread(board, by, title, moment):
        return twin
    thread = Thread.objects.create(
        board=board,
        author=by,
        kind=kind,
        title=title,
        slug=slugify(title)[:80].strip("-") or "thread",
        language=language,
        asked_at=moment,
        last_post_at=moment,
    )
    thread.tags.set(_tags(tags))
    _add_post(thread, by, body, moment, position=1)
    Watch.objects.create(thread=thread, member=by, at=moment)
    if thread.is_question:
        search.services.record_need(
            kind="unanswered", key=thread.key, text=title, language=language, at=moment
        )
    if visit is not None:
        search.services.record_outcome(visit=visit, kind="asked", key=thread.key, at=moment)
    search.services.note_changed([thread.key])
    return thread


def _same_thread(board: Board, by: Member, title: str, moment: datetime) -> Thread | None:
    return Thread.objects.filter(
        board=board,
        author=by,
        title=title,
        asked_at__range=(moment - SAME_PRESS, moment + SAME_PRESS),
    ).first()


def _tags(names: Iterable[str]) -> list[Tag]:
    slugs = list(dict.fromkeys(slug for name in names if (slug := slugify(name)[:40])))
    return [Tag.objects.get_or_create(name=slug)[0] for slug in slugs[:TAGS_MAX]]


def _add_post(
    thread: Thread, by: Member, body: str, moment: datetime, *, position: int, **extra: Any
) -> Post:
    return Post.objects.create(
        thread=thread,
        author=by,
        position=position,
        body_markdown=body,
        body_html=render(body),
        posted_at=moment,
        is_official=by.is_support,
        **extra,
    )


@transaction.atomic
def answer(
    *,
    thread: Thread,
    by: Member,
    body: str,
    at: datetime | None = None,
    as_support: bool = False,
) -> Post:
    """Add a post to ``thread`` and tell those who watch it.

    Raises:
        PermissionDenied: ``by`` may not read the board or is no longer active.
        ValidationError: the thread is locked, or the text is missing or too long.
    """
    thread = (
        Thread.objects.select_for_update(of=("self",))
        .select_related("board")
        .get(pk=thread.pk)
    )
    _may_write(by, thread.board)
    if thread.is_locked and not by.is_moderator:
        raise ValidationError(
            _("This discussion is locked. Ask a new question and link to this one.")
        )
    body = _check_body(body)
    moment = at or timezone.now()
    last = thread.posts.order_by("-position").first()
    if last and _is_same_post(last, by, body, moment):
        return last
    position = last.position + 1 if last else 1
    post = _add_post(thread, by, body, moment, position=position, as_support=as_support)
    recount(thread)
    Watch.objects.get_or_create(thread=thread, member=by, defaults={"at": moment})
    if by.pk != thread.author_id:
        search.services.withdraw_need(kind="unanswered", key=thread.key)
    notices.tell_answer(post)
    search.services.note_changed([thread.key])
    return post


def _is_same_post(last: Post, by: Member, body: str, moment: datetime) -> bool:
    is_recent = abs(moment - last.posted_at) <= SAME_PRESS
    return last.author_id == by.pk and last.body_markdown == body and is_recent


def recount(thread: Thread) -> None:
    """Compute the columns that lists read anew, from the thread's visible posts.

    Not ``me_too_count``: imported threads bring a number without its people.
    """
    posts = list(
        thread.posts.filter(hidden_at=None)
        .order_by("position")
        .values_list("position", "author_id", "posted_at")
    )
    answers = [post for post in posts if post[0] > 1]
    by_others = [post for post in answers if post[1] != thread.author_id]
    thread.answer_count = len(answers)
    thread.peer_answer_count = len(by_others)
    thread.first_answer_at = min((post[2] for post in by_others), default=None)
    thread.last_post_at = max((post[2] for post in posts), default=thread.asked_at)
    thread.is_last_by_author = not answers or answers[-1][1] == thread.author_id
    thread.save(
        update_fields=[
            "answer_count",
            "peer_answer_count",
            "first_answer_at",
            "last_post_at",
            "is_last_by_author",
        ]
    )


@transaction.atomic
def accept_answer(*, post: Post, by: Member, at: datetime | None = None) -> Thread:
    """Make ``post`` the answer to its thread and tell those who watch it.

    Accepting the same post again changes nothing; another one takes its place.

    Raises:
        PermissionDenied: ``by`` neither asked the question nor moderates the forum.
        ValidationError: the post is hidden or is the question itself.
    """
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    if not thread.can_be_solved_by(by):
        raise PermissionDenied
    if post.is_hidden or not post.is_answer:
        raise ValidationError(_("Only an answer that everyone can read can be accepted."))
    if thread.accepted_post_id == post.pk:
        return thread
    thread.accepted_post = post
    thread.solved_at = at or timezone.now()
    thread.save(update_fields=["accepted_post", "solved_at"])
    search.services.withdraw_need(kind="unanswered", key=thread.key)
    notices.tell_accepted(post, by=by, at=thread.solved_at)
    search.services.note_changed([thread.key])
    return thread


@transaction.atomic
def undo_accept(*, thread: Thread, by: Member) -> Thread:
    """Open a solved thread again; not being solved already changes nothing.

    Raises:
        PermissionDenied: ``by`` neither asked the question nor moderates the forum.
    """
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if not thread.can_be_solved_by(by):
        raise PermissionDenied
    thread.accepted_post = None
    thread.solved_at = None
    thread.save(update_fields=["accepted_post", "solved_at"])
    search.services.note_changed([thread.key])
    return thread


def _toggle(kind: type[Press], member: Member, **target: Any) -> int:
    """Press or release; return +1 or -1."""
    manager = kind._default_manager
    _row, is_new = manager.get_or_create(member=member, **target)
    if is_new:
        return 1
    manager.filter(member=member, **target).delete()
    return -1


@transaction.atomic
def press_me_too(*, thread: Thread, by: Member) -> Thread:
    """Count ``by`` among those who have this too, or no longer.

    Raises:
        PermissionDenied: ``by`` may not read the board.
        ValidationError: it is their own question.
    """
    _may_write(by, thread.board)
    if thread.author_id == by.pk:
        raise ValidationError(_("You asked this: you are counted already."))
    step = _toggle(MeToo, by, thread=thread)
    Thread.objects.filter(pk=thread.pk).update(me_too_count=F("me_too_count") + step)
    thread.refresh_from_db(fields=["me_too_count"])
    return thread


@transaction.atomic
def mark_helpful(*, post: Post, by: Member) -> Post:
    """Say that an answer helped, or take it back.

    Raises:
        PermissionDenied: ``by`` may not read the board.
        ValidationError: it is their own answer.
    """
    _may_write(by, post.thread.board)
    if post.author_id == by.pk:
        raise ValidationError(_("Others say whether your own answer helps."))
    step = _toggle(HelpfulVote, by, post=post)
    Post.objects.filter(pk=post.pk).update(helpful_count=F("helpful_count") + step)
    post.refresh_from_db(fields=["helpful_count"])
    return post


def watch(*, thread: Thread, by: Member) -> None:
    """Tell ``by`` of new answers from now on.

    Raises:
        PermissionDenied: ``by`` may not read the board.
    """
    _may_write(by, thread.board)
    Watch.objects.get_or_create(thread=thread, member=by)


def unwatch(*, thread: Thread, by: Member) -> None:
    """Tell ``by`` no more."""
    Watch.objects.filter(thread=thread, member=by).delete()


@transaction.atomic
def hide_post(*, post: Post, by: Member, reason: str, at: datetime | None = None) -> Post:
    """Take a post out of sight, leaving a trace, and tell its author why.

    The opening post takes the whole thread with it. Nothing is deleted.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: no reason is given, or the post is the accepted answer.
    """
    if not by.is_moderator:
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Say why: the author is told."))
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    if thread.accepted_post_id == post.pk:
        raise ValidationError(_("Take the acceptance back first, then hide the answer."))
    trace = {"hidden_at": at or timezone.now(), "hidden_by": by, "hidden_reason": reason}
    for row in [post] if post.is_answer else [post, thread]:
        for name, value in trace.items():
            setattr(row, name, value)
        row.save(update_fields=list(trace))
    recount(thread)
    notices.tell_hidden(post)
    search.services.note_changed([thread.key])
    return post


def set_support_state(*, thread: Thread, state: str, at: datetime | None = None) -> None:
    """Write where the thread stands with support; support alone calls this.

    Raises:
        ValueError: ``state`` is none of ``SupportState``.
    """
    if state not in SupportState.values:
        raise ValueError(state)
    thread.support_state = state
    if state in {SupportState.NONE, SupportState.SENDING}:
        thread.support_since = (at or timezone.now()) if state else None
    Thread.objects.filter(pk=thread.pk).update(
        support_state=thread.support_state, support_since=thread.support_since
    )
    search.services.note_changed([thread.key])
