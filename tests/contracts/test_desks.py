"""What every desk promises."""

from __future__ import annotations

from uuid import uuid4

import pytest

from support.desks.builtin import BuiltinDesk
from support.desks.port import Desk, DeskError
from support.models import Ticket
from tests.factories import StaffFactory
from tests.support.factories import EscalationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[BuiltinDesk])
def desk(request) -> Desk:
    return request.param()


def test_finds_what_it_opened_by_reference(desk):
    escalation = EscalationFactory()
    reference = str(escalation.uuid)

    assert desk.find(reference) is None
    number = desk.open(reference, escalation.packet)

    assert desk.find(reference) == number


def test_the_same_reference_never_opens_two(desk):
    escalation = EscalationFactory()
    reference = str(escalation.uuid)

    numbers = {desk.open(reference, escalation.packet) for _ in range(2)}

    assert len(numbers) == 1
    assert Ticket.objects.count() == 1


def test_takes_messages_and_closes_twice_without_harm(desk):
    escalation = EscalationFactory()
    reference = str(escalation.uuid)
    desk.open(reference, escalation.packet)

    desk.append(reference, "**Done.**", by_id=StaffFactory().pk)
    for _ in range(2):
        desk.close(reference)

    ticket = Ticket.objects.get()
    assert "<strong>Done.</strong>" in ticket.messages.get().body_html
    assert ticket.is_closed


def test_says_so_when_it_knows_no_such_request(desk):
    with pytest.raises(DeskError):
        desk.append(str(uuid4()), "Hello", by_id=StaffFactory().pk)
    with pytest.raises(DeskError):
        desk.close(str(uuid4()))
