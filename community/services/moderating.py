"""Keeping the forum in order: every act is told, written down and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import search.services
from base.typed import storable
from community import notices
from community.models import Action, Board, Flag, Post, Thread
from community.services import thanking
from community.services.counting import recount
from community.services.writing import lock, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member

Kind = Action.Kind
REASON_MAX_CHARACTERS = 200


def must_moderate(by: Member) -> None:
    if not by.is_moderator:
        raise PermissionDenied


def flag(
    *, post: Post, by: Member, why: str, note: str = "", at: datetime | None = None
) -> Flag:
    """Report a message to the moderators; a second report by the same person is the first.

    Raises:
        PermissionDenied: ``by`` may not read the board.
        ValidationError: it is their own message, or ``why`` is no reason there is.
    """
    may_write(by, post.thread.board)
    if post.author_id == by.pk:
        raise ValidationError(_("It is yours: change it or take it back."))
    if why not in Flag.Why.values:
        raise ValidationError({"why": _("Choose a reason.")})
    row, _is_new = Flag.objects.get_or_create(
        post=post,
        member=by,
        defaults={"why": why, "note": note.strip()[:300], "at": at or timezone.now()},
    )
    return row


def decide_flags(post: Post, *, by: Member, was_right: bool) -> int:
    """Close the open reports of ``post``; return how many there were."""
    return (
        Flag.objects.open()
        .filter(post=post)
        .update(decided_at=timezone.now(), decided_by=by, was_right=was_right)
    )


def write_down(
    kind: str, *, by: Member, reason: str = "", at: datetime | None = None, **about: Any
) -> Action:
    """Keep what was done in the audit trail; ``about`` are columns of ``Action``."""
    reason = storable(reason).strip()[:REASON_MAX_CHARACTERS]
    return Action.objects.create(
        kind=kind, by=by, reason=reason, at=at or timezone.now(), **about
    )


@transaction.atomic
def keep_post(*, post: Post, by: Member) -> None:
    """Say that a reported message is fine as it is.

    Raises:
        PermissionDenied: ``by`` does not moderate.
    """
    must_moderate(by)
    if decide_flags(post, by=by, was_right=False):
        write_down(Kind.KEEP, by=by, thread=post.thread, post=post)


@transaction.atomic
def hide_post(*, post: Post, by: Member, reason: str, at: datetime | None = None) -> Post:
    """Take a post out of sight, leaving a trace, and tell its author why.

    The opening post takes the whole thread with it. Nothing is deleted. One that another
    moderator took down already stays as it is.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: no reason is given, or the post is the accepted answer.
    """
    must_moderate(by)
    if not reason.strip():
        raise ValidationError(_("Say why: the author is told."))
    thread = lock(post)
    if post.is_hidden and not (post.is_held or post.is_taken_back):
        decide_flags(post, by=by, was_right=True)
        return post
    if thread.accepted_post_id == post.pk:
        raise ValidationError(_("Take the acceptance back first, then hide the answer."))
    moment = at or timezone.now()
    trace = {
        "hidden_at": moment,
        "hidden_by": by,
        "hidden_reason": storable(reason)[:REASON_MAX_CHARACTERS],
        "is_held": False,
    }
    _set_trace(post, thread, trace)
    decide_flags(post, by=by, was_right=True)
    action = write_down(
        Kind.HIDE,
        by=by,
        thread=thread,
        post=post,
        reason=reason,
        at=moment,
    )
    notices.tell_hidden(post, action=action.pk)
    return post


@transaction.atomic
def restore_post(*, post: Post, by: Member) -> Post:
    """Put a post that was taken down back in its place; being there changes nothing.

    Raises:
        PermissionDenied: ``by`` does not moderate.
    """
    must_moderate(by)
    thread = lock(post)
    if not post.is_hidden:
        return post
    nothing = {"hidden_at": None, "hidden_by": None, "hidden_reason": "", "is_held": False}
    _set_trace(post, thread, nothing)
    action = write_down(Kind.RESTORE, by=by, thread=thread, post=post)
    notices.tell_restored(post, action=action.pk)
    return post


def _set_trace(post: Post, thread: Thread, trace: dict[str, Any]) -> None:
    for row in [post] if post.is_answer else [post, thread]:
        for name, value in trace.items():
            setattr(row, name, value)
        row.save(update_fields=list(trace))
    recount(thread)
    thanking.recount_post(post)
    search.services.note_changed([thread.key])


@transaction.atomic
def set_locked(*, thread: Thread, by: Member, is_locked: bool, reason: str = "") -> Thread:
    """Close a thread to new messages, or open it again.

    Raises:
        PermissionDenied: ``by`` does not moderate.
    """
    must_moderate(by)
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if thread.is_locked != is_locked:
        thread.is_locked = is_locked
        thread.save(update_fields=["is_locked"])
        kind = Kind.LOCK if is_locked else Kind.UNLOCK
        write_down(kind, by=by, thread=thread, reason=reason)
    return thread


@transaction.atomic
def set_pinned(*, thread: Thread, by: Member, is_pinned: bool) -> Thread:
    """Keep a thread at the top of its board, or no longer.

    Raises:
        PermissionDenied: ``by`` does not moderate.
    """
    must_moderate(by)
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if thread.is_pinned != is_pinned:
        thread.is_pinned = is_pinned
        thread.save(update_fields=["is_pinned"])
        write_down(Kind.PIN if is_pinned else Kind.UNPIN, by=by, thread=thread)
    return thread


@transaction.atomic
def move_thread(*, thread: Thread, by: Member, to: Board, reason: str = "") -> Thread:
    """Bring a thread to the board where it belongs; its address stays.

    Raises:
        PermissionDenied: ``by`` does not moderate, or may not read the other board.
    """
    must_moderate(by)
    may_write(by, to)
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if thread.board_id != to.pk:
        before = thread.board_id
        thread.board = to
        thread.save(update_fields=["board"])
        details = {"board": before}
        write_down(
            Kind.MOVE,
            by=by,
            thread=thread,
            reason=reason,
            details=details,
        )
        search.services.note_changed([thread.key])
    return thread
