"""What members press: me too, helpful, follow; pressed twice is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

import search.services
from community.models import HelpfulVote, MeToo, Post, Press, Thread, Watch
from community.services import thanking
from community.services.writing import may_write

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member


def _toggle(
    kind: type[Press], member: Member, *, at: datetime | None = None, **target: Any
) -> int:
    """Press or release; return by how much the count changes: +1 or -1.

    The row that is pressed is under lock, so that two presses come one after the other.
    """
    manager = kind._default_manager
    _row, is_new = manager.get_or_create(
        member=member, **target, defaults={"at": at or timezone.now()}
    )
    if is_new:
        return 1
    manager.filter(member=member, **target).delete()
    return -1


@transaction.atomic
def press_me_too(*, thread: Thread, by: Member, at: datetime | None = None) -> Thread:
    """Count ``by`` among those who have this too, or no longer.

    Raises:
        PermissionDenied: ``by`` may not read the board.
        ValidationError: it is their own question.
    """
    may_write(by, thread.board)
    if thread.author_id == by.pk:
        raise ValidationError(_("You asked this: you are counted already."))
    Thread.objects.select_for_update().get(pk=thread.pk)
    step = _toggle(MeToo, by, at=at, thread=thread)
    Thread.objects.filter(pk=thread.pk).update(me_too_count=F("me_too_count") + step)
    thread.refresh_from_db(fields=["me_too_count"])
    thanking.award_good_question(thread, at=at)
    return thread


@transaction.atomic
def mark_helpful(*, post: Post, by: Member, at: datetime | None = None) -> Post:
    """Say that an answer helped, or take it back.

    Raises:
        PermissionDenied: ``by`` may not read the board.
        ValidationError: it is their own answer.
    """
    may_write(by, post.thread.board)
    if post.author_id == by.pk:
        raise ValidationError(_("Others say whether your own answer helps."))
    Post.objects.select_for_update().get(pk=post.pk)
    step = _toggle(HelpfulVote, by, at=at, post=post)
    Post.objects.filter(pk=post.pk).update(helpful_count=F("helpful_count") + step)
    post.refresh_from_db(fields=["helpful_count"])
    thanking.recount_reputation([post.author_id], at=at)
    search.services.note_changed([post.thread.key])  # what helped is found first
    return post


def watch(*, thread: Thread, by: Member) -> None:
    """Tell ``by`` of new answers from now on.

    Raises:
        PermissionDenied: ``by`` may not read the board.
    """
    may_write(by, thread.board)
    Watch.objects.get_or_create(thread=thread, member=by)


def unwatch(*, thread: Thread, by: Member) -> None:
    """Tell ``by`` no more."""
    Watch.objects.filter(thread=thread, member=by).delete()
