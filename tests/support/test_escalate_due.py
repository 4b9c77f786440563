"""The rule hands over what nobody answered: of the right age, capped, once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from support import services
from support.models import Escalation
from tests.community.factories import AnswerFactory
from tests.factories import StaffFactory
from tests.support.factories import old_thread

pytestmark = pytest.mark.django_db
DAY = 24


def run(*args: str) -> str:
    out = StringIO()
    call_command("escalate_due", *args, stdout=out)
    return out.getvalue()


def test_takes_only_questions_of_the_right_age():
    old_thread(hours=47)
    due = old_thread(hours=49)
    old_thread(hours=31 * DAY)

    assert services.escalate_due() == [due]
    assert Escalation.objects.get().how == "rule"


def test_leaves_out_what_has_an_answer_or_is_no_question():
    AnswerFactory(thread=old_thread(hours=60))
    old_thread(hours=60, kind="discussion")
    hidden, locked, left = (old_thread(hours=60) for _ in range(3))
    hidden.hidden_at = timezone.now()
    hidden.save()
    locked.is_locked = True
    locked.save()
    left.author.is_active = False
    left.author.save()

    assert services.escalate_due() == []


def test_the_authors_own_additions_are_no_answer():
    thread = old_thread(hours=60)
    AnswerFactory(thread=thread, by=thread.author)

    assert services.escalate_due() == [thread]


def test_a_rehearsal_changes_nothing():
    thread = old_thread(hours=60)

    assert thread.title in run("--dry-run")
    assert "1 would be handed over" in run("--dry-run")
    assert not Escalation.objects.exists()


def test_the_oldest_first_up_to_the_limit():
    young, old, middle = (old_thread(hours=hours) for hours in (50, 90, 70))

    assert "2 handed over" in run("--limit", "2")

    assert [each.thread for each in Escalation.objects.order_by("pk")] == [old, middle]
    assert services.escalate_due() == [young]


def test_the_cap_of_the_settings_holds_without_a_limit(settings):
    settings.ESCALATE_CAP = 1
    old_thread(hours=60)
    old_thread(hours=61)

    assert len(services.escalate_due()) == 1


def test_never_twice_even_after_closing():
    thread = old_thread(hours=60)
    services.escalate_due()
    escalation = Escalation.objects.get()
    services.deliver_now(escalation.pk)
    services.close(ticket=escalation.ticket, by=StaffFactory())

    assert services.escalate_due() == []
    assert thread.escalations.count() == 1
