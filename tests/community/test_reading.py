"""Noting what members read, and showing them what is new since."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from base.audience import Audience
from community import reading, services
from community.models import Post, ReadDay, ReadThread
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory, MerchantFactory, ModeratorFactory

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import Member
    from community.models import Thread

pytestmark = pytest.mark.django_db
NOON = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)


def note(member: Member, thread: Thread, *, position: int = 1, seconds: int = 0, minute=0):
    return services.note_read(
        member=member,
        thread=thread,
        position=position,
        seconds=seconds,
        at=NOON + timedelta(minutes=minute),
    )


def day(member: Member) -> tuple[int, int, int]:
    row = ReadDay.objects.get(member=member)
    return row.threads, row.posts, row.seconds


def with_answers(count: int) -> Thread:
    thread = ThreadFactory()
    for _ in range(count):
        AnswerFactory(thread=thread)
    return thread


def test_counts_each_post_once_and_the_thread_once_a_day():
    member, thread = MemberFactory(), with_answers(4)

    note(member, thread, position=3, seconds=40)
    note(member, thread, position=5, seconds=50, minute=2)
    note(member, thread, position=2, seconds=10, minute=3)

    assert day(member) == (1, 5, 100)
    assert ReadThread.objects.get(member=member).position == 5


def test_the_same_twice_is_once():
    member, thread = MemberFactory(), with_answers(2)

    for _ in range(2):
        note(member, thread, position=3, seconds=60)

    assert day(member) == (1, 3, 60)


def test_a_new_day_counts_the_thread_again_but_not_its_posts():
    member, thread = MemberFactory(), with_answers(1)
    note(member, thread, position=2)

    note(member, thread, position=2, minute=24 * 60)

    days = ReadDay.objects.order_by("on").values_list("threads", "posts")
    assert list(days) == [(1, 2), (1, 0)]


@pytest.mark.parametrize(
    ("seconds", "minute", "counted"),
    [(3600, 0, 600), (3600, 2, 600 + 120), (30, 2, 600 + 30), (3600, 60, 1200)],
)
def test_time_is_capped_and_never_more_than_the_clock_went_on(seconds, minute, counted):
    member = MemberFactory()
    note(member, ThreadFactory(), seconds=3600)

    # A second tab, on another thread: its time is the same time.
    note(member, ThreadFactory(), seconds=seconds, minute=minute)

    assert day(member)[2] == (counted if minute else 600)


def test_a_place_after_the_last_post_is_the_last_post():
    member, thread = MemberFactory(), with_answers(1)

    note(member, thread, position=900)

    assert day(member)[1] == 2
    assert ReadThread.objects.get(member=member).position == 2


def test_a_jump_to_the_end_of_a_long_thread_has_not_read_all_of_it():
    member, thread = MemberFactory(), ThreadFactory()
    author = MemberFactory()
    Post.objects.bulk_create(
        Post(thread=thread, author=author, position=n, body_html="x") for n in range(2, 400)
    )

    note(member, thread, position=399)

    assert day(member)[1] == reading.PAGE_SIZE


def test_what_one_may_not_read_is_not_noted(client: Client):
    thread = ThreadFactory(
        board=BoardFactory(audience=Audience.MERCHANTS), by=MerchantFactory()
    )
    member = MemberFactory()

    with pytest.raises(PermissionDenied):
        note(member, thread)

    client.force_login(member)
    address = reverse("community:read", args=[thread.pk])
    assert client.post(address, {"position": 1, "seconds": 9}).status_code == 404
    assert not ReadThread.objects.exists()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"position": "2", "seconds": "12"}, 204),
        ({"position": "2"}, 400),
        ({"position": "-1", "seconds": "x"}, 400),
        ({"position": "9" * 40, "seconds": "9" * 40}, 204),
    ],
)
def test_the_browser_tells(client: Client, sent, status):
    member, thread = MemberFactory(), with_answers(1)
    client.force_login(member)

    response = client.post(reverse("community:read", args=[thread.pk]), sent)

    assert response.status_code == status
    assert ReadThread.objects.filter(member=member, position=2).exists() is (status == 204)


def test_noting_costs_the_same_in_a_long_thread(django_assert_max_num_queries):
    member, thread = MemberFactory(), with_answers(3)
    note(member, thread)

    with django_assert_max_num_queries(12):
        note(member, thread, position=4, seconds=60, minute=2)


def test_too_many_words_from_one_browser_are_not_heard(client: Client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"read": "1/3600"}
    thread = ThreadFactory()
    client.force_login(MemberFactory())
    address = reverse("community:read", args=[thread.pk])

    told = [client.post(address, {"position": 1, "seconds": 1}) for _ in range(2)]

    assert [response.status_code for response in told] == [204, 429]


def test_of_strangers_nothing_is_noted(client: Client):
    thread = ThreadFactory()

    response = client.post(
        reverse("community:read", args=[thread.pk]), {"position": 1, "seconds": 9}
    )

    assert response.status_code == 403
    assert "reading.js" not in client.get(thread.get_absolute_url()).text


def test_lists_say_what_is_new_since_one_was_there(client: Client):
    member, thread = MemberFactory(), with_answers(1)
    never_opened = with_answers(2)
    note(member, thread, position=2)
    for _ in range(2):
        AnswerFactory(thread=thread)
    AnswerFactory(thread=thread, by=member)
    taken_down = AnswerFactory(thread=thread)
    services.hide_post(post=taken_down, by=ModeratorFactory(), reason="spam")
    client.force_login(member)

    shown = client.get(reverse("community:index")).context["page"].threads

    counts = {one.pk: one.new_count for one in shown}
    assert counts == {thread.pk: 2, never_opened.pk: 0}
    assert "2 new" in client.get(thread.board.get_absolute_url()).text


def test_a_list_asks_once_for_all_its_threads(
    client: Client, django_assert_max_num_queries
):
    board, member = BoardFactory(), MemberFactory()
    client.force_login(member)
    for _ in range(8):
        thread = ThreadFactory(board=board)
        note(member, thread)
        AnswerFactory(thread=thread)

    client.get(board.get_absolute_url())  # fills what is cached for all readers

    with django_assert_max_num_queries(12) as asked:
        page = client.get(board.get_absolute_url()).text

    assert page.count("1 new") == 8
    assert len([one for one in asked if "readthread" in one["sql"]]) == 1


def test_the_thread_leads_to_the_first_new_message(client: Client):
    member, thread = MemberFactory(), with_answers(1)
    client.force_login(member)
    words = "Go to the first new message"
    assert words not in client.get(thread.get_absolute_url()).text
    note(member, thread, position=2)
    assert words not in client.get(thread.get_absolute_url()).text

    new = AnswerFactory(thread=thread)
    AnswerFactory(thread=thread)

    page = client.get(thread.get_absolute_url())
    assert words in page.text
    assert page.context["first_new"] == new
