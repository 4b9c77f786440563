"""The review queue puts many discussions in order at once; nothing is decided by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from accounts.roles import Role
from base.audience import Audience
from community import services
from community.models import Action, Post, Thread, posts_to_review
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

if TYPE_CHECKING:
    from accounts.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def victor(client) -> Member:
    member = MemberFactory(role=Role.MODERATOR)
    client.force_login(member)
    return member


def _reported(**about: object) -> Post:
    answer = AnswerFactory(**about)
    services.flag(post=answer, by=MemberFactory(), why="place")
    return answer


def _tidy(client, posts: list[Post], deed: str, **typed: str) -> str:
    data = {"posts": [post.pk for post in posts], "deed": deed, **typed}
    response = client.post(reverse("moderation:tidy"), data, follow=True)
    return str(response.content.decode())


def test_many_are_locked_with_a_reason_and_each_can_be_undone(client, victor):
    posts = [_reported() for _n in range(3)]

    page = _tidy(client, posts, "lock", why="It turns in circles.")

    assert "3 discussions changed" in page
    assert Thread.objects.filter(is_locked=True).count() == 3
    assert posts_to_review().count() == 3
    for action in Action.objects.filter(kind="lock"):
        services.undo(action=action, by=victor)
    assert not Thread.objects.filter(is_locked=True).exists()


def test_many_are_moved_to_a_board(client, victor):
    posts, to = [_reported(), _reported()], BoardFactory()

    _tidy(client, posts, "move", board=to.slug)

    assert to.threads.count() == 2


def test_a_board_one_may_not_read_is_no_board(client, victor):
    to = BoardFactory(audience=Audience.STAFF)

    page = _tidy(client, [_reported()], "move", board=to.slug)

    assert "Choose the board." in page
    assert not to.threads.exists()


def test_many_are_merged_and_one_that_cannot_leaves_the_rest(client, victor):
    into, one, solved = ThreadFactory(), _reported(), _reported()
    services.accept_answer(post=solved, by=solved.thread.author)

    page = _tidy(client, [one, solved], "merge", into=into.get_absolute_url())

    one.refresh_from_db()
    solved.refresh_from_db()
    assert (one.thread, solved.thread == into) == (into, False)
    assert "solved or with support" in page
    assert "1 discussion changed" in page


def test_messages_of_one_thread_become_a_discussion(client, victor):
    thread = ThreadFactory()
    first, second = _reported(thread=thread), _reported(thread=thread)

    _tidy(client, [first, second], "split", title="How do I print it?")

    new = Thread.objects.get(title="How do I print it?")
    assert list(new.posts.all()) == [first, second]


@pytest.mark.parametrize("deed", ["", "burn", "merge", "split"])
def test_what_lacks_something_says_so_and_does_nothing(client, victor, deed):
    answer = _reported()

    page = _tidy(client, [answer], deed)

    assert "discussion changed" not in page
    assert not Action.objects.exists()
    assert Thread.objects.get() == answer.thread


def test_members_do_not_tidy(client):
    client.force_login(MemberFactory())

    client.post(reverse("moderation:tidy"), {"posts": [_reported().pk], "deed": "lock"})

    assert not Thread.objects.filter(is_locked=True).exists()


def test_the_queue_is_filtered_by_board_and_ordered(client, victor):
    old, new = _reported(), _reported()
    services.flag(post=new, by=MemberFactory(), why="spam")
    queue = reverse("moderation:queue")

    def shown(query: str) -> list[int]:
        return [post.pk for post, _author in client.get(queue + query).context["rows"]]

    assert shown("") == [new.pk, old.pk]
    assert shown("?order=waiting") == [old.pk, new.pk]
    assert shown("?order=latest") == [new.pk, old.pk]
    assert shown("?order=none&board=none") == [new.pk, old.pk]
    services.move_thread(thread=old.thread, by=victor, to=BoardFactory(slug="other"))
    assert shown("?board=other") == [old.pk]


def test_enter_in_a_field_decides_nothing(client, victor):
    answer = _reported()

    page = client.post(
        reverse("moderation:decide"), {"posts": [answer.pk], "verdict": ""}, follow=True
    )

    assert "Choose what becomes of it." in page.content.decode()
    assert posts_to_review().count() == 1
