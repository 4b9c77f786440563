"""How long support takes to a first reply, in open minutes, those waiting counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import timezone

from base.percentiles import Claim, Wait, expected_wait
from support.hours import open_time
from support.models import Ticket

if TYPE_CHECKING:
    from base.opentime import OpenTime

PERIOD = timedelta(days=30)
KEPT_SECONDS = 300


def ticket_wait(
    now: datetime | None = None, *, ticket_class: str | None = None
) -> Claim | None:
    """Return what may be claimed of the open minutes to support's first reply.

    Args:
        now: the end of the 30 days looked at; None takes a cached answer.
        ticket_class: only requests of this class; None takes all.
    """
    if now is not None:
        return _compute(now, ticket_class)
    key = f"ticket-wait:{ticket_class or 'all'}"
    found = cache.get(key)
    if found is None:
        found = (_compute(timezone.now(), ticket_class),)
        cache.set(key, found, KEPT_SECONDS)
    claim: Claim | None = found[0]
    return claim


def _compute(now: datetime, ticket_class: str | None) -> Claim | None:
    opened = Ticket.objects.filter(opened_at__gt=now - PERIOD, opened_at__lte=now)
    if ticket_class is not None:
        opened = opened.filter(ticket_class=ticket_class)
    rows = opened.values_list("ticket_class", "opened_at", "first_reply_at", "closed_at")
    hours = {name: open_time(name) for name in Ticket.Class.values}
    return expected_wait(_wait(hours[name], now, *row) for name, *row in rows)  # type: ignore[arg-type]


def _wait(
    hours: OpenTime,
    now: datetime,
    opened_at: datetime,
    first_reply_at: datetime | None,
    closed_at: datetime | None,
) -> Wait:
    """One request; one closed without a reply waited until then, and was not answered."""
    is_over = first_reply_at is not None and first_reply_at <= now
    ends = [moment for moment in (first_reply_at, closed_at, now) if moment is not None]
    return Wait(minutes=hours.minutes_between(opened_at, min(ends)), is_over=is_over)
