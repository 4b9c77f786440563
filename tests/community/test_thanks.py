"""Thanks: reputation and badges, from what others say of one's help."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from accounts.models import Notice
from community import services
from community.badges import BADGES, Deeds, earned
from community.models import Badge, HelpfulVote, MeToo, Standing, Thread
from community.services import thanking
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Member

pytestmark = pytest.mark.django_db


def reputation(member: Member) -> int:
    return sum(Standing.objects.filter(member=member).values_list("reputation", flat=True))


def badges(member: Member) -> set[str]:
    return set(Badge.objects.filter(member=member).values_list("kind", flat=True))


def test_an_accepted_answer_brings_fifteen_and_a_helpful_vote_two():
    answer = AnswerFactory()
    asker, reader = answer.thread.author, MemberFactory()

    services.accept_answer(post=answer, by=asker)
    services.mark_helpful(post=answer, by=reader)
    assert reputation(answer.author) == 17

    services.mark_helpful(post=answer, by=reader)
    services.undo_accept(thread=answer.thread, by=asker)
    assert reputation(answer.author) == 0


def test_another_accepted_answer_takes_its_points_with_it():
    thread = ThreadFactory()
    first, second = AnswerFactory(thread=thread), AnswerFactory(thread=thread)

    for answer in (first, second):
        services.accept_answer(post=answer, by=thread.author)

    assert (reputation(first.author), reputation(second.author)) == (0, 15)


def test_nobody_thanks_themselves():
    thread = ThreadFactory()
    own = AnswerFactory(thread=thread, by=thread.author)

    services.accept_answer(post=own, by=thread.author)
    HelpfulVote.objects.create(post=own, member=thread.author)  # as an import may bring
    services.recount_reputation([thread.author.pk])

    assert reputation(thread.author) == 0
    assert badges(thread.author) == set()


def test_what_was_taken_down_counts_no_more_and_again_when_it_is_back():
    answer, moderator = AnswerFactory(), ModeratorFactory()
    services.mark_helpful(post=answer, by=MemberFactory())

    services.hide_post(post=answer, by=moderator, reason="It was wrong.")
    assert reputation(answer.author) == 0
    answer.refresh_from_db()
    services.restore_post(post=answer, by=moderator)
    assert reputation(answer.author) == 2

    # The question takes all answers with it.
    opening = answer.thread.posts.get(position=1)
    services.hide_post(post=opening, by=moderator, reason="Spam.")
    assert reputation(answer.author) == 0


def test_counting_costs_the_same_for_one_and_for_many(django_assert_max_num_queries):
    thread = ThreadFactory()
    authors = [AnswerFactory(thread=thread).author.pk for _ in range(8)]
    services.recount_reputation(authors)

    with django_assert_max_num_queries(12) as one:
        services.recount_reputation(authors[:1])
    with django_assert_max_num_queries(len(one)):
        services.recount_reputation(authors)


@pytest.mark.parametrize(
    ("deeds", "names"),
    [
        (Deeds(), set()),
        (Deeds(answers=1), {"first-answer"}),
        (Deeds(accepted=10), {"first-accepted", "ten-accepted"}),
        (Deeds(accepted=50), {"first-accepted", "ten-accepted", "fifty-accepted"}),
        (Deeds(helped=100), {"helped-ten", "helped-hundred"}),
        (Deeds(me_too=10, years=1), {"good-question", "first-year"}),
    ],
)
def test_badges_are_for_so_much_of_something(deeds, names):
    assert set(earned(deeds)) == names


def test_the_first_answer_to_somebody_and_the_first_accepted_one_earn_a_badge_each():
    answer = AnswerFactory()
    assert badges(answer.author) == {"first-answer"}

    services.accept_answer(post=answer, by=answer.thread.author)

    assert badges(answer.author) == {"first-answer", "first-accepted"}
    told = Notice.objects.filter(member=answer.author, kind="badge").order_by("pk")
    assert [notice.text for notice in told] == [
        "You earned a badge: “First answer” – answered somebody for the first time.",
        "You earned a badge: “Solved it” – wrote an answer that was accepted.",
    ]


def test_a_badge_is_given_once_and_never_taken_back():
    answer = AnswerFactory()
    asker = answer.thread.author

    for _ in range(2):
        services.accept_answer(post=answer, by=asker)
        services.undo_accept(thread=answer.thread, by=asker)
    thanking.recount_everyone()

    assert "first-accepted" in badges(answer.author)
    told = Notice.objects.filter(member=answer.author, event="badge:first-accepted")
    assert told.count() == 1


def test_ten_people_helped_are_ten_different_people():
    author, reader = MemberFactory(), MemberFactory()
    for _ in range(3):
        services.mark_helpful(post=AnswerFactory(by=author), by=reader)
    last = AnswerFactory(by=author)
    for _ in range(8):
        services.mark_helpful(post=last, by=MemberFactory())
    assert "helped-ten" not in badges(author)

    services.mark_helpful(post=last, by=MemberFactory())

    assert "helped-ten" in badges(author)


def test_the_tenth_who_has_it_too_makes_it_a_good_question():
    thread = ThreadFactory()
    MeToo.objects.bulk_create(
        MeToo(thread=thread, member=MemberFactory()) for _ in range(9)
    )
    Thread.objects.filter(pk=thread.pk).update(me_too_count=9)
    assert badges(thread.author) == set()

    services.press_me_too(thread=thread, by=MemberFactory())

    assert badges(thread.author) == {"good-question"}


def test_the_night_brings_the_badge_for_a_year_to_those_who_took_part():
    long_ago = timezone.now() - timedelta(days=366)
    writer, silent = (MemberFactory(date_joined=long_ago) for _ in range(2))
    ThreadFactory(by=writer)

    thanking.recount_everyone()

    assert "first-year" in badges(writer)
    assert badges(silent) == set()


def test_staff_help_because_it_is_their_job(client: Client):
    answer = AnswerFactory(by=StaffFactory())
    services.accept_answer(post=answer, by=answer.thread.author)

    assert badges(answer.author) == set()
    assert "reputation" not in client.get(answer.author.get_absolute_url()).text


def test_the_profile_shows_reputation_badges_and_trust(client: Client):
    answer = AnswerFactory()
    services.accept_answer(post=answer, by=answer.thread.author)

    page = client.get(answer.author.get_absolute_url()).text

    assert "<dt>reputation</dt><dd>15</dd>" in page
    assert "Solved it" in page
    assert "New here" in page


def test_a_badge_that_the_house_gave_up_shows_no_more(client: Client):
    member = MemberFactory()
    Badge.objects.create(member=member, kind="of-long-ago")

    assert client.get(member.get_absolute_url()).status_code == 200


def test_one_switch_turns_all_thanks_off(client: Client, settings):
    answer = AnswerFactory()
    services.mark_helpful(post=answer, by=MemberFactory())
    settings.SHOW_THANKS = False

    services.accept_answer(post=answer, by=answer.thread.author)

    assert badges(answer.author) == {"first-answer"}  # from before
    profile = client.get(answer.author.get_absolute_url()).text
    about = client.get("/community/trust/").text
    for page in (profile, about, client.get("/").text):
        for word in ("reputation", "badge", "thanks of the week", "solved it"):
            assert word not in page.lower(), word
    assert "How trust works" in about
    # What was done is not lost: it counts when the company switches thanks on again.
    settings.SHOW_THANKS = True
    thanking.recount_everyone()
    assert reputation(answer.author) == 17
    assert "first-accepted" in badges(answer.author)


def test_every_badge_has_a_name_that_fits_its_row():
    longest = Badge._meta.get_field("kind").max_length

    assert all(len(name) <= longest for name in BADGES)
