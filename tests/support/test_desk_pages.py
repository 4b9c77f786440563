"""The built-in desk in Wagtail's admin: for support only."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.models import Post
from support import services
from support.models import Escalation
from tests.factories import ModeratorFactory, StaffFactory
from tests.support.factories import EscalationFactory, TicketFactory, delivered_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire() -> Client:
    client = Client()
    client.force_login(StaffFactory(display_name="Claire"))
    return client


def address(name: str, *args: int) -> str:
    return reverse(f"support_desk:{name}", args=args)


def test_is_for_support_only():
    ticket, client = TicketFactory(), Client()
    client.force_login(ModeratorFactory())

    for name in ("queue", "ticket"):
        page = address(name, *([ticket.pk] if name == "ticket" else []))
        assert client.get(page).status_code in {302, 403}
    for name in ("reply", "note", "take", "close", "reopen"):
        response = client.post(address(name, ticket.pk), {"body": "x", "note": "x"})
        assert response.status_code in {302, 403}
    ticket.refresh_from_db()
    assert (ticket.state, ticket.messages.count()) == ("open", 1)


def test_the_queue_is_filtered_searched_and_in_order(claire, django_assert_max_num_queries):
    question = TicketFactory(subject="Where is my invoice")
    complaint = TicketFactory(subject="I am angry", ticket_class="complaint")
    closed = TicketFactory(subject="Long gone")
    services.close(ticket=closed, by=closed.requester)

    with django_assert_max_num_queries(25):
        page = claire.get(address("queue")).text
    assert page.index("I am angry") < page.index("Where is my invoice")
    assert "Long gone" not in page
    assert "Long gone" in claire.get(address("queue"), {"state": "closed"}).text

    for words in (question.label, "INVOICE", question.requester.email):
        found = claire.get(address("queue"), {"q": words, "state": "all"}).text
        assert "Where is my invoice" in found
        assert complaint.subject not in found


def test_the_queue_grows_without_more_queries(claire):
    delivered_ticket()
    claire.get(address("queue"))
    before = count_queries(claire)

    for _ in range(3):
        TicketFactory()
    delivered_ticket()

    assert count_queries(claire) == before


def count_queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address("queue"))
    return len(captured)


def test_the_request_shows_the_packet_and_answers_in_the_thread(claire):
    ticket = delivered_ticket()

    page = claire.get(address("ticket", ticket.pk)).text
    assert "It says Pending since Friday." in page
    claire.post(address("reply", ticket.pk), {"body": "Paid on Monday.", "in_thread": "on"})

    assert Post.objects.get(position=2).as_support
    assert "Paid on Monday." in claire.get(address("ticket", ticket.pk)).text


def test_without_the_tick_it_stays_private(claire):
    ticket = delivered_ticket()

    claire.post(address("reply", ticket.pk), {"body": "Your IBAN ends in 12."})

    assert Post.objects.count() == 1


def test_asks_back(claire):
    ticket = delivered_ticket()

    claire.post(address("reply", ticket.pk), {"body": "Which bank?", "ask": "1"})

    ticket.refresh_from_db()
    assert ticket.state == "waiting"


def test_notes_taking_closing_and_opening_again(claire):
    ticket = TicketFactory()

    claire.post(address("note", ticket.pk), {"note": "Called her."})
    claire.post(address("take", ticket.pk))
    claire.post(address("close", ticket.pk))
    page = claire.get(address("ticket", ticket.pk)).text
    assert "Called her." in page
    assert "Looked after by Claire." in page
    claire.post(address("reopen", ticket.pk))

    ticket.refresh_from_db()
    assert ticket.state == "open"


@pytest.mark.parametrize(("name", "field"), [("reply", "body"), ("note", "note")])
def test_what_cannot_be_sent_comes_back(claire, name, field):
    ticket = TicketFactory()

    assert claire.post(address(name, ticket.pk), {field: ""}).status_code == 422
    long = claire.post(address(name, ticket.pk), {field: "x" * 20_001})
    assert long.status_code == 422


def test_a_newer_request_keeps_the_older_one_closed(claire):
    ticket = delivered_ticket()
    services.close(ticket=ticket, by=ticket.requester)
    services.escalate(thread=ticket.thread, by=StaffFactory(), reason="Anew")

    response = claire.post(address("reopen", ticket.pk))

    assert "newer request" in response.text


def test_what_was_not_sent_is_shown_to_support(claire):
    escalation = EscalationFactory()
    Escalation.objects.update(state="not_sent")

    assert escalation.thread.title in claire.get(address("queue")).text
