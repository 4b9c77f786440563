"""Keeping the forum in order: every act is told, written down and can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import search.services
from base.typed import storable
from community import decisions
from community.models import Action, Board, Flag, Post, Thread
from community.services import thanking
from community.services.counting import recount
from community.services.publishing import publish, review_need
from community.services.writing import lock, may_write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import Member

Kind = Action.Kind
REASON_MAX_CHARACTERS = 200


def must_moderate(by: Member) -> None:
    if not (by.is_active and by.is_moderator):
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


def decide_flags(post: Post, *, by: Member, was_right: bool) -> list[int]:
    """Close the open reports of ``post``; return which, to open them again."""
    flags = list(Flag.objects.open().filter(post=post).values_list("pk", flat=True))
    Flag.objects.filter(pk__in=flags).update(
        decided_at=timezone.now(), decided_by=by, was_right=was_right
    )
    return flags


def open_flags(action: Action) -> None:
    """Open the reports again that ``action`` closed."""
    Flag.objects.filter(pk__in=action.details.get("flags", ())).update(
        decided_at=None, decided_by=None, was_right=None
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
    if flags := decide_flags(post, by=by, was_right=False):
        details = {"flags": flags}
        write_down(Kind.KEEP, by=by, thread=post.thread, post=post, details=details)


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
    before = trace_of(post)
    trace = {
        "hidden_at": moment,
        "hidden_by_id": by.pk,
        "hidden_reason": storable(reason)[:REASON_MAX_CHARACTERS],
        "is_held": False,
    }
    set_trace(post, thread, trace)
    flags = decide_flags(post, by=by, was_right=True)
    action = write_down(
        Kind.HIDE,
        by=by,
        thread=thread,
        post=post,
        reason=reason,
        details={"before": before, "flags": flags},
        at=moment,
    )
    decisions.tell_hidden(post, action=action.pk)
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
    before = trace_of(post)
    set_trace(post, thread, NO_TRACE)
    details = {"before": before}
    action = write_down(Kind.RESTORE, by=by, thread=thread, post=post, details=details)
    if _was_never_shown(post):
        publish(post)
    decisions.tell_restored(post, action=action.pk)
    return post


def _was_never_shown(post: Post) -> bool:
    """Whether the post went from held to taken down, so that nobody was told of it."""
    acts = Action.objects.filter(post=post)
    was_held = acts.filter(kind=Kind.HIDE, details__before__is_held=True).exists()
    return was_held and not acts.filter(kind=Kind.APPROVE).exists()


NO_TRACE = {"hidden_at": None, "hidden_by_id": None, "hidden_reason": "", "is_held": False}


def trace_of(post: Post) -> dict[str, Any]:
    """Return why ``post`` is out of sight, as details of an action."""
    trace = {name: getattr(post, name) for name in NO_TRACE}
    hidden_at = post.hidden_at.isoformat() if post.hidden_at else None
    return {**trace, "hidden_at": hidden_at}


def set_trace(post: Post, thread: Thread, trace: Mapping[str, Any]) -> None:
    """Take ``post`` out of sight or bring it back; an opening post takes its thread along.

    Belongs into a transaction in which both are under lock.
    """
    for row in [post] if post.is_answer else [post, thread]:
        for name, value in trace.items():
            setattr(row, name, value)
        row.save(update_fields=[name.removesuffix("_id") for name in trace])
    recount(thread)
    thanking.recount_post(post)
    review_need(thread)
    search.services.note_changed([thread.key])


@transaction.atomic
def set_back(*, post: Post, by: Member, trace: Mapping[str, Any], action: Action) -> None:
    """Undo ``action``: take ``post`` out of sight as it was before, held or taken down.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: the post is the accepted answer meanwhile.
    """
    must_moderate(by)
    thread = lock(post)
    if thread.accepted_post_id == post.pk:
        raise ValidationError(_("Take the acceptance back first, then hide the answer."))
    moment = datetime.fromisoformat(trace["hidden_at"])
    set_trace(post, thread, {**trace, "hidden_at": moment})
    if post.is_held:
        decisions.tell_held_again(post, action=action.pk)
    elif not post.is_taken_back:
        decisions.tell_hidden(post, action=action.pk)


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
        action = write_down(kind, by=by, thread=thread, reason=reason)
        decisions.tell_locked(thread, action=action)
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
        details = {"board": thread.board_id}
        thread.board = to
        thread.save(update_fields=["board"])
        action = write_down(Kind.MOVE, by=by, thread=thread, reason=reason, details=details)
        decisions.tell_moved(thread, action=action)
        search.services.note_changed([thread.key])
    return thread
