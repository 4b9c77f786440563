"""Bring an escalation to the desk: once, whatever is repeated or breaks on the way."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

import community.services
from community.models import SupportState
from support import telling
from support.desks.port import DeskError, get_desk
from support.models import Escalation

log = logging.getLogger(__name__)
RETRY_MINUTES = (1, 5, 30, 120)  # after the first try, the second, …
JITTER_PERCENT = 20  # later by up to this much, so that what failed together comes apart
GRACE = timedelta(minutes=10)  # a try this late was lost on the way
State = Escalation.State


def deliver_now(escalation_id: int, *, at: datetime | None = None) -> datetime | None:
    """Open the request at the desk, or find the one an earlier try opened.

    Returns:
        When to try again, or None when there is nothing more to do.
    """
    moment = at or timezone.now()
    escalation = Escalation.objects.get(pk=escalation_id)
    if escalation.state != State.SENDING:
        return None
    # Counted before the try, so that one that dies half way is a try all the same.
    Escalation.objects.filter(pk=escalation_id).update(
        tries=F("tries") + 1, tried_at=moment
    )
    desk, reference = get_desk(), str(escalation.uuid)
    try:
        number = desk.find(reference) or desk.open(reference, escalation.packet, at=moment)
    except DeskError as error:
        log.warning("Escalation %s did not reach the desk: %s", reference, error)
        return _retry_at(escalation_id, moment)
    _mark_delivered(escalation_id, number, moment)
    return None


@transaction.atomic
def _mark_delivered(escalation_id: int, number: str, moment: datetime) -> None:
    escalation = _locked(escalation_id)
    if escalation.state != State.SENDING:
        return
    escalation.state, escalation.number = State.DELIVERED, number
    escalation.delivered_at = moment
    escalation.save(update_fields=["state", "number", "delivered_at"])
    community.services.set_support_state(
        thread=escalation.thread, state=SupportState.WITH_SUPPORT, at=moment
    )
    telling.tell_delivered(escalation, at=moment)


def _locked(escalation_id: int) -> Escalation:
    return (
        Escalation.objects.select_for_update(of=("self",))
        .select_related("thread__author")
        .get(pk=escalation_id)
    )


def _retry_at(escalation_id: int, moment: datetime) -> datetime | None:
    tries = Escalation.objects.get(pk=escalation_id).tries
    if tries <= len(RETRY_MINUTES):
        wait = timedelta(minutes=RETRY_MINUTES[tries - 1])
        return moment + wait * (1 + secrets.randbelow(1000) / 1000 * JITTER_PERCENT / 100)
    give_up(escalation_id, at=moment)
    return None


@transaction.atomic
def give_up(escalation_id: int, *, at: datetime) -> None:
    """Say openly that it was not sent; a person may send it again."""
    escalation = _locked(escalation_id)
    if escalation.state != State.SENDING:
        return
    escalation.state = State.NOT_SENT
    escalation.save(update_fields=["state"])
    community.services.set_support_state(
        thread=escalation.thread, state=SupportState.NOT_SENT, at=at
    )
    telling.tell_not_sent(escalation, at=at)


def is_overdue(escalation: Escalation, *, now: datetime) -> bool:
    """Whether the next try should long have been made: its task got lost."""
    last = escalation.tried_at or escalation.created_at
    tries = min(escalation.tries, len(RETRY_MINUTES))
    wait = RETRY_MINUTES[tries - 1] if tries else 0
    longest = timedelta(minutes=wait) * (1 + JITTER_PERCENT / 100)
    return last + longest + GRACE < now
