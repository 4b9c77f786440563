"""Messages that a moderator reads first: held on their way in, then let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

import search.services
from community import decisions
from community.models import Action, Post, Thread
from community.services import thanking
from community.services.counting import recount
from community.services.moderating import decide_flags, must_moderate, write_down
from community.services.publishing import publish, review_need

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member

Reasons = list[list[str | int]]  # codes with counts, see services.judging


def hold(post: Post, *, reasons: Reasons, at: datetime) -> None:
    """Keep ``post`` from all but its author and moderators.

    Belongs into the transaction that writes the post.
    """
    post.hidden_at, post.is_held, post.held_for = at, True, reasons
    post.save(update_fields=["hidden_at", "is_held", "held_for"])
    if not post.is_answer:
        thread = post.thread
        thread.hidden_at, thread.is_held = at, True
        thread.save(update_fields=["hidden_at", "is_held"])


@transaction.atomic
def hold_again(*, post: Post, reasons: Reasons, at: datetime | None = None) -> None:
    """Hold a message that was shown already: it changed, or a second opinion came."""
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=post.thread_id)
    post.thread = thread
    if post.is_hidden or thread.accepted_post_id == post.pk:
        return
    hold(post, reasons=reasons, at=at or timezone.now())
    recount(thread)
    thanking.recount_post(post)
    review_need(thread)
    search.services.note_changed([thread.key])


@transaction.atomic
def let_through(*, post: Post, by: Member) -> Post:
    """Show a held message to all who may read the board, and tell whom it concerns.

    One that is not held, or no longer, stays as it is.

    Raises:
        PermissionDenied: ``by`` does not moderate.
    """
    must_moderate(by)
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=post.thread_id)
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if not post.is_held:
        return post
    post.hidden_at, post.is_held = None, False
    post.save(update_fields=["hidden_at", "is_held"])
    if not post.is_answer:
        thread.hidden_at, thread.is_held = None, False
        thread.save(update_fields=["hidden_at", "is_held"])
    post.thread = thread
    recount(thread)
    thanking.recount_post(post)
    flags = decide_flags(post, by=by, was_right=False)
    details = {"flags": flags}
    write_down(Action.Kind.APPROVE, by=by, thread=thread, post=post, details=details)
    publish(post)
    decisions.tell_let_through(post)
    return post
