"""A person is told by when to expect a reply, and before that time is missed a new one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from accounts.models import Notice
from support import services
from tests.factories import StaffFactory
from tests.support.factories import TicketFactory, delivered_ticket

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
THURSDAY = datetime(2026, 11, 19, 9, tzinfo=PARIS)
FRIDAY_EVENING = datetime(2026, 11, 20, 17, tzinfo=PARIS)
PROMISED = datetime(2026, 11, 23, 9, tzinfo=PARIS)  # two open hours later


@pytest.fixture
def usual(time_machine) -> None:
    """Twenty requests had their reply after two hours."""
    time_machine.move_to(FRIDAY_EVENING)
    claire = StaffFactory()
    for _ in range(20):
        ticket = TicketFactory(at=THURSDAY)
        later = THURSDAY + timedelta(hours=2)
        services.reply(ticket=ticket, by=claire, body="Done.", at=later)
    Notice.objects.all().delete()
    cache.clear()  # of what was claimed while there were too few


def told() -> list[str]:
    return [each.text for each in Notice.objects.filter(text__contains="takes longer")]


def test_the_time_is_in_open_hours_and_shown_in_the_readers_zone(usual, client):
    ticket = TicketFactory(at=FRIDAY_EVENING)
    client.force_login(ticket.requester)
    client.cookies["zone"] = "America/New_York"

    assert ticket.expected_at == PROMISED
    page = client.get(ticket.get_absolute_url()).text
    assert "23 Nov 2026, 03:00, your time" in page
    assert "usually within 2\u00a0h" in page


def test_nothing_is_promised_where_too_few_came(client):
    ticket = TicketFactory()
    client.force_login(ticket.requester)

    assert ticket.expected_at is None
    page = client.get(ticket.get_absolute_url()).text
    assert "Expected by" not in page
    assert "too few to say" in page


def test_a_thread_says_it_to_its_author_alone(usual, client):
    ticket = delivered_ticket()
    address, said = ticket.thread.get_absolute_url(), "A reply is expected by"

    assert said not in client.get(address).text
    client.force_login(ticket.requester)
    assert said in client.get(address).text


def test_before_the_time_is_missed_a_new_one_is_told_once(usual):
    ticket = TicketFactory(at=FRIDAY_EVENING)

    assert services.tell_late(now=PROMISED - timedelta(hours=1)) == 0
    for _ in range(3):
        services.tell_late(now=PROMISED - timedelta(minutes=20))

    ticket.refresh_from_db()
    assert ticket.expected_at == PROMISED + timedelta(hours=2)
    (text,) = told()
    assert "23 Nov 2026, 11:00" in text
    assert Notice.objects.get(text=text).member == ticket.requester


def test_a_clock_that_slept_promises_nothing_in_the_past(usual):
    ticket = TicketFactory(at=FRIDAY_EVENING)
    late = PROMISED + timedelta(hours=5)

    services.tell_late(now=late)

    ticket.refresh_from_db()
    assert ticket.expected_at == late + timedelta(hours=2)


@pytest.mark.parametrize("verb", ["reply", "close"])
def test_who_has_a_reply_or_closed_it_is_told_nothing(usual, verb):
    ticket = TicketFactory(at=FRIDAY_EVENING)
    if verb == "reply":
        services.reply(ticket=ticket, by=StaffFactory(), body="Done.")
    else:
        services.close(ticket=ticket, by=ticket.requester)

    assert services.tell_late(now=PROMISED) == 0
    assert told() == []
