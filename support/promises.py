"""By when a first reply is expected, and telling people before that time is missed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from support import telling
from support.hours import open_time
from support.models import Ticket
from support.standing import locked
from support.waiting import ticket_wait

TOLD_BEFORE = timedelta(minutes=30)  # so long before the time is missed


def expected_from(start: datetime, ticket_class: str) -> datetime | None:
    """Return by when a request like this has its reply, as far as it may be claimed.

    The highest share that was really reached counts: who is told a time should see it
    kept four times of five, not every other time.
    """
    claim = ticket_wait(ticket_class=ticket_class) or ticket_wait()
    minutes = claim and (claim.high_minutes or claim.median_minutes)
    if not minutes:
        return None
    try:
        return open_time(ticket_class).add_minutes(start, minutes)
    except ValueError:  # nobody is there for so long
        return None


def tell_late(*, now: datetime | None = None) -> int:
    """Tell those whose time will be missed by when to expect a reply now; return how many.

    Nobody is told twice of the same time: it moves on in the same transaction.
    """
    moment = now or timezone.now()
    late = Ticket.objects.open().filter(
        first_reply_at=None, expected_at__lte=moment + TOLD_BEFORE
    )
    return sum(_tell_later(ticket, moment) for ticket in late)


@transaction.atomic
def _tell_later(ticket: Ticket, moment: datetime) -> bool:
    promised, ticket = ticket.expected_at, locked(ticket)
    is_waiting = ticket.first_reply_at is None and not ticket.is_closed
    if promised is None or not is_waiting or ticket.expected_at != promised:
        return False
    # From now, not from the time missed: a site that slept promises nothing in the past.
    ticket.expected_at = expected_from(max(promised, moment), ticket.ticket_class)
    ticket.save(update_fields=["expected_at"])
    if ticket.expected_at is None:
        return False
    telling.tell_later(ticket, at=moment)
    return True
