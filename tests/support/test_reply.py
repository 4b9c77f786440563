"""Reply: support answers, in the thread too; the requester opens it again."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Notice
from community.models import Post, SupportState
from support import services
from tests.factories import MemberFactory, StaffFactory
from tests.support.factories import TicketFactory, delivered_ticket

pytestmark = pytest.mark.django_db


def test_returns_to_the_thread_as_supports_answer():
    ticket, claire = delivered_ticket(), StaffFactory()

    message = services.reply(ticket=ticket, by=claire, body="Paid on *Monday*.")

    ticket.refresh_from_db()
    thread = ticket.thread
    post = Post.objects.get(position=2)
    assert (post.as_support, post.author, message.post) == (True, claire, post)
    assert (ticket.state, ticket.escalation.state) == ("answered", "answered")
    assert thread.support_state == SupportState.ANSWERED
    assert ticket.first_reply_at == message.posted_at
    assert Notice.objects.filter(member=thread.author).count() == 1  # not twice


def test_stays_private_when_support_says_so():
    ticket = delivered_ticket()

    services.reply(ticket=ticket, by=StaffFactory(), body="Your IBAN.", in_thread=False)

    assert Post.objects.count() == 1
    assert Notice.objects.get(kind="support").url == ticket.get_absolute_url()


def test_the_requesters_own_reply_opens_it_again():
    ticket = delivered_ticket()
    services.reply(ticket=ticket, by=StaffFactory(), body="Paid on Monday.")

    services.reply(ticket=ticket, by=ticket.requester, body="It is not there.")

    ticket.refresh_from_db()
    assert ticket.state == "open"
    assert ticket.thread.support_state == SupportState.WITH_SUPPORT
    assert Post.objects.count() == 2  # theirs stays in the request


def test_twice_is_once():
    ticket, claire = delivered_ticket(), StaffFactory()

    for _ in range(2):
        services.reply(ticket=ticket, by=claire, body="Paid on Monday.")

    assert ticket.messages.count() == 1
    assert Post.objects.count() == 2


def test_is_for_the_requester_and_support_only():
    with pytest.raises(PermissionDenied):
        services.reply(ticket=TicketFactory(), by=MemberFactory(), body="Hello")


@pytest.mark.parametrize("body", ["  ", "x" * 20_001])
def test_needs_a_text_that_fits(body):
    ticket = TicketFactory()

    with pytest.raises(ValidationError):
        services.reply(ticket=ticket, by=ticket.requester, body=body)


def test_a_closed_request_takes_none_until_it_is_open_again():
    ticket = TicketFactory()
    services.close(ticket=ticket, by=ticket.requester)

    with pytest.raises(ValidationError, match="closed"):
        services.reply(ticket=ticket, by=ticket.requester, body="One more thing")
    services.reopen(ticket=ticket, by=ticket.requester)
    services.reply(ticket=ticket, by=ticket.requester, body="One more thing")


def test_a_question_back_waits_for_the_requester():
    ticket, claire = delivered_ticket(), StaffFactory()

    services.ask_back(ticket=ticket, by=claire, body="Which bank?")

    ticket.refresh_from_db()
    assert ticket.thread.support_state == SupportState.WAITING
    assert "asks you" in Notice.objects.get(kind="support").text
    with pytest.raises(PermissionDenied):
        services.ask_back(ticket=ticket, by=ticket.requester, body="Who?")


def test_notes_and_taking_are_for_support():
    ticket, claire = delivered_ticket(), StaffFactory()

    for _ in range(2):
        services.add_note(ticket=ticket, by=claire, body="Angry, rightly.")
    services.take(ticket=ticket, by=claire)

    ticket.refresh_from_db()
    assert ticket.assigned_to == claire
    assert [message.is_note for message in ticket.messages.all()] == [True]
    assert ticket.state == "open"
    for verb in (services.take, services.add_note):
        words = {} if verb is services.take else {"body": "Hm"}
        with pytest.raises(PermissionDenied):
            verb(ticket=ticket, by=ticket.requester, **words)
