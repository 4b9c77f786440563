"""What people are told about their requests, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.notices import in_each_language, tell

if TYPE_CHECKING:
    from datetime import datetime

    from support.models import Escalation, Message, Ticket

TITLE_SHOWN = 80


def tell_delivered(escalation: Escalation, *, at: datetime) -> None:
    """Tell the author that support has the question, unless they pressed themselves."""
    thread = escalation.thread
    if escalation.by_id == thread.author_id:
        return
    words = {"title": thread.title[:TITLE_SHOWN]}
    tell(
        members=[thread.author],
        kind="support",
        key=thread.key,
        event=f"delivered:{escalation.pk}",
        text=in_each_language(lambda: _("Support now looks after “%(title)s”.") % words),
        url=thread.get_absolute_url(),
        at=at,
    )


def tell_not_sent(escalation: Escalation, *, at: datetime) -> None:
    """Tell the author, and who handed it over, that support could not be reached."""
    thread = escalation.thread
    words = {"title": thread.title[:TITLE_SHOWN]}
    tell(
        members={thread.author, escalation.by or thread.author},
        kind="support",
        key=thread.key,
        event=f"not_sent:{escalation.pk}:{at.isoformat()}",
        text=in_each_language(
            lambda: _("“%(title)s” did not reach support. Send it again.") % words
        ),
        url=thread.get_absolute_url(),
        at=at,
    )


def tell_message(message: Message, *, asks: bool) -> None:
    """Tell the requester that support wrote, and whether it waits for them."""
    ticket = message.ticket
    words = {"number": ticket.label, "subject": ticket.subject[:TITLE_SHOWN]}

    def say() -> str:
        if asks:
            return _("Support asks you something: %(subject)s (%(number)s).") % words
        return _("Support answered: %(subject)s (%(number)s).") % words

    _tell_requester(
        ticket, f"message:{message.pk}", in_each_language(say), message.posted_at
    )


def tell_closed(ticket: Ticket, *, at: datetime) -> None:
    """Tell the requester that support closed the request."""
    words = {"number": ticket.label, "subject": ticket.subject[:TITLE_SHOWN]}

    def say() -> str:
        return _("Closed: %(subject)s (%(number)s). You can open it again.") % words

    _tell_requester(ticket, f"closed:{at.isoformat()}", in_each_language(say), at)


def tell_later(ticket: Ticket, *, at: datetime) -> None:
    """Tell the requester, before the time is missed, by when to expect a reply now."""
    words = {"number": ticket.label, "subject": ticket.subject[:TITLE_SHOWN]}
    expected = timezone.localtime(ticket.expected_at)

    def say() -> str:
        when = {"when": date_format(expected, "DATETIME_FORMAT")}
        return _(
            "It takes longer: a reply to “%(subject)s” (%(number)s) is now expected by "
            "%(when)s."
        ) % (words | when)

    event = f"later:{expected.isoformat()}"
    _tell_requester(ticket, event, in_each_language(say), at)


def _tell_requester(ticket: Ticket, event: str, text: dict[str, str], at: datetime) -> None:
    if ticket.requester:
        tell(
            members=[ticket.requester],
            kind="support",
            key=f"request:{ticket.number}",
            event=event,
            text=text,
            url=ticket.get_absolute_url(),
            at=at,
        )
