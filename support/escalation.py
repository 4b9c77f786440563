"""Hand a thread to support: by its author, a moderator, support itself, or the rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

import community.services
import search.services
from community.models import SupportState, Thread
from community.states import State
from support import delivery, packet
from support.models import Escalation, Ticket
from support.tasks import deliver

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import Member
    from search.visit import Visit
    from support.models import EscalationRule

REASON_MAX_CHARACTERS = 500


def possible_from(thread: Thread) -> datetime:
    """Return from when on the author may hand ``thread`` over."""
    return thread.asked_at + timedelta(hours=settings.ESCALATE_AUTHOR_AFTER_HOURS)


def may_hand_over(thread: Thread, by: Member) -> bool:
    """Whether it is ``by``'s business at all; the moment is another question."""
    return by.is_active and (by.pk == thread.author_id or by.is_moderator)


@transaction.atomic
def escalate(
    *,
    thread: Thread,
    by: Member | None,
    reason: str,
    keep: Collection[str] | None = None,
    at: datetime | None = None,
    visit: Visit | None = None,
    rule: EscalationRule | None = None,
) -> Escalation:
    """Hand ``thread`` to support; one already handed over keeps its open escalation.

    The task is a row written in this same transaction (our outbox): either the
    escalation and its delivery exist, or neither does.

    Args:
        by: who presses; None is a rule, then ``rule`` says which.
        reason: why, for support; moderators and support must give one.
        keep: of the author's own story, the ids of ``packet.story_items`` that may go
            along; None lets all of it go. Others never send it.
        visit: the author's running visit, for what was read since.

    Raises:
        PermissionDenied: ``by`` neither asked it nor moderates the forum.
        ValidationError: it is too early (says when), solved, hidden, or lacks a reason.
    """
    moment = at or timezone.now()
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if by is not None and not may_hand_over(thread, by):
        raise PermissionDenied
    if by is not None and (open_one := thread.escalations.open().first()) is not None:
        return open_one
    reason = reason.strip()[:REASON_MAX_CHARACTERS]
    _check(thread, by, reason, moment, rule)
    is_author = by is not None and by.pk == thread.author_id
    story = packet.story_items(thread, visit).keeping(keep) if is_author else None
    escalation = Escalation.objects.create(
        thread=thread,
        round=thread.escalations.count() + 1,
        by=by,
        how=Escalation.How.PERSON if by else Escalation.How.RULE,
        rule=rule,
        reason=reason,
        packet=packet.build(thread, story=story, ticket_class=_class_of(rule)),
        created_at=moment,
    )
    community.services.set_support_state(
        thread=thread, state=SupportState.SENDING, at=moment
    )
    deliver.enqueue(escalation.pk)
    if is_author and visit is not None:
        search.services.record_outcome(
            visit=visit,
            kind="ticketed",
            key=thread.key,
            text=thread.title,
            language=thread.language,
            at=moment,
        )
    return escalation


def _check(
    thread: Thread,
    by: Member | None,
    reason: str,
    moment: datetime,
    rule: EscalationRule | None,
) -> None:
    if thread.hidden_at is not None:
        raise ValidationError(_("This discussion was taken down."))
    if by is None:
        if not _is_still_due(thread, rule):
            raise ValidationError(_("Somebody answered meanwhile."))
        return
    if by.is_moderator:
        if not reason:
            raise ValidationError({"reason": _("Say why support should look at it.")})
        return
    if not thread.is_question or thread.is_solved:
        raise ValidationError(
            _("Only an open question can be handed over. Not solved? Open it again first.")
        )
    if moment < possible_from(thread):
        start = date_format(timezone.localtime(possible_from(thread)), "DATETIME_FORMAT")
        raise ValidationError(
            _(
                "Merchants may still answer: you can hand this over to support from "
                "%(start)s on."
            )
            % {"start": start},
            code="too_early",
        )


def _is_still_due(thread: Thread, rule: EscalationRule | None) -> bool:
    """Whether nothing happened since the rule chose the thread; asked under its lock.

    Another worker's run may have chosen it too: whoever locks it first hands it over.
    """
    states = rule.states if rule is not None else [State.UNANSWERED]
    return (
        thread.state in states and not thread.is_locked and not thread.escalations.exists()
    )


def _class_of(rule: EscalationRule | None) -> str:
    return rule.ticket_class if rule is not None else Ticket.Class.QUESTION


@transaction.atomic
def send_again(*, escalation: Escalation, by: Member) -> Escalation:
    """Start over with one that was not sent; one under way is left alone.

    Raises:
        PermissionDenied: ``by`` neither asked the question nor moderates the forum.
    """
    escalation = Escalation.objects.select_for_update().get(pk=escalation.pk)
    if not may_hand_over(escalation.thread, by):
        raise PermissionDenied
    if escalation.state != Escalation.State.NOT_SENT:
        return escalation
    escalation.state, escalation.tries = Escalation.State.SENDING, 0
    escalation.tried_at = timezone.now()
    escalation.save(update_fields=["state", "tries", "tried_at"])
    community.services.set_support_state(
        thread=escalation.thread, state=SupportState.SENDING
    )
    deliver.enqueue(escalation.pk)
    return escalation


def sweep(*, now: datetime | None = None) -> int:
    """Enqueue what waits for a try that never came; return how many."""
    moment = now or timezone.now()
    lost = [
        escalation
        for escalation in Escalation.objects.sending()
        if delivery.is_overdue(escalation, now=moment)
    ]
    for escalation in lost:
        if escalation.tries > len(delivery.RETRY_MINUTES):
            delivery.give_up(escalation.pk, at=moment)
        else:
            deliver.enqueue(escalation.pk)
    return len(lost)
