"""Deliver: each escalation becomes one request, whatever breaks on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Notice
from community.models import SupportState
from support import services
from support.desks.port import DeskError, get_desk
from support.models import Escalation, Ticket
from tests.support.factories import EscalationFactory, old_thread

pytestmark = pytest.mark.django_db


class SilentDesk:
    """A desk nobody reaches; an outside desk does that now and then."""

    def find(self, reference: str) -> str | None:
        raise DeskError("no route to the desk")


@pytest.fixture
def desk_is_silent(settings):
    settings.DESK = "tests.support.test_deliver.SilentDesk"


def fate(escalation: Escalation) -> tuple[str, str]:
    escalation.refresh_from_db()
    escalation.thread.refresh_from_db()
    return escalation.state, escalation.thread.support_state


def test_the_worker_opens_the_request(run_worker):
    escalation = EscalationFactory()

    run_worker()

    ticket = Ticket.objects.get()
    assert fate(escalation) == ("delivered", SupportState.WITH_SUPPORT)
    assert (ticket.escalation, ticket.key) == (escalation, escalation.uuid)
    assert (ticket.subject, ticket.requester) == (
        escalation.thread.title,
        escalation.thread.author,
    )
    assert escalation.number == ticket.label


def test_again_is_once():
    escalation = EscalationFactory()

    for _ in range(3):
        services.deliver_now(escalation.pk)

    assert Ticket.objects.count() == 1
    escalation.refresh_from_db()
    assert escalation.tries == 1


def test_a_crash_between_opening_and_marking_opens_no_second_one():
    escalation = EscalationFactory()
    number = get_desk().open(str(escalation.uuid), escalation.packet)

    services.deliver_now(escalation.pk)

    assert Ticket.objects.count() == 1
    assert fate(escalation) == ("delivered", SupportState.WITH_SUPPORT)
    assert escalation.number == number


def test_waits_longer_each_time_then_says_not_sent(desk_is_silent):
    escalation = EscalationFactory()
    now = timezone.now()

    waits = [services.deliver_now(escalation.pk, at=now) for _ in range(5)]

    assert [wait and (wait - now) / timedelta(minutes=1) for wait in waits] == [
        1,
        5,
        30,
        120,
        None,
    ]
    assert fate(escalation) == ("not_sent", SupportState.NOT_SENT)
    assert "did not reach support" in Notice.objects.get().text


def test_a_try_that_failed_leaves_the_next_in_the_queue(run_worker, desk_is_silent):
    escalation = EscalationFactory()

    run_worker()

    tasks = DBTaskResult.objects.filter(task_path="support.tasks.deliver")
    assert fate(escalation) == ("sending", SupportState.SENDING)
    assert tasks.get(status="READY").run_after > timezone.now()


def test_the_author_is_told_when_somebody_else_handed_it_over():
    thread = old_thread(hours=60)
    escalation = services.escalate(thread=thread, by=None, reason="")

    services.deliver_now(escalation.pk)

    assert Notice.objects.get(kind="support").member == thread.author


def test_what_was_lost_is_swept_up(run_worker):
    escalation = EscalationFactory()
    DBTaskResult.objects.all().delete()

    assert services.sweep() == 0
    assert services.sweep(now=timezone.now() + timedelta(minutes=20)) == 1

    run_worker()
    assert fate(escalation)[0] == "delivered"


def test_what_died_at_every_try_is_given_up():
    escalation = EscalationFactory()
    long_ago = timezone.now() - timedelta(days=1)
    Escalation.objects.update(tries=5, tried_at=long_ago)

    services.sweep()

    assert fate(escalation) == ("not_sent", SupportState.NOT_SENT)
