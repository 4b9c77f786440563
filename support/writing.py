"""One message of a request: checked, written, and known again when pressed twice."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from base.markdown import render
from support.models import Message

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member
    from community.models import Post
    from support.models import Ticket

# The same text by the same person within this time is a double press, not a second one.
SAME_PRESS = timedelta(seconds=60)


def check_body(body: str) -> str:
    body = body.strip()
    if not body:
        raise ValidationError({"body": _("Write a few words first.")})
    if len(body) > settings.POST_MAX_CHARACTERS:
        raise ValidationError(
            {
                "body": _("%(limit)s characters fit into one message. Shorten it a little.")
                % {"limit": settings.POST_MAX_CHARACTERS}
            }
        )
    return body


def add_message(
    ticket: Ticket,
    by: Member,
    body: str,
    moment: datetime,
    *,
    is_note: bool = False,
    post: Post | None = None,
) -> Message:
    return Message.objects.create(
        ticket=ticket,
        author=by,
        body_markdown=body,
        body_html=render(body),
        is_note=is_note,
        from_support=by.is_support and by.pk != ticket.requester_id,
        posted_at=moment,
        post=post,
    )


def same_message(
    ticket: Ticket, by: Member, body: str, moment: datetime, *, is_note: bool = False
) -> Message | None:
    last = ticket.messages.filter(is_note=is_note).last()
    if last is None or abs(moment - last.posted_at) > SAME_PRESS:
        return None
    return last if last.author_id == by.pk and last.body_markdown == body else None
