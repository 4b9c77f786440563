"""Escalations and requests, made by the real services."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import factory
from django.utils import timezone

from support import services
from support.models import Escalation, SupportHours, Team, Ticket
from tests.community.factories import ThreadFactory
from tests.factories import MemberFactory

if TYPE_CHECKING:
    from community.models import Thread


def old_thread(*, hours: float = 5, **kwargs: object) -> Thread:
    """A question asked some hours ago."""
    return ThreadFactory(at=timezone.now() - timedelta(hours=hours), **kwargs)


def always_open() -> None:
    """Let the team answer around the clock, so that open time is clock time."""
    SupportHours.objects.all().delete()
    team = Team.objects.get()
    for weekday in range(7):
        SupportHours.objects.create(
            team=team, weekday=weekday, opens=time(0), closes=time(0)
        )


class EscalationFactory(factory.Factory[Escalation]):
    """Pressed by the author; the worker has not come yet."""

    class Meta:
        model = Escalation

    thread = factory.LazyFunction(old_thread)
    by = factory.LazyAttribute(lambda escalation: escalation.thread.author)
    reason = "My shop cannot be paid."

    @classmethod
    def _create(cls, model_class: type[Escalation], *args: object, **kwargs: object):
        return services.escalate(**kwargs)


class TicketFactory(factory.Factory[Ticket]):
    class Meta:
        model = Ticket

    by = factory.SubFactory(MemberFactory)
    subject = factory.Sequence(lambda n: f"Invoice {n} is missing")
    body = "I cannot find the invoice of October."

    @classmethod
    def _create(cls, model_class: type[Ticket], *args: object, **kwargs: object) -> Ticket:
        return services.open_request(**kwargs)


def delivered_ticket(**kwargs: object) -> Ticket:
    """The request that came of a thread handed over."""
    escalation = EscalationFactory(**kwargs)
    services.deliver_now(escalation.pk)
    return Ticket.objects.get(escalation=escalation)
