"""Saying which answer solved a question, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import search.services
from community import notices
from community.models import Post, Thread
from community.services import thanking
from community.services.writing import lock

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member


@transaction.atomic
def accept_answer(*, post: Post, by: Member, at: datetime | None = None) -> Thread:
    """Make ``post`` the answer to its thread and tell those who watch it.

    Accepting the same post again changes nothing; another one takes its place.

    Raises:
        PermissionDenied: ``by`` neither asked the question nor is trusted to judge.
        ValidationError: the post is hidden or is the question itself.
    """
    thread = lock(post)
    if not thread.can_be_solved_by(by):
        raise PermissionDenied
    if post.is_hidden or not post.is_answer:
        raise ValidationError(_("Only an answer that everyone can read can be accepted."))
    if thread.accepted_post_id == post.pk:
        return thread
    before = thread.accepted_post
    thread.accepted_post = post
    thread.solved_at = at or timezone.now()
    thread.save(update_fields=["accepted_post", "solved_at"])
    thanked = {one.author_id for one in (before, post) if one}
    thanking.recount_reputation(thanked, at=thread.solved_at)
    search.services.withdraw_need(kind="unanswered", key=thread.key)
    notices.tell_accepted(post, by=by, at=thread.solved_at)
    search.services.note_changed([thread.key])
    return thread


@transaction.atomic
def undo_accept(*, thread: Thread, by: Member) -> Thread:
    """Open a solved thread again; not being solved already changes nothing.

    Raises:
        PermissionDenied: ``by`` neither asked the question nor is trusted to judge.
    """
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if not thread.can_be_solved_by(by):
        raise PermissionDenied
    before = thread.accepted_post
    thread.accepted_post = None
    thread.solved_at = None
    thread.save(update_fields=["accepted_post", "solved_at"])
    if before:
        thanking.recount_reputation([before.author_id])
    search.services.note_changed([thread.key])
    return thread
