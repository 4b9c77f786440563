"""Moderators keep the forum in order; every act is told, written down and undone."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Member, Notice
from accounts.roles import Role
from community import services
from community.models import Action, Flag, Post, Thread, posts_to_review
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def victor() -> Member:
    return MemberFactory(role=Role.MODERATOR, display_name="Victor")


def _news_of(member: Member) -> list[str]:
    return list(Notice.objects.filter(member=member).values_list("text", flat=True))


def _undo_last(by: Member) -> None:
    services.undo(action=Action.objects.first(), by=by)


def test_a_report_reaches_the_queue_once_per_person(client, victor):
    answer, tom = AnswerFactory(), MemberFactory()
    client.force_login(tom)
    address = reverse("community:flag", args=[answer.pk])

    for _press in range(2):
        client.post(address, {"why": "spam", "note": "It sells watches."})

    assert [post.pk for post in posts_to_review()] == [answer.pk]
    assert Flag.objects.get().note == "It sells watches."
    client.force_login(victor)
    page = client.get(reverse("moderation:queue")).content.decode()
    assert "It sells watches." in page


def test_a_report_needs_a_reason(client):
    answer = AnswerFactory()
    client.force_login(MemberFactory())

    response = client.post(reverse("community:flag", args=[answer.pk]), {})

    assert response.status_code == 422
    assert "Choose a reason." in response.content.decode()
    assert not Flag.objects.exists()


def test_nobody_reports_what_they_wrote():
    answer = AnswerFactory()

    with pytest.raises(ValidationError):
        services.flag(post=answer, by=answer.author, why="spam")


def test_a_report_that_was_wrong_closes_and_the_message_stays(victor):
    answer = AnswerFactory()
    services.flag(post=answer, by=MemberFactory(), why="rude")

    services.keep_post(post=answer, by=victor)

    assert not posts_to_review().exists()
    assert Flag.objects.get().was_right is False
    assert Action.objects.get().kind == Action.Kind.KEEP


def test_what_is_taken_down_can_be_put_back_and_its_author_hears_of_both(victor):
    answer = AnswerFactory()
    services.hide_post(post=answer, by=victor, reason="It shows a card number.")

    _undo_last(victor)

    answer.refresh_from_db()
    assert not answer.is_hidden
    assert answer.thread.posts.filter(hidden_at=None).count() == 2
    news = _news_of(answer.author)
    assert any("It shows a card number." in text for text in news)
    assert any("is back" in text for text in news)


def test_many_messages_are_decided_at_once_and_one_that_cannot_leaves_the_rest(victor):
    accepted, first, second = AnswerFactory(), AnswerFactory(), AnswerFactory()
    services.accept_answer(post=accepted, by=accepted.thread.author)

    done, problems = services.decide(
        posts=Post.objects.filter(pk__in=[accepted.pk, first.pk, second.pk]),
        by=victor,
        verdict="hide",
        reason="spam",
    )

    assert (done, len(problems)) == (2, 1)
    assert Post.objects.filter(hidden_at=None).filter(pk=accepted.pk).exists()
    assert not Post.objects.filter(hidden_at=None, pk__in=[first.pk, second.pk]).exists()


def test_the_author_reads_the_reason_in_their_language(victor):
    answer = AnswerFactory(by=MemberFactory(language="fr"))

    services.decide(posts=[answer], by=victor, verdict="hide", reason="spam")

    answer.refresh_from_db()
    assert answer.hidden_reason == "C’est de la publicité ou du spam."


def test_two_moderators_do_not_take_up_the_same_message(victor):
    answer, nina = AnswerFactory(), MemberFactory(role=Role.MODERATOR)

    services.take_up(post=answer, by=victor)

    assert services.take_up(post=answer, by=nina).member == victor


def test_a_moved_thread_keeps_its_address_and_can_go_back(victor):
    thread, before = ThreadFactory(), BoardFactory()
    Thread.objects.filter(pk=thread.pk).update(board=before)
    thread.refresh_from_db()
    address = thread.get_absolute_url()

    services.move_thread(thread=thread, by=victor, to=BoardFactory())
    _undo_last(victor)

    thread.refresh_from_db()
    assert (thread.board, thread.get_absolute_url()) == (before, address)


def test_merged_messages_keep_their_permalinks_and_the_old_address_leads_on(client, victor):
    into, source = ThreadFactory(), ThreadFactory()
    lost, kept = AnswerFactory(thread=source), AnswerFactory(thread=into)

    services.merge_threads(source=source, into=into, by=victor)

    response = client.get(reverse("community:post", args=[lost.pk]))
    assert response.url == f"{into.get_absolute_url()}#p{lost.pk}"
    assert client.get(source.get_absolute_url()).url == into.get_absolute_url()
    positions = list(into.posts.values_list("position", flat=True))
    assert positions == [1, 2, 3, 4]
    assert into.posts.first().author == into.author
    assert kept in into.posts.all()


def test_a_merge_counts_people_once(victor):
    into, source, tom = ThreadFactory(), ThreadFactory(), MemberFactory()
    services.press_me_too(thread=into, by=tom)
    services.press_me_too(thread=source, by=tom)
    services.press_me_too(thread=source, by=MemberFactory())

    services.merge_threads(source=source, into=into, by=victor)

    into.refresh_from_db()
    assert into.me_too_count == into.me_toos.count() == 2


def test_a_merge_undone_gives_each_thread_its_messages_back(client, victor):
    into, source = ThreadFactory(), ThreadFactory()
    lost = AnswerFactory(thread=source)
    services.merge_threads(source=source, into=into, by=victor)
    later = AnswerFactory(thread=into)

    _undo_last(victor)

    source.refresh_from_db()
    assert list(source.posts.values_list("pk", flat=True))[-1] == lost.pk
    assert source.posts.get(position=1).author == source.author
    assert later in into.posts.all()
    assert client.get(source.get_absolute_url()).status_code == 200
    assert source.answer_count == 1


def test_a_solved_thread_is_not_merged_away(victor):
    answer = AnswerFactory()
    services.accept_answer(post=answer, by=answer.thread.author)

    with pytest.raises(ValidationError):
        services.merge_threads(source=answer.thread, into=ThreadFactory(), by=victor)


def test_a_split_makes_a_thread_whose_first_answer_is_the_question(client, victor):
    thread = ThreadFactory()
    stays, goes, follows = (AnswerFactory(thread=thread) for _n in range(3))

    new = services.split_thread(
        thread=thread, posts=[goes.pk, follows.pk], title="How do I print it?", by=victor
    )

    assert list(new.posts.values_list("pk", "position")) == [(goes.pk, 1), (follows.pk, 2)]
    assert list(thread.posts.values_list("position", flat=True)) == [1, 2]
    assert new.author == goes.author
    thread.refresh_from_db()
    assert (thread.answer_count, new.answer_count) == (1, 1)
    response = client.get(reverse("community:post", args=[follows.pk]))
    assert response.url.startswith(new.get_absolute_url())
    assert stays in thread.posts.all()


def test_a_split_undone_brings_the_messages_home(victor):
    thread = ThreadFactory()
    goes = AnswerFactory(thread=thread)
    services.split_thread(
        thread=thread, posts=[goes.pk], title="How do I print it?", by=victor
    )

    _undo_last(victor)

    assert goes in thread.posts.all()


def test_a_locked_thread_says_so_and_opens_again(client, victor):
    thread = ThreadFactory()
    client.force_login(victor)

    client.post(reverse("community:lock", args=[thread.pk]), {"on": "1"})
    thread.refresh_from_db()
    assert thread.is_locked
    with pytest.raises(ValidationError):
        services.answer(thread=thread, by=MemberFactory(), body="One more thing.")

    _undo_last(victor)
    thread.refresh_from_db()
    assert not thread.is_locked


@pytest.mark.parametrize("name", ["lock", "pin", "move", "merge", "split"])
def test_members_do_not_moderate(client, name):
    thread = ThreadFactory()
    client.force_login(thread.author)

    assert client.post(reverse(f"community:{name}", args=[thread.pk])).status_code == 403


@pytest.mark.parametrize("name", ["queue", "trail"])
def test_members_do_not_see_the_moderators_pages(client, name):
    client.force_login(MemberFactory())

    assert client.get(reverse(f"moderation:{name}")).status_code in {302, 403}


def test_services_ask_for_the_right_too():
    thread, other = ThreadFactory(), MemberFactory()

    with pytest.raises(PermissionDenied):
        services.move_thread(thread=thread, by=other, to=BoardFactory())
    with pytest.raises(PermissionDenied):
        services.warn(member=thread.author, by=other, reason="I do not like it.")


def test_the_queue_costs_the_same_for_one_message_and_for_many(
    client, victor, django_assert_max_num_queries
):
    for _n in range(12):
        services.flag(post=AnswerFactory(), by=MemberFactory(), why="spam")
    client.force_login(victor)
    client.get(reverse("moderation:queue"))

    with django_assert_max_num_queries(16):
        client.get(reverse("moderation:queue"))
