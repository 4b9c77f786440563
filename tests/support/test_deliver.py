"""Deliver: each escalation becomes one request, whatever breaks on the way."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Notice
from community.models import SupportState
from support import services
from support.desks.builtin import BuiltinDesk
from support.desks.port import DeskError, Packet, get_desk
from support.models import Escalation, Ticket
from support.packet import build as packet_of
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory
from tests.support.factories import EscalationFactory, old_thread

pytestmark = pytest.mark.django_db


class SilentDesk:
    """A desk nobody reaches; an outside desk does that now and then."""

    def find(self, reference: str) -> str | None:
        raise DeskError("no route to the desk")


class FlakyDesk(BuiltinDesk):
    """Fails a third of all calls, half of those after it did what was asked."""

    dice = random.Random(30)  # noqa: S311

    def find(self, reference: str) -> str | None:
        self.perhaps_fail()
        return super().find(reference)

    def open(self, reference: str, packet: Packet, *, at: datetime | None = None) -> str:
        if self.dice.random() < 0.15:
            raise DeskError("500")
        number = super().open(reference, packet, at=at)
        if self.dice.random() < 0.15:
            raise DeskError("no answer in time")
        return number

    def perhaps_fail(self) -> None:
        if self.dice.random() < 0.3:
            raise DeskError("429")


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

    minutes = [wait and (wait - now) / timedelta(minutes=1) for wait in waits]
    assert minutes.pop() is None
    for waited, planned in zip(minutes, (1, 5, 30, 120), strict=True):
        assert planned <= waited <= planned * 1.2
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


def test_what_failed_together_is_not_tried_together_again(desk_is_silent):
    now = timezone.now()

    again = {services.deliver_now(EscalationFactory().pk, at=now) for _ in range(8)}

    assert len(again) > 1


def give_up(escalation: Escalation) -> None:
    for _ in range(5):
        services.deliver_now(escalation.pk)


def test_sent_again_and_failed_again_is_told_again(desk_is_silent):
    escalation = EscalationFactory()
    give_up(escalation)

    services.send_again(escalation=escalation, by=escalation.thread.author)
    assert fate(escalation) == ("sending", SupportState.SENDING)
    give_up(escalation)

    assert fate(escalation)[0] == "not_sent"
    told = Notice.objects.filter(text__contains="did not reach support")
    assert told.count() == 2


def test_whoever_handed_it_over_is_told_too(desk_is_silent):
    thread, victor = old_thread(), ModeratorFactory()
    escalation = services.escalate(thread=thread, by=victor, reason="Beyond us.")

    give_up(escalation)

    told = Notice.objects.filter(text__contains="did not reach support")
    assert {notice.member for notice in told} == {thread.author, victor}


def test_the_author_and_support_see_not_sent_and_send_it_again(
    desk_is_silent, settings, run_worker, client
):
    escalation = EscalationFactory()
    give_up(escalation)
    thread, claire = escalation.thread, Client()
    claire.force_login(StaffFactory())
    client.force_login(thread.author)
    again = reverse("support:send_again", args=[thread.pk])

    assert again in client.get(thread.get_absolute_url()).text
    assert again in claire.get(reverse("support_desk:queue")).text
    settings.DESK = "support.desks.builtin.BuiltinDesk"
    client.post(again)
    claire.post(again)  # pressed by both, sent once
    run_worker()

    assert fate(escalation) == ("delivered", SupportState.WITH_SUPPORT)
    assert Ticket.objects.count() == 1


def test_strangers_send_nothing_again(desk_is_silent, client):
    escalation = EscalationFactory()
    give_up(escalation)
    client.force_login(MemberFactory())

    client.post(reverse("support:send_again", args=[escalation.thread_id]))

    assert fate(escalation)[0] == "not_sent"


def test_five_hundred_through_a_desk_that_fails_a_third_arrive_once(settings):
    settings.DESK = "tests.support.test_deliver.FlakyDesk"
    thread = old_thread()
    escalations = Escalation.objects.bulk_create(
        Escalation(
            thread=thread, round=n, how="person", packet=packet_of(thread), state="closed"
        )
        for n in range(1, 501)
    )
    for escalation in escalations:  # one thread has one open: each is sent on its own
        Escalation.objects.filter(pk=escalation.pk).update(state="sending")
        while services.deliver_now(escalation.pk) is not None:
            pass
        Escalation.objects.filter(pk=escalation.pk).update(state="closed")

    numbers = list(Ticket.objects.values_list("number", flat=True))
    lost = Escalation.objects.filter(number="")
    assert len(numbers) == len(set(numbers))
    assert len(numbers) + lost.filter(ticket=None).count() == 500
    assert all(each.tries == 5 for each in lost)
