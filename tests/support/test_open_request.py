"""Open a request, close it, open it again."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Notice
from community.models import SupportState
from support import services
from support.models import Ticket
from tests.factories import MemberFactory, StaffFactory
from tests.support.factories import TicketFactory, delivered_ticket

pytestmark = pytest.mark.django_db


def test_numbers_follow_each_other(settings):
    settings.REQUEST_PREFIX = "B-"

    first, second = TicketFactory(), TicketFactory()

    assert (second.number, first.label) == (first.number + 1, f"B-{first.number}")


def test_a_double_press_is_one():
    member = MemberFactory()

    same = {"by": member, "subject": "Invoice", "body": "It is missing."}
    assert services.open_request(**same) == services.open_request(**same)

    assert Ticket.objects.get().messages.get().author == member


@pytest.mark.parametrize(("subject", "body"), [("", "Text"), ("Invoice", " ")])
def test_needs_a_subject_and_a_text(subject, body):
    with pytest.raises(ValidationError):
        services.open_request(by=MemberFactory(), subject=subject, body=body)
    assert not Ticket.objects.exists()


def test_is_for_active_members():
    with pytest.raises(PermissionDenied):
        TicketFactory(by=MemberFactory(is_active=False))


def test_closing_closes_the_escalation_and_the_thread():
    ticket = delivered_ticket()

    services.close(ticket=ticket, by=StaffFactory())
    services.close(ticket=ticket, by=ticket.requester)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.escalation.state) == ("closed", "closed")
    assert ticket.escalation.closed_at == ticket.closed_at
    assert ticket.thread.support_state == SupportState.CLOSED
    assert Notice.objects.filter(kind="support").count() == 1


def test_opening_again_brings_it_back_unless_a_newer_one_is_open():
    ticket = delivered_ticket()
    services.close(ticket=ticket, by=ticket.requester)

    again = services.reopen(ticket=ticket, by=ticket.requester)
    assert (again.state, again.closed_at, again.escalation.state) == (
        "open",
        None,
        "delivered",
    )

    services.close(ticket=ticket, by=ticket.requester)
    services.escalate(thread=ticket.thread, by=StaffFactory(), reason="Anew")
    with pytest.raises(ValidationError, match="newer"):
        services.reopen(ticket=ticket, by=ticket.requester)


def test_strangers_neither_close_nor_open():
    for verb in (services.close, services.reopen):
        with pytest.raises(PermissionDenied):
            verb(ticket=TicketFactory(), by=MemberFactory())


def test_the_queue_has_an_order_everyone_understands():
    classes = ["thanks", "question", "complaint", "buying", "blocked", "complaint"]
    for name in classes:
        TicketFactory(ticket_class=name)

    queue = list(Ticket.objects.in_queue_order())

    assert [ticket.ticket_class for ticket in queue] == [
        "complaint",
        "complaint",
        "blocked",
        "buying",
        "question",
        "thanks",
    ]
    assert queue[0].opened_at < queue[1].opened_at
