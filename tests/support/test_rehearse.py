"""A rehearsal says what the rule would have done; a real run on a copy does just that."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.models import Post, Thread
from support import rules, services
from support.models import Escalation, EscalationRule
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, StaffFactory
from tests.support.factories import always_open, old_thread

pytestmark = pytest.mark.django_db
EVERY = timedelta(hours=8)


@pytest.fixture
def rule() -> EscalationRule:
    always_open()
    rule = EscalationRule.objects.get()
    rule.min_open_hours, rule.max_open_hours, rule.cap = 48, 24 * 30, 2
    rule.save()
    return rule


def plan(now: datetime) -> list[tuple[datetime, str, int]]:
    """What happens on a forum in ninety days: asked, answered, answered by its author."""
    dice, events = random.Random(7), []  # noqa: S311
    for n in range(40):
        asked = now - timedelta(minutes=dice.randrange(60, 95 * 24 * 60))
        events.append((asked, "ask", n))
        if dice.random() < 0.6:
            answered = asked + timedelta(minutes=dice.randrange(10, 6 * 24 * 60))
            events.append((answered, "answer", n))
            if dice.random() < 0.5:
                later = timedelta(minutes=dice.randrange(10, 5 * 24 * 60))
                events.append((answered + later, "author", n))
        if dice.random() < 0.1:
            events.append((asked + timedelta(hours=dice.randrange(1, 90)), "hide", n))
    return sorted(event for event in events if event[0] < now)


def play(
    events: list[tuple[datetime, str, int]], runs: list[datetime]
) -> list[tuple[str, datetime]]:
    """Let it happen through the services, with the rule on at each of ``runs``."""
    asker, helper, staff = MemberFactory(), MemberFactory(), StaffFactory()
    threads: dict[int, Thread] = {}
    taken = []
    steps = [
        *((at, 0, what, n) for at, what, n in events),
        *((at, 1, "", 0) for at in runs),
    ]
    for at, _last, what, n in sorted(steps):
        if what == "ask":
            threads[n] = ThreadFactory(by=asker, title=f"Question number {n}", at=at)
        elif what == "hide":
            Thread.objects.filter(pk=threads[n].pk).update(hidden_at=at, hidden_by=staff)
        elif what:
            who = helper if what == "answer" else asker
            AnswerFactory(thread=threads[n], by=who, at=at)
        else:
            taken += [(each.title, at) for each in services.escalate_due(now=at)]
    return taken


@pytest.mark.parametrize("takes", ["unanswered", "open"])
def test_its_numbers_equal_a_real_run_on_a_copy(rule, takes):
    rule.takes = takes
    rule.save()
    now = timezone.now()
    runs = [now - rules.REHEARSED + n * EVERY for n in range(rules.REHEARSED // EVERY + 1)]
    copy = transaction.savepoint()
    real = play(plan(now), runs)
    transaction.savepoint_rollback(copy)

    play(plan(now), [])
    found = rules.rehearse(rule, now=now, every=EVERY)

    assert [(each.thread.title, each.at) for each in found.taken] == real
    assert len(real) > 10
    assert sum(count for _week, count in found.weeks) == len(real)
    assert not Escalation.objects.exists()


def test_it_never_takes_more_than_the_cap_in_a_run(rule):
    for hours in range(60, 80):
        old_thread(hours=hours)

    found = rules.rehearse(rule, now=timezone.now() - timedelta(days=0))

    in_a_run = [sum(one.at == each.at for one in found.taken) for each in found.taken]
    assert max(in_a_run) <= rule.cap
    assert len(found.taken) == 20


def test_what_a_person_handed_over_is_left_out_from_then_on(rule):
    thread = old_thread(hours=60)
    services.escalate(
        thread=thread, by=thread.author, reason="", at=thread.asked_at + timedelta(hours=9)
    )

    assert rules.rehearse(rule).taken == []


def test_a_hidden_answer_is_none(rule):
    thread = old_thread(hours=60)
    answer = AnswerFactory(thread=thread, at=thread.asked_at + timedelta(hours=1))
    assert rules.rehearse(rule).taken == []

    Post.objects.filter(pk=answer.pk).update(hidden_at=timezone.now())

    assert [each.thread for each in rules.rehearse(rule).taken] == [thread]


def test_rehearsing_many_costs_no_more_queries(rule, django_assert_max_num_queries):
    for hours in range(60, 90):
        old_thread(hours=hours)
    rules.rehearse(rule)

    with django_assert_max_num_queries(4):  # tags, threads, their posts, their hand-overs
        rules.rehearse(rule)


@pytest.fixture
def operator() -> Client:
    client = Client()
    client.force_login(MemberFactory(is_superuser=True, is_staff=True))
    return client


def test_a_rule_is_made_rehearsed_and_switched_on_in_the_admin(rule, operator):
    thread = old_thread(hours=60, title="Nobody knows the fee")
    form = {
        "name": "Slow", "board": thread.board_id, "takes": "unanswered", "language": "",
        "min_open_hours": 50, "max_open_hours": 500, "min_me_too": 0, "cap": 5,
        "ticket_class": "question",
    }  # fmt: skip
    response = operator.post(reverse("hand_over_rules:add"), form)
    assert response.status_code == 302, response.context["form"].errors
    made = EscalationRule.objects.get(name="Slow")
    assert not made.is_on

    edit = reverse("hand_over_rules:edit", args=[made.pk])
    page = reverse("support_desk:rehearse", args=[made.pk])
    assert page in operator.get(edit).text
    said = operator.get(page).text
    assert "would have handed over 1 question of the 1" in said
    assert "Nobody knows the fee" in said
    assert not Escalation.objects.exists()

    operator.post(edit, form | {"is_on": "on"})
    assert services.escalate_due() == [thread]


def test_a_second_rule_for_all_boards_is_refused(rule, operator):
    form = {
        "name": "Again", "board": "", "takes": "unanswered", "min_open_hours": 1,
        "max_open_hours": 9, "min_me_too": 0, "cap": 5, "ticket_class": "question",
    }  # fmt: skip

    assert (
        "There is one for all boards already."
        in operator.post(reverse("hand_over_rules:add"), form).text
    )


def test_members_see_no_rehearsal(rule, client):
    client.force_login(MemberFactory())

    address = reverse("support_desk:rehearse", args=[rule.pk])
    assert client.get(address).status_code in {302, 403}
