"""The pages: who may see what, with and without a sign-in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from support import services
from support.models import Escalation, Ticket
from tests.community.factories import ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory
from tests.support.factories import (
    EscalationFactory,
    TicketFactory,
    delivered_ticket,
    old_thread,
)

pytestmark = pytest.mark.django_db
TYPED = {"ticket_class": "blocked", "subject": "Shop down", "body": "Since this morning."}


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_contact_says_whom_to_ask_and_when(client):
    page = client.get(reverse("support:contact")).text

    assert "Whom would you like to ask?" in page
    assert "too few to say" in page
    assert "Monday" in page


def test_a_request_is_sent_and_shown():
    response = signed_in(MemberFactory()).post(reverse("support:new"), TYPED, follow=True)

    ticket = Ticket.objects.get()
    assert response.redirect_chain[-1][0] == ticket.get_absolute_url()
    assert ticket.ticket_class == "blocked"
    assert "Since this morning." in response.text


def test_what_was_typed_before_signing_in_is_back_after_it(client):
    response = client.post(reverse("support:new"), TYPED)
    assert reverse("account_login") in response["Location"]

    client.force_login(MemberFactory())
    page = client.get(reverse("support:new")).text

    assert "Since this morning." in page
    assert "not sent yet" in page
    client.post(reverse("support:new"), TYPED)
    assert "Since this morning." not in client.get(reverse("support:new")).text


def test_an_empty_form_says_what_is_missing():
    response = signed_in(MemberFactory()).post(reverse("support:new"), {})

    assert response.status_code == 422


def test_too_many_requests_are_held_back(settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"contact": "1/3600"}
    client = signed_in(MemberFactory())
    client.post(reverse("support:new"), TYPED)

    response = client.post(reverse("support:new"), TYPED | {"subject": "Another"})

    assert response.status_code == 429
    assert "Since this morning." in response.text


@pytest.mark.parametrize(
    ("who", "status"),
    [(MemberFactory, 404), (ModeratorFactory, 404), (StaffFactory, 200)],
)
def test_a_request_is_for_its_requester_and_support(who, status):
    ticket = TicketFactory()

    assert signed_in(who()).get(ticket.get_absolute_url()).status_code == status
    assert signed_in(ticket.requester).get(ticket.get_absolute_url()).status_code == 200
    assert Client().get(ticket.get_absolute_url()).status_code == 302
    closing = reverse("support:close", args=[ticket.number])
    assert signed_in(MemberFactory()).post(closing).status_code == 404


def test_notes_never_leave():
    ticket = TicketFactory()
    services.add_note(ticket=ticket, by=StaffFactory(), body="Refund twice, quietly.")

    for reader in (ticket.requester, StaffFactory()):
        assert "quietly" not in signed_in(reader).get(ticket.get_absolute_url()).text


def test_the_requester_writes_closes_and_opens_again():
    ticket = TicketFactory()
    client = signed_in(ticket.requester)

    page = client.post(ticket.get_absolute_url(), {"body": "And *this*."}, follow=True)
    assert "<em>this</em>" in page.text
    closed = client.post(reverse("support:close", args=[ticket.number]), follow=True)
    assert "open it again" in closed.text
    client.post(reverse("support:reopen", args=[ticket.number]))

    ticket.refresh_from_db()
    assert ticket.state == "open"


def test_a_newer_request_keeps_the_older_one_closed():
    ticket = delivered_ticket()
    services.close(ticket=ticket, by=ticket.requester)
    services.escalate(thread=ticket.thread, by=StaffFactory(), reason="Anew")

    address = reverse("support:reopen", args=[ticket.number])
    response = signed_in(ticket.requester).post(address)

    assert response.status_code == 422
    assert "newer request" in response.text


def test_my_requests_are_mine_in_few_queries(
    django_assert_max_num_queries,
):
    member = MemberFactory()
    for _ in range(3):
        TicketFactory(by=member)
    others = TicketFactory()
    client = signed_in(member)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("support:requests")).text

    assert page.count('class="title"') == 3
    assert others.subject not in page


def test_the_author_sees_what_goes_and_sends_it():
    thread = old_thread(body="It says Pending.")
    client = signed_in(thread.author)
    address = reverse("support:escalate", args=[thread.pk])

    assert "It says Pending." in client.get(address).text
    response = client.post(address, {"reason": "Urgent"}, follow=True)

    assert response.redirect_chain[-1][0] == thread.get_absolute_url()
    assert Escalation.objects.get().reason == "Urgent"
    assert client.get(address)["Location"] == thread.get_absolute_url()


def test_too_early_says_when():
    thread = ThreadFactory()
    client = signed_in(thread.author)
    address = reverse("support:escalate", args=[thread.pk])

    assert "from" in client.get(address).text
    assert client.post(address, {}).status_code == 422


def test_a_moderator_must_say_why_and_strangers_find_nothing():
    thread = ThreadFactory()
    address = reverse("support:escalate", args=[thread.pk])

    assert signed_in(MemberFactory()).get(address).status_code == 404
    keeper = signed_in(ModeratorFactory())
    assert keeper.get(address).status_code == 200
    assert keeper.post(address, {"reason": ""}).status_code == 422
    assert keeper.post(address, {"reason": "Ledger"}).status_code == 302


def test_send_again_after_it_was_not_sent():
    escalation = EscalationFactory()
    Escalation.objects.update(state="not_sent")
    address = reverse("support:send_again", args=[escalation.thread.pk])

    assert signed_in(escalation.thread.author).post(address).status_code == 302

    escalation.refresh_from_db()
    assert escalation.state == "sending"


def test_the_thread_shows_the_number_to_those_concerned_only():
    ticket = delivered_ticket()
    address = ticket.thread.get_absolute_url()

    for member in (ticket.requester, StaffFactory()):
        assert ticket.label in signed_in(member).get(address).text
    public = Client().get(address).text
    assert "With support since" in public
    assert ticket.label not in public


def test_a_second_round_on_its_way_does_not_show_the_first_number():
    ticket = delivered_ticket()
    services.close(ticket=ticket, by=ticket.requester)
    services.escalate(thread=ticket.thread, by=StaffFactory(), reason="Anew")

    page = signed_in(ticket.requester).get(ticket.thread.get_absolute_url()).text

    assert "On its way to support" in page
    assert ticket.label not in page


def test_the_thread_offers_the_author_the_button_when_it_is_time():
    early, late = ThreadFactory(), old_thread()

    page = signed_in(early.author).get(early.get_absolute_url()).text
    assert "on you can hand this to support" in page
    page = signed_in(late.author).get(late.get_absolute_url()).text
    assert reverse("support:escalate", args=[late.pk]) in page
    page = signed_in(MemberFactory()).get(late.get_absolute_url()).text
    assert reverse("support:escalate", args=[late.pk]) not in page
