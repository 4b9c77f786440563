"""What somebody did for others: on the profile, and in the thanks of the week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from base.audience import Audience
from community.activity import thanked
from community.services import accept_answer, mark_helpful
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def help_people(post, *, people: int, at=None) -> None:
    for _ in range(people):
        mark_helpful(post=post, by=MemberFactory(), at=at)


def names(reader=None) -> list[tuple[str, int]]:
    found = thanked(reader=reader or AnonymousUser(), limit=4)
    return [(member.name, count) for member, count in found]


def test_who_helped_most_people_comes_first():
    marta, tom = MemberFactory(display_name="Marta"), MemberFactory(display_name="Tom")
    help_people(AnswerFactory(by=tom), people=1)
    help_people(AnswerFactory(by=marta), people=2)

    assert names() == [("Marta", 2), ("Tom", 1)]


def test_a_person_helped_twice_is_one_person():
    marta, nadia = MemberFactory(display_name="Marta"), MemberFactory()
    for _ in range(2):
        mark_helpful(post=AnswerFactory(by=marta), by=nadia)

    assert names() == [("Marta", 1)]


def test_last_week_is_over():
    help_people(AnswerFactory(), people=3, at=timezone.now() - timedelta(days=8))

    assert names() == []


def test_help_that_the_reader_may_not_read_is_not_named():
    staff_only = BoardFactory(audience=Audience.MEMBERS)
    thread = ThreadFactory(board=staff_only)
    help_people(AnswerFactory(thread=thread), people=2)

    assert names() == []
    assert len(names(MemberFactory())) == 1


def test_the_company_can_switch_it_off(client, settings):
    help_people(AnswerFactory(by=MemberFactory(display_name="Marta")), people=2)

    assert "Thanks of the week" in client.get("/").content.decode()
    settings.SHOW_THANKS = False
    assert "Thanks of the week" not in client.get("/").content.decode()


@pytest.fixture
def marta():
    """Marta, with an accepted answer, another one, and a question of her own."""
    marta = MemberFactory(display_name="Marta", username="marta")
    accepted = AnswerFactory(by=marta, thread=ThreadFactory(title="Where is my payout?"))
    accept_answer(post=accepted, by=accepted.thread.author)
    help_people(accepted, people=3)
    AnswerFactory(by=marta, thread=ThreadFactory(title="Labels print in A4"))
    ThreadFactory(by=marta, title="Which printer do you use?")
    return marta


@pytest.mark.parametrize(
    ("show", "shown"),
    [
        ("", {"Where is my payout?"}),
        ("answers", {"Where is my payout?", "Labels print in A4"}),
        ("questions", {"Which printer do you use?"}),
        ("nonsense", {"Where is my payout?"}),
    ],
)
def test_a_profile_lists_one_kind_at_a_time(client, marta, show, shown):
    page = client.get(marta.get_absolute_url(), {"show": show}).content.decode()

    titles = {"Where is my payout?", "Labels print in A4", "Which printer do you use?"}
    assert {title for title in titles if title in page} == shown


@pytest.mark.usefixtures("hours_known")
def test_a_profile_costs_the_same_for_one_answer_and_for_many(
    client, marta, django_assert_max_num_queries
):
    for _ in range(5):
        AnswerFactory(by=marta)

    with django_assert_max_num_queries(12):
        client.get(marta.get_absolute_url())
