"""Going on in private under a thread: its author and support, out of all others' sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from base import markdown
from community import notices
from community.models import PrivateReply, Thread
from community.services import attaching
from community.services.writing import SAME_PRESS, check_body, may_write

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member


def may_reply_privately(*, thread: Thread, by: Member) -> bool:
    """Whether ``by`` may write here: support may begin, the thread's author then answer.

    Not the author first: that would be a way around the page where support is asked.
    """
    if by.pk != thread.author_id:
        return by.is_support
    return PrivateReply.objects.under(thread).filter(thread__author=by).exists()


@transaction.atomic
def reply_privately(
    *, thread: Thread, by: Member, body: str, at: datetime | None = None
) -> PrivateReply:
    """Say something that only the author of ``thread`` and support read, and tell them.

    A locked thread takes it too. Nothing public changes: no count, no state, no order,
    and nobody named in the text hears of it.

    Raises:
        PermissionDenied: ``by`` is neither support nor an author whom support wrote to,
            may not read the board, or is no longer active.
        ValidationError: the text is missing or too long.
    """
    thread = (
        Thread.objects.select_for_update(of=("self",))
        .select_related("author", "board")
        .get(pk=thread.pk)
    )
    may_write(by, thread.board)
    if not may_reply_privately(thread=thread, by=by):
        raise PermissionDenied
    body = check_body(body)
    moment = at or timezone.now()
    last = thread.private_replies.order_by("-posted_at", "-pk").first()
    if last and _is_same(last, by, body, moment):
        return last
    reply = PrivateReply.objects.create(
        thread=thread,
        author=by,
        body_markdown=body,
        body_html=markdown.render(body),
        posted_at=moment,
    )
    attaching.bind(private_reply=reply, by=by)
    notices.tell_in_private(reply)
    return reply


def _is_same(last: PrivateReply, by: Member, body: str, moment: datetime) -> bool:
    is_recent = abs(moment - last.posted_at) <= SAME_PRESS
    return last.author_id == by.pk and last.body_markdown == body and is_recent
