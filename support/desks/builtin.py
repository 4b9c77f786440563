"""The built-in desk: requests in our own database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Member
from base.markdown import render
from support.desks.port import Capabilities, DeskError
from support.models import Escalation, Message, Ticket
from support.numbers import next_number
from support.promises import expected_from

if TYPE_CHECKING:
    from datetime import datetime

    from support.desks.port import Packet


class BuiltinDesk:
    capabilities = Capabilities(is_here=True, takes_messages=True, closes=True)

    def find(self, reference: str) -> str | None:
        ticket = Ticket.objects.filter(key=reference).first()
        return ticket.label if ticket else None

    def open(self, reference: str, packet: Packet, *, at: datetime | None = None) -> str:
        if number := self.find(reference):
            return number
        try:
            with transaction.atomic():
                return self._open(reference, packet, at or timezone.now()).label
        except DatabaseError as error:
            raise DeskError(str(error)) from error

    def _open(self, reference: str, packet: Packet, at: datetime) -> Ticket:
        ticket_class = packet.get("class", Ticket.Class.QUESTION)
        return Ticket.objects.create(
            number=next_number(),
            key=reference,
            requester=Member.objects.filter(pk=packet["requester"]["id"]).first(),
            subject=packet["thread"]["title"],
            ticket_class=ticket_class,
            language=packet["thread"]["language"],
            escalation=Escalation.objects.filter(uuid=reference).first(),
            opened_at=at,
            expected_at=expected_from(at, ticket_class),
        )

    def append(self, reference: str, body: str, *, by_id: int) -> None:
        author = Member.objects.get(pk=by_id)
        Message.objects.create(
            ticket=self._ticket(reference),
            author=author,
            body_markdown=body,
            body_html=render(body),
            from_support=author.is_support,
        )

    def close(self, reference: str, *, at: datetime | None = None) -> None:
        ticket = self._ticket(reference)
        if not ticket.is_closed:
            ticket.state, ticket.closed_at = Ticket.State.CLOSED, at or timezone.now()
            ticket.save(update_fields=["state", "closed_at"])

    def _ticket(self, reference: str) -> Ticket:
        try:
            return Ticket.objects.get(key=reference)
        except Ticket.DoesNotExist as error:
            raise DeskError(reference) from error
