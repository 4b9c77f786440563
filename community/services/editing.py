"""Changing and taking back what one wrote; the former text is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

import search.services
from community import decisions
from community.models import Action, Post, Revision, Thread
from community.services import attaching, judging, mentioning, thanking
from community.services.counting import recount
from community.services.filling import change_values, public_of
from community.services.holding import hold_again
from community.services.limiting import check_message
from community.services.moderating import write_down
from community.services.writing import check_body, check_title

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from accounts.models import Member


@transaction.atomic
def edit_post(
    *,
    post: Post,
    by: Member,
    body: str,
    title: str = "",
    why: str = "",
    keep_back: bool = False,
    values: Mapping[int, str] | None = None,
    at: datetime | None = None,
) -> Post:
    """Replace what a post says; the same text again changes nothing.

    Args:
        title: the thread's new title, for its opening post; empty keeps it.
        keep_back: moderators keep the former texts from all others, when they showed what
            nobody should see.
        values: what the board asks for, for the opening post; None leaves it as it is.

    Raises:
        PermissionDenied: ``by`` neither wrote it nor moderates, or may no longer.
        ValidationError: text or title are missing or too long, by field.
    """
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    post.thread = thread
    if not post.can_be_edited_by(by):
        raise PermissionDenied
    body = check_body(body)
    check_message(member=by, body_markdown=body)
    new_title = check_title(title) if title and not post.is_answer else thread.title
    moment = at or timezone.now()
    asked = {} if post.is_answer else values or {}
    before = {"fields": change_values(thread, asked, by=by)}
    if body == post.body_markdown and new_title == thread.title:
        if before["fields"]:
            _note(thread, post, by=by, at=moment, why=why, before=before)
        return post
    former = Revision.objects.create(
        post=post,
        number=post.revisions.count() + 1,
        title="" if post.is_answer else thread.title,
        body_markdown=post.body_markdown,
        replaced_at=moment,
        replaced_by=by,
        why=why.strip()[:200],
        is_kept_back=keep_back and by.is_moderator,
    )
    if keep_back and by.is_moderator:  # the same stands in what came before, or may
        post.revisions.update(is_kept_back=True)
    post.body_markdown, post.edited_at = body, moment
    post.body_html = mentioning.html_of(body, thread.board)
    post.save(update_fields=["body_markdown", "body_html", "edited_at"])
    attaching.bind(post=post, by=by)
    thread.title = new_title
    thread.slug = slugify(new_title)[:80].strip("-") or "thread"
    _note(
        thread,
        post,
        by=by,
        at=moment,
        why=why,
        before={**before, "revision": former.number},
    )
    mentioning.tell_named(post)  # after this text may have been held
    return post


def _note(
    thread: Thread,
    post: Post,
    *,
    by: Member,
    at: datetime,
    why: str,
    before: dict[str, Any],
) -> None:
    if by.pk == post.author_id:
        # What was harmless when it was posted may be so no longer.
        if reasons := judging.looks_like_spam(post):
            hold_again(post=post, reasons=reasons, at=at)
    else:
        details = {**before, "fields": public_of(thread, before["fields"])}
        action = write_down(
            Action.Kind.EDIT, by=by, thread=thread, post=post, reason=why, details=details
        )
        decisions.tell_changed(post, action=action)
    thread.edited_at = at
    thread.save(update_fields=["title", "slug", "edited_at"])
    search.services.note_changed([thread.key])


@transaction.atomic
def undo_edit(*, action: Action, by: Member) -> None:
    """Let a post say again what it said before a moderator changed it.

    Raises:
        PermissionDenied: ``by`` may not change it.
        ValidationError: it was changed again since, or its former text is gone.
    """
    post = Post.objects.select_related("thread").get(pk=action.post_id or 0)
    number, fields = action.details.get("revision"), action.details.get("fields", {})
    body, title = post.body_markdown, ""
    if number is not None:
        former = post.revisions.order_by("number").last()
        if former is None or former.number != number or not former.body_markdown:
            raise ValidationError(
                _("It was changed again since. Change it by hand, with its history.")
            )
        body, title = former.body_markdown, former.title
    elif not fields:
        raise ValidationError(_("This cannot be undone."))
    values = {int(pk): text for pk, text in fields.items()}
    edit_post(post=post, by=by, body=body, title=title, values=values)


@transaction.atomic
def delete_post(*, post: Post, by: Member, at: datetime | None = None) -> Post:
    """Take one's own answer back; a line stays in its place.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: it is the question itself, or the accepted answer.
    """
    thread = Thread.objects.select_for_update().get(pk=post.thread_id)
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    post.thread = thread
    if not post.can_be_edited_by(by):
        raise PermissionDenied
    if not post.can_be_deleted_by(by):
        raise ValidationError(
            _("Others build on this message. Edit it, or ask a moderator to take it down.")
        )
    post.hidden_at = at or timezone.now()
    post.hidden_by = by
    post.save(update_fields=["hidden_at", "hidden_by"])
    recount(thread)
    thanking.recount_post(post)
    search.services.note_changed([thread.key])
    return post
