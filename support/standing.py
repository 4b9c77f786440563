"""Where a request stands, and with it the escalation and the thread it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import community.services
from community.models import SupportState
from support.models import Escalation, Ticket

if TYPE_CHECKING:
    from datetime import datetime

ON_THREAD = {
    Ticket.State.OPEN: SupportState.WITH_SUPPORT,
    Ticket.State.WAITING: SupportState.WAITING,
    Ticket.State.ANSWERED: SupportState.ANSWERED,
    Ticket.State.CLOSED: SupportState.CLOSED,
}
ON_ESCALATION = {
    Ticket.State.OPEN: Escalation.State.DELIVERED,
    Ticket.State.WAITING: Escalation.State.DELIVERED,
    Ticket.State.ANSWERED: Escalation.State.ANSWERED,
    Ticket.State.CLOSED: Escalation.State.CLOSED,
}


def locked(ticket: Ticket) -> Ticket:
    """Return the request as it is now; nobody else changes it in this transaction."""
    return (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("requester", "escalation__thread__board")
        .get(pk=ticket.pk)
    )


def set_state(ticket: Ticket, state: Ticket.State, moment: datetime) -> None:
    """Move the request, and the thread it came from, to ``state``."""
    ticket.state = state
    ticket.closed_at = moment if state == Ticket.State.CLOSED else None
    ticket.save(update_fields=["state", "closed_at"])
    if (escalation := ticket.escalation) is None:
        return
    escalation.state, escalation.closed_at = ON_ESCALATION[state], ticket.closed_at
    escalation.delivered_at = escalation.delivered_at or moment
    escalation.save(update_fields=["state", "closed_at", "delivered_at"])
    community.services.set_support_state(
        thread=escalation.thread, state=ON_THREAD[state], at=moment
    )
