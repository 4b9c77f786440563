"""How much somebody may write whom the forum does not know yet, and when that ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from community.counted import count
from community.models import Post, Thread
from community.trust import Trust, needs, rights_of, trust_of

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member

DAY = timedelta(hours=24)
TOO_MUCH = {
    "links": ngettext_lazy(
        "%(limit)d link fits into one message; this one has %(number)d.",
        "%(limit)d links fit into one message; this one has %(number)d.",
        "limit",
    ),
    "images": ngettext_lazy(
        "%(limit)d picture fits into one message; this one has %(number)d.",
        "%(limit)d pictures fit into one message; this one has %(number)d.",
        "limit",
    ),
    "files": ngettext_lazy(
        "%(limit)d file fits into one message; this one has %(number)d.",
        "%(limit)d files fit into one message; this one has %(number)d.",
        "limit",
    ),
    "mentions": ngettext_lazy(
        "%(limit)d person can be named in one message; this one names %(number)d.",
        "%(limit)d people can be named in one message; this one names %(number)d.",
        "limit",
    ),
}


def check_limits(
    *, member: Member, body_markdown: str, is_thread: bool, at: datetime
) -> None:
    """Let a new message pass if ``member`` may write so much.

    Raises:
        ValidationError: it holds too much, or there are too many in 24 hours; the text
            says what is too much and when that ends.
    """
    _check_number(member, is_thread=is_thread, at=at)
    check_message(member=member, body_markdown=body_markdown)


def check_message(*, member: Member, body_markdown: str) -> None:
    """Let a text pass if ``member`` may put so much into one message.

    Raises:
        ValidationError: it holds too many links, pictures, files or names, for ``body``.
    """
    rights = rights_of(member)
    # A level without limits, and a text without a sign of any of these, cost nothing.
    if not any(sign in body_markdown for sign in ("://", "](", "@", "]:", "//")):
        return
    found = count(body_markdown, site_url=settings.SITE_URL)
    told = []
    for name, text in TOO_MUCH.items():
        limit, number = getattr(rights, name), len(getattr(found, name))
        if limit is not None and number > limit:
            told.append(text % {"limit": limit, "number": number})
    if told:
        raise ValidationError({"body": " ".join([*told, _ends(member)]).strip()})


def _ends(member: Member) -> str:
    """Say when the limits of a new member end; others have theirs for good."""
    if trust_of(member) > Trust.NEW:
        return ""
    asked = needs(settings.TRUST)[Trust.BASIC]
    return (
        _(
            "This is so for new members only: it ends when you have read "
            "%(threads_entered)s discussions with %(posts_read)s messages, for "
            "%(minutes_read)s minutes in all."
        )
        % asked
    )


def _check_number(member: Member, *, is_thread: bool, at: datetime) -> None:
    rights = rights_of(member)
    limit = rights.threads_a_day if is_thread else rights.answers_a_day
    if limit is None:
        return
    last = _moments(member, is_thread=is_thread, at=at, most=limit)
    if len(last) < limit:
        return
    if is_thread:
        said = _(
            "New members can ask %(limit)s questions in 24 hours. The next one is "
            "possible from %(when)s; what you wrote is kept."
        )
    else:
        said = _(
            "New members can write %(limit)s answers in 24 hours. The next one is "
            "possible from %(when)s; what you wrote is kept."
        )
    said %= {"limit": limit, "when": _clock(last[limit - 1] + DAY)}
    raise ValidationError(f"{said} {_ends(member)}")


def _moments(member: Member, *, is_thread: bool, at: datetime, most: int) -> list[datetime]:
    """Return when ``member`` wrote something of the kind in 24 hours, latest first."""
    time = "asked_at" if is_thread else "posted_at"
    rows = Thread.objects.all() if is_thread else Post.objects.answers()
    mine = rows.filter(author=member, **{f"{time}__range": (at - DAY, at)})
    return list(mine.order_by(f"-{time}").values_list(time, flat=True)[:most])


def _clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
