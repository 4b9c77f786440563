"""Trust: earned by reading and helping, given by hand, and what it allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from community import services, trust
from community.counted import count
from community.models import Action, Flag, ReadDay, ReadThread, Standing
from community.services import trusting
from community.trust import NEEDS, Facts, Trust, level_for, trust_of
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
BASIC = Facts(threads_entered=5, posts_read=30, minutes_read=10)
KNOWN = Facts(
    threads_entered=20,
    posts_read=100,
    minutes_read=60,
    days_visited=15,
    votes_given=1,
    votes_received=1,
    threads_answered=3,
)
TRUSTED = replace(
    KNOWN,
    threads_entered=200,
    posts_read=500,
    recent_days_visited=50,
    recent_threads_answered=10,
    recent_votes_given=30,
    recent_votes_received=20,
    recent_thankers=5,
    recent_thanked_days=7,
    recent_threads=400,
    recent_threads_entered=100,
    recent_posts=1000,
    recent_posts_read=250,
)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (Facts(), Trust.NEW),
        (BASIC, Trust.BASIC),
        (KNOWN, Trust.KNOWN),
        (TRUSTED, Trust.TRUSTED),
        # Whoever writes without reading stays where they are.
        (replace(TRUSTED, minutes_read=9), Trust.NEW),
    ],
)
def test_is_earned_step_by_step(facts, level):
    assert level_for(facts) == level


@pytest.mark.parametrize("level", [Trust.BASIC, Trust.KNOWN, Trust.TRUSTED])
def test_each_need_counts(level):
    enough = {Trust.BASIC: BASIC, Trust.KNOWN: KNOWN, Trust.TRUSTED: TRUSTED}[level]
    named = [name for name in NEEDS[level] if hasattr(enough, name)]
    for name in {*named, "minutes_read"} - {"reported_posts", "reporters"}:
        less = replace(enough, **{name: getattr(enough, name) - 1})
        assert level_for(less) < level, name


def test_a_share_of_what_is_new_is_enough_up_to_a_limit():
    busy = replace(TRUSTED, recent_threads=90_000, recent_posts=900_000)

    assert level_for(busy) == Trust.KNOWN
    assert (
        level_for(replace(busy, recent_threads_entered=500, recent_posts_read=20_000))
        == Trust.TRUSTED
    )


def test_the_third_level_is_lost_after_a_grace_and_only_by_more_than_a_tenth():
    held = {"held": Trust.TRUSTED}
    nearly = replace(TRUSTED, recent_days_visited=45)
    gone = replace(TRUSTED, recent_days_visited=44)

    assert level_for(nearly, days_held=99, **held) == Trust.TRUSTED
    assert level_for(gone, days_held=13.9, **held) == Trust.TRUSTED
    assert level_for(gone, days_held=14, **held) == Trust.KNOWN
    assert level_for(Facts(), days_held=99, held=Trust.KNOWN) == Trust.KNOWN


@pytest.mark.parametrize(
    "fault", [{"was_suspended": True}, {"reported_posts": 6}, {"reporters": 6}]
)
def test_a_suspension_or_many_reports_end_the_third_level_at_once(fault):
    facts = replace(TRUSTED, **fault)

    assert level_for(facts) == Trust.KNOWN
    assert level_for(facts, held=Trust.TRUSTED, days_held=1) == Trust.KNOWN


def test_the_company_may_change_single_numbers():
    asked = trust.needs({"basic": {"posts_read": 3}})

    assert level_for(replace(BASIC, posts_read=3), asked=asked) == Trust.BASIC
    for wrong in ({"basic": {"post_read": 3}}, {"expert": {"posts_read": 3}}):
        with pytest.raises(ImproperlyConfigured):
            trust.needs(wrong)


def has_read(member: Member, *, threads: int = 5, posts: int = 30, minutes: int = 10):
    for _ in range(threads):
        ReadThread.objects.create(member=member, thread=ThreadFactory(), position=1)
    ReadDay.objects.create(
        member=member,
        on=timezone.localdate(NOON - timedelta(days=1)),
        posts=posts,
        seconds=minutes * 60,
    )


def test_reading_lifts_a_new_member_at_once():
    member = MemberFactory()
    has_read(member, threads=4, posts=29)
    assert trust_of(member) == Trust.NEW

    services.note_read(
        member=member, thread=ThreadFactory(), position=1, seconds=5, at=NOON
    )

    assert trust_of(member) == Trust.BASIC
    assert Standing.objects.get(member=member).trust == Trust.BASIC


def test_the_night_sees_all_that_members_did_in_a_bounded_number_of_queries(
    django_assert_max_num_queries,
):
    members = [MemberFactory() for _ in range(12)]
    for member in members:
        has_read(member, threads=1)
        ReadThread.objects.bulk_create(
            ReadThread(member=member, thread=thread)
            for thread in [ThreadFactory() for _ in range(4)]
        )

    with django_assert_max_num_queries(18):
        assert trusting.review_everyone() == len(members)
    with django_assert_max_num_queries(16):
        assert trusting.review_everyone() == 0

    assert {trust_of(member) for member in members} == {Trust.BASIC}


def test_facts_are_read_from_the_rows():
    member, asker = MemberFactory(), MemberFactory()
    has_read(member, threads=2, posts=7, minutes=3)
    answer = AnswerFactory(by=member, thread=ThreadFactory(by=asker))
    AnswerFactory(by=member, thread=ThreadFactory(by=member))
    services.mark_helpful(post=answer, by=asker, at=NOON - timedelta(days=150))
    services.mark_helpful(post=answer, by=MemberFactory(), at=NOON)
    services.mark_helpful(post=AnswerFactory(), by=member, at=NOON)
    Flag.objects.create(post=answer, member=asker, why="spam", was_right=True)
    Flag.objects.create(post=answer, member=MemberFactory(), why="place", was_right=True)
    Action.objects.create(kind=Action.Kind.SUSPEND, member=member)

    facts = trusting.facts_of([member.pk], at=NOON)[member.pk]

    assert (facts.threads_entered, facts.posts_read, facts.minutes_read) == (2, 7, 3)
    assert (facts.threads_answered, facts.recent_threads_answered) == (1, 1)
    assert (facts.votes_received, facts.recent_votes_received) == (2, 1)
    assert (facts.recent_thankers, facts.recent_thanked_days) == (1, 1)
    assert (facts.votes_given, facts.reported_posts, facts.reporters) == (1, 1, 1)
    assert facts.was_suspended
    assert facts.recent_threads > 0


def test_staff_and_moderators_are_trusted_without_a_row(client: Client):
    for member in (ModeratorFactory(), StaffFactory()):
        assert trust_of(member) == Trust.LEADER
    assert not Standing.objects.exists()


def test_a_moderator_gives_a_level_that_stays_and_it_is_written_down(client: Client):
    member, moderator = MemberFactory(), ModeratorFactory()
    client.force_login(moderator)
    address = reverse("community:set_trust", args=[member.username])
    assert address in client.get(member.get_absolute_url()).text

    for _ in range(2):
        client.post(address, {"level": "4", "fixed": "on", "reason": "Runs our meetups"})

    action = Action.objects.get(kind=Action.Kind.TRUST, member=member)
    assert (action.by, action.reason) == (moderator, "Runs our meetups")
    assert action.details == {"trust": 0, "is_fixed": False, "to": 4}
    has_read(member)
    trusting.review_everyone()
    assert Standing.objects.get(member=member).trust == Trust.LEADER


def test_giving_levels_is_for_moderators(client: Client):
    member = MemberFactory()
    client.force_login(member)
    address = reverse("community:set_trust", args=[member.username])

    assert client.post(address, {"level": "4"}).status_code == 403
    assert address not in client.get(member.get_absolute_url()).text
    with pytest.raises(PermissionDenied):
        services.set_trust(member=member, to=Trust.KNOWN, by=member)
    for wrong in ({"member": StaffFactory(), "to": 1}, {"member": member, "to": 7}):
        with pytest.raises(ValidationError):
            services.set_trust(by=ModeratorFactory(), **wrong)


def trusted(level: Trust = Trust.TRUSTED) -> Member:
    member = MemberFactory()
    Standing.objects.create(member=member, trust=level)
    return member


def test_whom_everybody_trusts_may_accept_for_others(
    client: Client, django_assert_num_queries
):
    member, answer = trusted(), AnswerFactory()
    with pytest.raises(PermissionDenied):
        services.accept_answer(post=answer, by=trusted(Trust.KNOWN))
    client.force_login(member)
    assert "Accept this answer" in client.get(answer.thread.get_absolute_url()).text
    # What the page knows of its reader anyway is the role; trust is one query more.
    reader = Member.objects.prefetch_related("groups").get(pk=member.pk)
    with django_assert_num_queries(1):
        assert answer.thread.can_be_solved_by(reader)
        assert answer.thread.can_be_solved_by(reader)

    assert services.accept_answer(post=answer, by=member).is_solved


def test_a_mark_stands_beside_the_trusted_only_and_costs_no_query(
    client: Client, django_assert_max_num_queries
):
    thread = ThreadFactory()
    for author in (trusted(), trusted(Trust.KNOWN), MemberFactory(), StaffFactory()):
        AnswerFactory(thread=thread, by=author)
    client.get(thread.get_absolute_url())

    with django_assert_max_num_queries(40) as asked:
        page = client.get(thread.get_absolute_url()).text

    assert page.count('class="tag-trust"') == 1
    assert not [one for one in asked if 'FROM "community_standing"' in one["sql"]]


FILES = [f"/community/files/0a1b2c3d-0000-4000-8000-00000000000{n}/a" for n in (1, 2)]
PICTURES = [f"![a picture]({address}.png)" for address in FILES]
TWO_LINKS = "See https://a.example/ and [this](https://b.example/x)."


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (TWO_LINKS, ""),
        (f"{TWO_LINKS} And https://c.example.", "2 links"),
        (f"{TWO_LINKS} Again https://a.example", ""),
        (f"{TWO_LINKS} `curl https://c.example`", ""),
        (f"{TWO_LINKS} [Here](http://testserver/en/payouts/)", ""),
        (PICTURES[0], ""),
        (" ".join(PICTURES), "1 picture"),
        ("Thanks @marta and @tom, mail me at a@b.example", ""),
        ("@marta @tom @nadia", "2 people"),
    ],
)
def test_new_members_put_a_little_into_one_message(settings, body, said):
    settings.SITE_URL = "http://testserver"
    thread, member = ThreadFactory(), MemberFactory()
    if not said:
        assert services.answer(thread=thread, by=member, body=body)
        return
    with pytest.raises(ValidationError) as refused:
        services.answer(thread=thread, by=member, body=body)
    text = refused.value.message_dict["body"][0]
    assert said in text
    assert "read 5 discussions with 30 messages, for 10 minutes" in text


def test_files_are_counted_by_their_address():
    found = count(" ".join(f"[log]({address}.txt)" for address in FILES), site_url="")

    assert (len(found.files), len(found.images), len(found.links)) == (2, 0, 0)


@pytest.mark.parametrize("body", ["http://[", "<http://[x>", "@", "`", "[](", "][:@//"])
def test_any_text_can_be_counted(body):
    count(body, site_url="http://testserver")


def test_limits_end_with_trust_and_hold_when_editing():
    thread, member = ThreadFactory(), MemberFactory()
    many = f"{TWO_LINKS} And https://c.example."
    post = services.answer(thread=thread, by=member, body="Look here.")
    with pytest.raises(ValidationError):
        services.edit_post(post=post, by=member, body=many)

    services.set_trust(member=member, to=Trust.BASIC, by=ModeratorFactory(), fixed=False)

    assert services.edit_post(post=post, by=member, body=many).body_markdown == many


def test_new_members_ask_three_questions_in_a_day_and_are_told_when_the_next(client):
    member, board = MemberFactory(), BoardFactory()
    for hour in range(3):
        ThreadFactory(board=board, by=member, at=NOON + timedelta(hours=hour))

    with pytest.raises(ValidationError, match=r"3 questions in 24 hours") as refused:
        ThreadFactory(board=board, by=member, at=NOON + timedelta(hours=23))

    assert "what you wrote is kept" in refused.value.messages[0]
    assert ThreadFactory(board=board, by=member, at=NOON + timedelta(hours=25))


def test_new_members_write_ten_answers_in_a_day_and_support_as_many_as_it_needs():
    member, thread = MemberFactory(), ThreadFactory()
    for _ in range(10):
        AnswerFactory(thread=thread, by=member)

    with pytest.raises(ValidationError, match=r"10 answers in 24 hours"):
        AnswerFactory(thread=thread, by=member)

    services.answer(thread=thread, by=member, body="From a request.", as_support=True)
    for _ in range(11):
        AnswerFactory(thread=thread, by=StaffFactory())


def test_the_form_comes_back_with_the_reason_and_the_text(client: Client):
    thread = ThreadFactory()
    client.force_login(MemberFactory())
    body = f"{TWO_LINKS} And https://c.example."

    page = client.post(reverse("community:answer", args=[thread.pk]), {"body": body})

    assert page.status_code == 422
    assert "2 links fit into one message; this one has 3." in page.text
    assert "https://c.example." in page.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["How trust and badges work", "Your level is: trusted.", "Good question"]),
        ("fr", ["La confiance et les badges", "Bonne question"]),
    ],
)
def test_a_page_says_how_it_works(client: Client, language, words):
    member = trusted()
    member.language = language
    member.save()
    client.force_login(member)

    page = client.get(reverse("community:trust")).text

    assert [one for one in words if one not in page] == []


def test_the_page_is_for_everybody(client: Client, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page = client.get(reverse("community:trust")).text

    assert "Your level is" not in page


def test_a_level_given_by_hand_can_be_taken_back():
    victor, marta = ModeratorFactory(), MemberFactory()
    services.set_trust(member=marta, to=Trust.TRUSTED, by=victor)

    services.undo(action=Action.objects.get(), by=victor)

    assert trust_of(Member.objects.get(pk=marta.pk)) is Trust.NEW
