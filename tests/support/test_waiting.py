"""How long support takes, in open minutes, and whether it is open now."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from support import services
from support.hours import support_hours
from support.models import SupportHours
from support.waiting import ticket_wait
from tests.factories import StaffFactory
from tests.support.factories import TicketFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
FRIDAY_EVENING = datetime(2026, 11, 20, 17, tzinfo=PARIS)
MONDAY_MORNING = datetime(2026, 11, 23, 9, tzinfo=PARIS)


def test_counts_open_minutes_and_those_still_waiting():
    claire = StaffFactory()
    for _ in range(15):
        ticket = TicketFactory(at=FRIDAY_EVENING)
        services.reply(ticket=ticket, by=claire, body="Done.", at=MONDAY_MORNING)
    for _ in range(5):
        TicketFactory(at=FRIDAY_EVENING, ticket_class="complaint")

    claim = ticket_wait(MONDAY_MORNING + timedelta(days=1))

    assert (claim.median_minutes, claim.cases) == (120, 20)
    assert claim.share_answered == 0.75
    assert ticket_wait(MONDAY_MORNING, ticket_class="complaint") is None


def test_a_request_closed_without_a_reply_waited_and_was_not_answered():
    for _ in range(20):
        ticket = TicketFactory(at=FRIDAY_EVENING)
        services.close(ticket=ticket, by=ticket.requester, at=MONDAY_MORNING)

    claim = ticket_wait(MONDAY_MORNING)

    assert (claim.median_minutes, claim.share_answered) == (None, 0)


def test_the_working_days_are_there_from_the_start():
    state = support_hours(MONDAY_MORNING)

    assert (state.is_open, state.closes_at) == (True, MONDAY_MORNING.replace(hour=18))


def test_closed_says_when_it_opens():
    state = support_hours(FRIDAY_EVENING.replace(hour=19))

    assert (state.is_open, state.opens_at) == (False, MONDAY_MORNING.replace(hour=8))


def test_without_hours_it_never_opens(client):
    SupportHours.objects.all().delete()

    assert support_hours(MONDAY_MORNING).opens_at is None
    assert "no fixed hours" in client.get("/support/").text
