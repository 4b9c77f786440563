"""What happens in a request. Each verb is one transaction and may be pressed twice.

Every verb takes ``at``, when it happened: the demo plays back the past.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import community.services
import search.services
from base.sanitize import one_line
from support import telling
from support.delivery import deliver_now as deliver_now  # one door for callers
from support.escalation import escalate as escalate
from support.escalation import send_again as send_again
from support.escalation import sweep as sweep
from support.files import keep
from support.models import Message, Ticket
from support.numbers import next_number
from support.promises import expected_from
from support.promises import tell_late as tell_late
from support.rating import rate as rate
from support.rules import escalate_due as escalate_due
from support.standing import locked, set_state
from support.writing import SAME_PRESS, add_message, check_body, same_message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import Member
    from base.attachments import Found
    from search.visit import Visit

SUBJECT_MAX_CHARACTERS = 200


def _is_party(ticket: Ticket, member: Member) -> bool:
    return member.is_active and (member.is_support or member.pk == ticket.requester_id)


@transaction.atomic
def open_request(
    *,
    by: Member,
    subject: str,
    body: str,
    ticket_class: str = Ticket.Class.QUESTION,
    language: str = "en",
    at: datetime | None = None,
    visit: Visit | None = None,
    files: Sequence[Found] = (),
) -> Ticket:
    """Open a request to support; the same one twice within a minute is one.

    Raises:
        PermissionDenied: ``by`` is no longer active.
        ValidationError: subject or text are missing or too long, by field.
    """
    if not by.is_active:
        raise PermissionDenied
    subject, body = one_line(subject), check_body(body)
    if not subject or len(subject) > SUBJECT_MAX_CHARACTERS:
        raise ValidationError({"subject": _("Say in one line what it is about.")})
    moment = at or timezone.now()
    recent = by.requests.filter(subject=subject, opened_at__gte=moment - SAME_PRESS)
    if (twin := recent.filter(opened_at__lte=moment).first()) is not None:
        return twin
    ticket = Ticket.objects.create(
        number=next_number(),
        requester=by,
        subject=subject,
        ticket_class=ticket_class,
        language=language,
        opened_at=moment,
        expected_at=expected_from(moment, ticket_class),
    )
    keep(add_message(ticket, by, body, moment), files, moment)
    _tell_search(ticket, visit)
    return ticket


def _tell_search(ticket: Ticket, visit: Visit | None) -> None:
    key = f"ticket:{ticket.pk}"
    search.services.record_need(
        kind="ticket",
        key=key,
        text=ticket.subject,
        language=ticket.language,
        at=ticket.opened_at,
        visitor=visit.visitor if visit is not None else "",
    )
    if visit is not None:
        search.services.record_outcome(
            visit=visit,
            kind="ticketed",
            key=key,
            text=ticket.subject,
            language=ticket.language,
            at=ticket.opened_at,
        )


@transaction.atomic
def reply(
    *,
    ticket: Ticket,
    by: Member,
    body: str,
    at: datetime | None = None,
    in_thread: bool = True,
    files: Sequence[Found] = (),
) -> Message:
    """Add a message: support's makes it answered, the requester's opens it again.

    Args:
        in_thread: support's answer also goes into the thread the request came from.
        files: as ``base.attachments.examine`` lets them pass; they stay in the request.

    Raises:
        PermissionDenied: ``by`` is neither the requester nor support.
        ValidationError: the text is missing or too long, or the request is closed.
    """
    ticket = locked(ticket)
    if not _is_party(ticket, by):
        raise PermissionDenied
    if ticket.is_closed:
        raise ValidationError(_("This request is closed. Open it again to write."))
    body, moment = check_body(body), at or timezone.now()
    if twin := same_message(ticket, by, body, moment):
        keep(twin, files, moment)  # pressed again for a file that was forgotten
        return twin
    if by.pk == ticket.requester_id:
        message = add_message(ticket, by, body, moment)
        set_state(ticket, Ticket.State.OPEN, moment)
    else:
        message = _answer(ticket, by, body, moment, in_thread=in_thread)
    keep(message, files, moment)
    return message


def _answer(
    ticket: Ticket, by: Member, body: str, moment: datetime, *, in_thread: bool
) -> Message:
    post = None
    if in_thread and ticket.thread is not None:
        post = community.services.answer(
            thread=ticket.thread, by=by, body=body, as_support=True, at=moment
        )
    message = add_message(ticket, by, body, moment, post=post)
    _note_first_reply(ticket, moment)
    set_state(ticket, Ticket.State.ANSWERED, moment)
    if not (post and post.thread.watches.filter(member=ticket.requester_id).exists()):
        telling.tell_message(message, asks=False)  # else the thread told them already
    return message


def _note_first_reply(ticket: Ticket, moment: datetime) -> None:
    if ticket.first_reply_at is None:
        ticket.first_reply_at = moment
        ticket.save(update_fields=["first_reply_at"])


@transaction.atomic
def ask_back(
    *,
    ticket: Ticket,
    by: Member,
    body: str,
    at: datetime | None = None,
    files: Sequence[Found] = (),
) -> Message:
    """Ask the requester for something; the request waits for them.

    Raises:
        PermissionDenied: ``by`` is not support.
        ValidationError: the text is missing or too long, or the request is closed.
    """
    ticket = _for_support(ticket, by)
    if ticket.is_closed:
        raise ValidationError(_("This request is closed. Open it again to write."))
    body, moment = check_body(body), at or timezone.now()
    if twin := same_message(ticket, by, body, moment):
        keep(twin, files, moment)  # pressed again for a file that was forgotten
        return twin
    message = add_message(ticket, by, body, moment)
    keep(message, files, moment)
    _note_first_reply(ticket, moment)
    set_state(ticket, Ticket.State.WAITING, moment)
    telling.tell_message(message, asks=True)
    return message


def _for_support(ticket: Ticket, by: Member) -> Ticket:
    if not (by.is_active and by.is_support):
        raise PermissionDenied
    return locked(ticket)


@transaction.atomic
def add_note(
    *, ticket: Ticket, by: Member, body: str, at: datetime | None = None
) -> Message:
    """Write a note that never leaves support.

    Raises:
        PermissionDenied: ``by`` is not support.
        ValidationError: the text is missing or too long.
    """
    ticket = _for_support(ticket, by)
    body, moment = check_body(body), at or timezone.now()
    twin = same_message(ticket, by, body, moment, is_note=True)
    return twin or add_message(ticket, by, body, moment, is_note=True)


@transaction.atomic
def take(*, ticket: Ticket, by: Member) -> Ticket:
    """Make ``by`` the one who looks after the request.

    Raises:
        PermissionDenied: ``by`` is not support.
    """
    ticket = _for_support(ticket, by)
    ticket.assigned_to = by
    ticket.save(update_fields=["assigned_to"])
    return ticket


@transaction.atomic
def close(*, ticket: Ticket, by: Member, at: datetime | None = None) -> Ticket:
    """Close the request; closed already changes nothing.

    Raises:
        PermissionDenied: ``by`` is neither the requester nor support.
    """
    ticket = locked(ticket)
    if not _is_party(ticket, by):
        raise PermissionDenied
    if ticket.is_closed:
        return ticket
    moment = at or timezone.now()
    set_state(ticket, Ticket.State.CLOSED, moment)
    if by.pk != ticket.requester_id:
        telling.tell_closed(ticket, at=moment)
    return ticket


@transaction.atomic
def reopen(*, ticket: Ticket, by: Member, at: datetime | None = None) -> Ticket:
    """Open the request again; one that is open changes nothing.

    Raises:
        PermissionDenied: ``by`` is neither the requester nor support.
        ValidationError: its thread was handed over anew meanwhile.
    """
    ticket = locked(ticket)
    if not _is_party(ticket, by):
        raise PermissionDenied
    if ticket.state == Ticket.State.OPEN:
        return ticket
    thread = ticket.thread
    if ticket.is_closed and thread and thread.escalations.open().exists():
        raise ValidationError(_("There is a newer request about the same discussion."))
    set_state(ticket, Ticket.State.OPEN, at or timezone.now())
    return ticket
