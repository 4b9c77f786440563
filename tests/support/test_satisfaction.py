"""Once a request is closed its requester says how it was: one tap, then why."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from support import services
from support.models import Satisfaction, Ticket
from tests.factories import MemberFactory, StaffFactory
from tests.support.factories import TicketFactory

pytestmark = pytest.mark.django_db
ASKED = "Are you satisfied with how it went?"


@pytest.fixture
def closed() -> Ticket:
    ticket = TicketFactory()
    return services.close(ticket=ticket, by=StaffFactory())


@pytest.fixture
def requester(closed) -> Client:
    client = Client()
    client.force_login(closed.requester)
    return client


def test_it_is_asked_after_closing_only(closed, requester):
    opened = TicketFactory(by=closed.requester)

    assert ASKED not in requester.get(opened.get_absolute_url()).text
    assert ASKED in requester.get(closed.get_absolute_url()).text
    with pytest.raises(ValidationError):
        services.rate(ticket=opened, by=opened.requester, is_satisfied=True)


def test_one_tap_is_enough(closed, requester):
    address = reverse("support:satisfaction", args=[closed.number])

    page = requester.post(address, {"satisfied": "yes"}, follow=True).text

    assert Satisfaction.objects.get().is_satisfied
    assert "You said: yes." in page


def test_a_no_may_say_why_and_support_reads_it(closed, requester):
    address = reverse("support:satisfaction", args=[closed.number])
    page = requester.post(address, {"satisfied": "no"}, follow=True).text
    assert "I had to explain it again" in page

    said = {"satisfied": "no", "reason": "again", "comment": "Three times <b>over</b>"}
    requester.post(address, said)

    found = Satisfaction.objects.get()
    assert (found.is_satisfied, found.reason) == (False, "again")
    claire = Client()
    claire.force_login(StaffFactory())
    desk = claire.get(reverse("support_desk:ticket", args=[closed.pk])).text
    assert "The person is not satisfied." in desk
    assert "Three times &lt;b&gt;over&lt;/b&gt;" in desk


def test_a_reason_that_is_none_of_ours_is_refused(closed, requester):
    address = reverse("support:satisfaction", args=[closed.number])

    page = requester.post(address, {"satisfied": "no", "reason": "x"}, follow=True).text

    assert "Choose one of the reasons." in page
    assert not Satisfaction.objects.exists()


def test_only_the_requester_says_it(closed):
    for who in (StaffFactory(), MemberFactory()):
        with pytest.raises(PermissionDenied):
            services.rate(ticket=closed, by=who, is_satisfied=True)
    client = Client()
    client.force_login(MemberFactory())
    address = reverse("support:satisfaction", args=[closed.number])
    assert client.post(address, {"satisfied": "yes"}).status_code == 404


def test_the_last_word_counts(closed):
    services.rate(ticket=closed, by=closed.requester, is_satisfied=False, reason="slow")
    services.rate(ticket=closed, by=closed.requester, is_satisfied=True, reason="slow")

    found = Satisfaction.objects.get()
    assert (found.is_satisfied, found.reason) == (True, "")
