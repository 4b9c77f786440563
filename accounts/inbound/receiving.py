"""Taking a mail: whose it is, whether they may, once, and into which app's hands."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from accounts.inbound import addresses, parsing
from accounts.inbound.refusals import MAX_MEGABYTES, Refused, Why
from accounts.inbound.robots import robot
from accounts.models import Member, ReceivedMail
from base import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from email.message import Message

    from accounts.inbound.addresses import Ticket
    from accounts.inbound.parsing import Enclosure

Outcome = ReceivedMail.Outcome
log = logging.getLogger(__name__)
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
TAKING_LASTS_AT_MOST = timedelta(minutes=10)
KEPT = timedelta(days=90)  # no mail server tries for that long
RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "Resent-To")


class Taker(Protocol):
    """How an app takes an answer by mail; named in ``settings.MAIL_TAKERS``."""

    def __call__(
        self,
        *,
        pk: int,
        member: Member,
        text: str,
        enclosures: Sequence[Enclosure],
        taken: Callable[[], None],
    ) -> None:
        """Add ``text`` and the files to thing ``pk``, as if written on the site.

        Called in the member's language, outside of a transaction. It calls ``taken`` in
        the transaction that writes: either both are there or, for another try, neither.

        Raises:
            LimitReached: too often; the mail server tries again.
            PermissionDenied, ValidationError: it may not be added; the sender is told.
        """


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a mail."""

    why: Why | None = None  # None: it is taken
    reason: str = ""  # for the sender, in their language if we know them
    is_repeated: bool = False  # we had it before; this is what we said then

    @property
    def is_taken(self) -> bool:
        return self.why is None


def receive(
    raw: bytes,
    *,
    envelope_from: str | None = None,
    envelope_to: Sequence[str] = (),
) -> Receipt:
    """Take the mail ``raw``, or say why not; taking it twice does no harm.

    Args:
        raw: as it came over the wire, headers and all.
        envelope_from: who the mail server says sent it; "" for a bounce.
        envelope_to: to whom, where the mail server says so; else the headers tell.
    """
    try:
        return _receive(raw, envelope_from, envelope_to)
    except Refused as refusal:
        log.info("A mail is refused: %s", refusal.why)
        return Receipt(refusal.why, refusal.reason)
    except RecursionError:  # parts within parts within parts
        log.warning("A mail could not be read")
        return _refusal(Why.UNREADABLE)


def _receive(raw: bytes, envelope_from: str | None, envelope_to: Sequence[str]) -> Receipt:
    if not addresses.is_on():
        raise Refused(Why.OFF)
    if len(raw) > MAX_BYTES:
        raise Refused(Why.SIZE)
    message = parsing.parse(raw)
    senders = parsing.addresses(message, "From")
    if found := robot(message, envelope_from=envelope_from, senders=senders):
        raise Refused(found)
    ticket = _ticket(envelope_to or parsing.addresses(message, *RECIPIENTS))
    member = Member.objects.filter(pk=ticket.member_id).first()
    if member is None:
        raise Refused(Why.ADDRESS)
    with translation.override(member.language):
        if len(senders) != 1 or not _is_of(member, senders[0]):
            raise Refused(Why.STRANGER)
        return _once(message, parsing.message_id(message, raw), ticket, member)


def _ticket(recipients: Sequence[str]) -> Ticket:
    found = addresses.tickets(recipients)
    if not found or found[0].kind not in settings.MAIL_TAKERS:
        raise Refused(Why.ADDRESS)
    if len(found) > 1:
        raise Refused(Why.SEVERAL)
    return found[0]


def _is_of(member: Member, address: str) -> bool:
    """Whether the address is the member's own, or one they have confirmed."""
    if member.email and member.email.lower() == address:
        return True
    mine = EmailAddress.objects.filter(user=member, verified=True)
    return bool(mine.filter(email__iexact=address).exists())


def _once(message: Message, name: str, ticket: Ticket, member: Member) -> Receipt:
    """Take the mail unless that was done; remember what became of it."""
    mail = _claim(name, ticket, member)
    if mail is None:
        return _what_was_said(ReceivedMail.objects.get(message_id=name), ticket)
    try:
        receipt = _take(message, ticket, mail)
    except BaseException:
        _let_go(mail)
        raise
    if receipt.why is Why.LATER:
        _let_go(mail)
    else:
        _note(mail, receipt)
    return receipt


def _let_go(mail: ReceivedMail) -> None:
    """Let the next try be the first again, unless the mail is taken already."""
    ReceivedMail.objects.filter(pk=mail.pk, outcome=Outcome.TAKING).delete()


def _note(mail: ReceivedMail, receipt: Receipt) -> None:
    ReceivedMail.objects.filter(pk=mail.pk).update(
        outcome=Outcome.TAKEN if receipt.is_taken else Outcome.REFUSED,
        why=receipt.why or "",
        reason=receipt.reason,
    )


def _claim(name: str, ticket: Ticket, member: Member) -> ReceivedMail | None:
    """Return the row of a mail that is ours to take; None if somebody has it."""
    now = timezone.now()
    try:
        with transaction.atomic():
            return ReceivedMail.objects.create(
                message_id=name,
                at=now,
                member=member,
                about=ticket.key,
                outcome=Outcome.TAKING,
            )
    except IntegrityError:
        lost = ReceivedMail.objects.filter(at__lt=now - TAKING_LASTS_AT_MOST)
        mine = lost.filter(message_id=name, outcome=Outcome.TAKING, about=ticket.key)
        if mine.update(at=now):
            return ReceivedMail.objects.get(message_id=name)
        return None


def _what_was_said(mail: ReceivedMail, ticket: Ticket) -> Receipt:
    if mail.about != ticket.key:
        raise Refused(Why.SEVERAL)
    if mail.outcome == Outcome.TAKING:
        raise Refused(Why.LATER)
    why = Why(mail.why) if mail.why else None
    return Receipt(why, mail.reason, is_repeated=True)


def _take(message: Message, ticket: Ticket, mail: ReceivedMail) -> Receipt:
    try:
        limits.hit("mail", f"member:{mail.member_id}")
        _hand_over(message, ticket, mail)
    except Refused as refusal:
        return Receipt(refusal.why, refusal.reason)
    except limits.LimitReached:
        return _refusal(Why.LATER)
    except PermissionDenied as error:
        return _refusal(Why.NOT_TAKEN, str(error))
    except ValidationError as error:
        return _refusal(Why.NOT_TAKEN, " ".join(error.messages))
    return Receipt()


def _refusal(why: Why, reason: str = "") -> Receipt:
    return Receipt(why, Refused(why, reason).reason)


def _hand_over(message: Message, ticket: Ticket, mail: ReceivedMail) -> None:
    if not mail.member.is_active:
        raise Refused(Why.INACTIVE)
    text, enclosures = parsing.content(message, ours=addresses.we())
    if not text and not enclosures:
        raise Refused(Why.EMPTY)
    take: Taker = import_string(settings.MAIL_TAKERS[ticket.kind])
    take(
        pk=ticket.pk,
        member=mail.member,
        text=text,
        enclosures=enclosures,
        taken=partial(_note, mail, Receipt()),
    )


def forget(*, at: datetime | None = None) -> int:
    """Delete what we know of mails that will not come again; return how many."""
    before = (at or timezone.now()) - KEPT
    deleted, _rows = ReceivedMail.objects.filter(at__lt=before).delete()
    return deleted
