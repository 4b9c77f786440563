"""Escalate: a thread goes to support, once, with what its author lets go along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community.models import SupportState
from community.services import accept_answer
from support import packet, services
from support.models import Escalation
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory
from tests.support.factories import EscalationFactory, old_thread

pytestmark = pytest.mark.django_db


def test_by_the_author_after_the_stated_wait():
    thread = old_thread(hours=4.1)

    escalation = services.escalate(thread=thread, by=thread.author, reason="")

    thread.refresh_from_db()
    assert thread.support_state == SupportState.SENDING
    assert thread.support_since == escalation.created_at
    assert (escalation.how, escalation.round) == ("person", 1)
    assert DBTaskResult.objects.filter(task_path="support.tasks.deliver").count() == 1


def test_too_early_says_when_it_becomes_possible():
    thread = old_thread(hours=1)

    with pytest.raises(ValidationError, match=r"from .+ on") as refusal:
        services.escalate(thread=thread, by=thread.author, reason="")

    assert refusal.value.code == "too_early"
    assert not Escalation.objects.exists()


def test_a_second_press_returns_the_open_one():
    first = EscalationFactory()

    assert EscalationFactory(thread=first.thread) == first
    assert services.escalate(thread=first.thread, by=StaffFactory(), reason="x") == first


def test_the_database_allows_one_open_per_thread():
    first = EscalationFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.create(thread=first.thread, round=2, how="rule")


def test_a_solved_question_is_not_handed_over_by_its_author():
    thread = old_thread()
    accept_answer(post=AnswerFactory(thread=thread), by=thread.author)

    with pytest.raises(ValidationError, match="open question"):
        services.escalate(thread=thread, by=thread.author, reason="")


def test_a_stranger_may_not():
    with pytest.raises(PermissionDenied):
        services.escalate(thread=old_thread(), by=MemberFactory(), reason="Me too")


@pytest.mark.parametrize("factory", [ModeratorFactory, StaffFactory])
def test_moderators_and_support_at_any_time_with_a_reason(factory):
    thread, keeper = ThreadFactory(), factory()

    with pytest.raises(ValidationError, match="Say why"):
        services.escalate(thread=thread, by=keeper, reason="  ")
    escalation = services.escalate(thread=thread, by=keeper, reason="Needs the ledger.")

    assert escalation.reason == "Needs the ledger."


def test_the_packet_holds_the_thread_and_the_replies_with_their_votes():
    thread = old_thread(body="It says **Pending** since Friday.")
    answer = AnswerFactory(thread=thread, body="Wait until Monday.")
    hidden = AnswerFactory(thread=thread, body="Buy watches.")
    hidden.hidden_at = timezone.now()
    hidden.save()
    answer.helpful_count = 3
    answer.save()

    escalation = services.escalate(thread=thread, by=StaffFactory(), reason="Ledger.")

    sent = escalation.packet
    assert sent["thread"]["text"] == "It says Pending since Friday."
    assert [(each["text"], each["helpful"]) for each in sent["replies"]] == [
        ("Wait until Monday.", 3)
    ]
    assert sent["requester"]["id"] == thread.author_id
    assert (sent["searches"], sent["articles"]) == ([], [])


def test_the_rule_takes_nothing_that_was_answered_meanwhile():
    thread = old_thread(hours=60)
    AnswerFactory(thread=thread)

    with pytest.raises(ValidationError, match="meanwhile"):
        services.escalate(thread=thread, by=None, reason="No answer.")


def test_what_is_struck_out_is_stored_nowhere():
    now = timezone.now()
    story = packet.StoryItems(
        searches=[packet.Item("search:1", "payout late", now, found=0)],
        articles=[packet.Item("article:4", "Why a payout waits", now)],
    )

    kept = packet.build(old_thread(), story=story.keeping(["article:4"]))

    assert kept["searches"] == []
    assert "payout late" not in str(kept)
    assert [each["title"] for each in kept["articles"]] == ["Why a payout waits"]


def test_a_new_round_after_the_first_was_closed():
    first = EscalationFactory()
    services.deliver_now(first.pk)
    services.close(ticket=first.ticket, by=first.thread.author)

    second = services.escalate(thread=first.thread, by=StaffFactory(), reason="Again.")

    assert (second.round, second != first) == (2, True)


def test_nothing_is_left_when_the_transaction_fails():
    thread = old_thread()

    with transaction.atomic():
        services.escalate(thread=thread, by=thread.author, reason="")
        transaction.set_rollback(True)

    thread.refresh_from_db()
    assert thread.support_state == SupportState.NONE
    assert not DBTaskResult.objects.filter(task_path="support.tasks.deliver").exists()


def test_send_again_starts_over_only_what_was_not_sent():
    escalation = EscalationFactory()
    author = escalation.thread.author
    Escalation.objects.update(state="not_sent", tries=5)

    again = services.send_again(escalation=escalation, by=author)

    assert (again.state, again.tries) == ("sending", 0)
    services.deliver_now(again.pk)
    assert services.send_again(escalation=again, by=author).state == "delivered"
    with pytest.raises(PermissionDenied):
        services.send_again(escalation=again, by=MemberFactory())


def test_at_plays_back_the_past():
    thread = old_thread(hours=240)
    then = timezone.now() - timedelta(days=9)

    escalation = services.escalate(thread=thread, by=thread.author, reason="", at=then)
    services.deliver_now(escalation.pk, at=then)

    thread.refresh_from_db()
    assert thread.support_since == escalation.created_at == then
    assert escalation.ticket.opened_at == then
