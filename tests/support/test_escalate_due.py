"""The rule hands over what nobody answered: of the right age, capped, once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

import community.services
from support import services
from support.models import Escalation, EscalationRule, SupportHours, Ticket
from tests.community.factories import AnswerFactory, BoardFactory
from tests.factories import MemberFactory, StaffFactory
from tests.support.factories import always_open, old_thread

pytestmark = pytest.mark.django_db
DAY = 24


@pytest.fixture(autouse=True)
def rule() -> EscalationRule:
    """Two to thirty days of a team that never sleeps: open time is clock time."""
    always_open()
    rule = EscalationRule.objects.get()
    rule.min_open_hours, rule.max_open_hours = 2 * DAY, 30 * DAY
    rule.save()
    return rule


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


def test_the_cap_holds_without_a_limit(rule):
    rule.cap = 1
    rule.save()
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


def test_only_open_hours_count():
    SupportHours.objects.all().delete()
    old_thread(hours=60)

    assert services.escalate_due() == []


def test_a_rule_that_is_off_takes_nothing(rule):
    rule.is_on = False
    rule.save()
    old_thread(hours=60)

    assert services.escalate_due() == []


def test_a_board_with_a_rule_of_its_own_has_no_other():
    board = BoardFactory()
    own = EscalationRule.objects.create(
        name="Quick", board=board, is_on=True, min_open_hours=1, max_open_hours=9
    )
    quick, late = old_thread(hours=2, board=board), old_thread(hours=60, board=board)
    usual = old_thread(hours=60)

    assert set(services.escalate_due()) == {quick, usual}
    assert quick.escalations.get().rule == own
    assert not late.escalations.exists()


def test_it_arrives_in_the_class_of_the_rule(rule):
    rule.ticket_class = "blocked"
    rule.save()
    old_thread(hours=60)

    services.escalate_due()
    services.deliver_now(Escalation.objects.get().pk)

    assert Ticket.objects.get().ticket_class == "blocked"


def test_language_people_and_tags_choose(rule):
    french, shared = old_thread(hours=60, language="fr"), old_thread(hours=61)
    tagged = old_thread(hours=62, tags=["gone"])
    old_thread(hours=63)
    for _n in range(2):
        community.services.press_me_too(thread=shared, by=MemberFactory())

    rule.language = "fr"
    rule.save()
    assert services.escalate_due(dry_run=True) == [french]
    rule.language, rule.min_me_too = "", 2
    rule.save()
    assert services.escalate_due(dry_run=True) == [shared]
    rule.min_me_too = 0
    rule.save()
    assert tagged in services.escalate_due(dry_run=True)
    rule.without_tags.set(tagged.tags.all())
    assert tagged not in services.escalate_due(dry_run=True)


def test_needing_attention_counts_where_the_rule_says_so(rule):
    thread = old_thread(hours=60)
    AnswerFactory(thread=thread)
    AnswerFactory(thread=thread, by=thread.author)

    assert services.escalate_due() == []
    rule.takes = "open"
    rule.save()
    assert services.escalate_due() == [thread]


def test_choosing_costs_the_same_for_many(django_assert_max_num_queries):
    for hours in range(50, 60):
        old_thread(hours=hours)
    services.escalate_due(dry_run=True)

    with django_assert_max_num_queries(3):  # the rules, what is due, tags left out
        assert len(services.escalate_due(dry_run=True)) == 10
