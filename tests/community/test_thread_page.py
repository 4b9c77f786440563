"""A thread's page: in order, for those who may, with a constant cost, and no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from base.audience import Audience
from community import services
from community.models import Post, Thread
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import (
    MemberFactory,
    MerchantFactory,
    ModeratorFactory,
    StaffFactory,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db


def read(client: Client, thread: Thread, **asked: object) -> str:
    return client.get(thread.get_absolute_url(), asked).content.decode()


def test_the_accepted_answer_comes_directly_after_the_question(client: Client) -> None:
    thread = ThreadFactory()
    first, second = AnswerFactory(thread=thread), AnswerFactory(thread=thread)
    services.accept_answer(post=second, by=thread.author)

    page = client.get(thread.get_absolute_url()).context["page"]

    assert [post.position for post in page.posts] == [1, 3, 2]
    assert page.posts == [thread.posts.get(position=1), second, first]


def test_answers_come_fifty_to_a_page_and_permalinks_find_theirs(client: Client) -> None:
    thread = ThreadFactory()
    posts = [AnswerFactory(thread=thread) for _ in range(51)]

    first = client.get(thread.get_absolute_url()).context["page"]
    second = client.get(thread.get_absolute_url(), {"page": 2}).context["page"]

    assert (len(first.posts), len(second.posts)) == (50, 2)
    last = client.get(posts[-1].get_absolute_url())
    assert last.url == f"{thread.get_absolute_url()}?page=2#p{posts[-1].pk}"


def test_a_wrong_address_leads_to_the_right_one(client: Client) -> None:
    thread = ThreadFactory()

    response = client.get(reverse("community:thread", args=[thread.pk, "other"]))

    assert response.url == thread.get_absolute_url()


def test_a_thread_above_the_readers_audience_is_not_there(client: Client) -> None:
    board = BoardFactory(audience=Audience.MERCHANTS)
    thread = ThreadFactory(board=board, by=MerchantFactory())
    post = thread.posts.get()

    for member in (None, MemberFactory()):
        if member:
            client.force_login(member)
        assert client.get(post.get_absolute_url()).status_code == 404
        assert client.get(thread.get_absolute_url()).status_code == 404
        assert (
            client.post(
                reverse("community:answer", args=[thread.pk]), {"body": "x"}
            ).status_code
            == 404
        )
        for name, pk in (("me_too", thread.pk), ("helpful", post.pk), ("watch", thread.pk)):
            address = reverse(f"community:{name}", args=[pk])
            assert client.post(address).status_code == 404


def test_what_members_write_runs_no_script(client: Client) -> None:
    body = (
        "<script>alert(1)</script>\n\n[x](javascript:alert(1)) "
        '![x](https://evil.example/a.png) <img src=x onerror="alert(1)">'
    )
    thread = ThreadFactory(title="<script>alert(2)</script> title", body=body)
    AnswerFactory(thread=thread, body=body)

    page = read(client, thread)

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "evil.example" not in page


def test_a_preview_runs_no_script_either(client: Client) -> None:
    body = "**bold** <script>alert(1)</script>"

    page = client.post(reverse("community:preview"), {"body": body}).content.decode()

    assert "<strong>bold</strong>" in page
    assert "<script>" not in page


def test_a_preview_keeps_the_text_and_posts_nothing(client: Client) -> None:
    thread = ThreadFactory()
    asked = {"body": "Look **there**", "preview": "1"}

    response = client.post(reverse("community:answer", args=[thread.pk]), asked)

    page = response.content.decode()
    assert "Look <strong>there</strong>" in page
    assert "Look **there**</textarea>" in page
    assert thread.posts.count() == 1


def test_an_answer_is_posted_and_shown(client: Client) -> None:
    thread = ThreadFactory()
    client.force_login(MemberFactory())

    response = client.post(
        reverse("community:answer", args=[thread.pk]), {"body": "It is a holiday."}
    )

    post = Post.objects.get(position=2)
    assert response.url == post.get_absolute_url()
    assert "It is a holiday." in read(client, thread)


def test_what_was_typed_before_signing_in_comes_back(client: Client) -> None:
    thread, member = ThreadFactory(), MemberFactory()
    member.set_password("a long password 1")
    member.save()
    response = client.post(
        reverse("community:answer", args=[thread.pk]), {"body": "It is a holiday."}
    )
    assert response.url.startswith(reverse("account_login"))
    assert thread.get_absolute_url() in response.url

    client.force_login(member)

    assert "It is a holiday.</textarea>" in read(client, thread)
    client.post(reverse("community:answer", args=[thread.pk]), {"body": "It is."})
    assert "It is a holiday." not in read(client, thread)


def test_a_text_too_long_is_kept_and_the_limit_said(client: Client) -> None:
    thread = ThreadFactory()
    client.force_login(MemberFactory())

    response = client.post(
        reverse("community:answer", args=[thread.pk]), {"body": "y" * 20_001}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "y" * 20_001 in page
    assert "20001 characters" in page
    assert thread.posts.count() == 1


def test_a_reached_limit_keeps_the_text(client: Client, settings: object) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"answer": "0/60"}
    thread = ThreadFactory()
    client.force_login(MemberFactory())

    response = client.post(
        reverse("community:answer", args=[thread.pk]), {"body": "Hi you"}
    )

    assert response.status_code == 429
    assert "Hi you</textarea>" in response.content.decode()


def test_a_locked_thread_says_so_and_takes_no_answer(client: Client) -> None:
    thread = ThreadFactory()
    Thread.objects.update(is_locked=True)
    client.force_login(MemberFactory())

    response = client.post(reverse("community:answer", args=[thread.pk]), {"body": "Hello"})

    assert thread.posts.count() == 1
    assert "locked" in response.content.decode()
    assert 'id="reply"' not in read(client, thread)


def test_a_hidden_answer_leaves_a_trace_with_its_reason(client: Client) -> None:
    thread = ThreadFactory()
    post = AnswerFactory(thread=thread, body="Buy cheap watches")
    moderator = ModeratorFactory()
    client.force_login(moderator)
    client.post(reverse("community:hide", args=[post.pk]), {"reason": "advertising"})
    assert "Buy cheap watches" in read(client, thread)

    client.logout()

    page = read(client, thread)
    assert "Buy cheap watches" not in page
    assert "advertising" in page


def test_hiding_is_for_moderators(client: Client) -> None:
    post = AnswerFactory()
    client.force_login(MemberFactory())

    response = client.post(reverse("community:hide", args=[post.pk]), {"reason": "no"})

    assert response.status_code == 403
    assert not Post.objects.get(pk=post.pk).is_hidden


def test_the_author_accepts_and_takes_it_back(client: Client) -> None:
    post = AnswerFactory()
    client.force_login(post.thread.author)

    client.post(reverse("community:accept", args=[post.pk]))
    assert Thread.objects.get().accepted_post == post

    client.post(reverse("community:undo_accept", args=[post.thread_id]))
    assert Thread.objects.get().accepted_post is None


def test_pressing_without_an_account_leads_to_sign_in(client: Client) -> None:
    post = AnswerFactory()

    response = client.post(reverse("community:helpful", args=[post.pk]))

    assert response.url.startswith(reverse("account_login"))


def test_a_press_answers_htmx_with_the_button_alone(client: Client) -> None:
    post = AnswerFactory()
    client.force_login(MemberFactory())
    addresses = {
        "helpful": reverse("community:helpful", args=[post.pk]),
        "me_too": reverse("community:me_too", args=[post.thread_id]),
        "watch": reverse("community:watch", args=[post.thread_id]),
    }
    for address in addresses.values():
        page = client.post(address, headers={"hx-request": "true"}).content.decode()
        assert 'aria-pressed="true"' in page
        assert "<html" not in page


def test_ones_own_question_gets_no_me_too(client: Client) -> None:
    thread = ThreadFactory()
    client.force_login(thread.author)

    response = client.post(
        reverse("community:me_too", args=[thread.pk]), headers={"hx-request": "true"}
    )

    assert response.status_code == 302
    assert "counted already" in read(client, thread)


def test_following_can_be_ended(client: Client) -> None:
    thread, member = ThreadFactory(), MemberFactory()
    client.force_login(member)

    client.post(reverse("community:watch", args=[thread.pk]), {"on": "1"})
    assert thread.watches.filter(member=member).exists()
    client.post(reverse("community:watch", args=[thread.pk]), {"on": "0"})
    assert not thread.watches.filter(member=member).exists()


def test_staff_answers_are_marked(client: Client) -> None:
    thread = ThreadFactory()
    AnswerFactory(thread=thread, by=StaffFactory())

    assert "Official answer" in read(client, thread)


def test_a_page_costs_the_same_for_one_answer_and_for_many(
    client: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    one, many = ThreadFactory(), ThreadFactory()
    AnswerFactory(thread=one)
    for _ in range(30):
        AnswerFactory(thread=many)
    client.force_login(MemberFactory())
    counts = set()
    for thread in (one, many):
        client.get(thread.get_absolute_url())
        with django_assert_max_num_queries(25) as captured:
            client.get(thread.get_absolute_url())
        counts.add(len(captured))
    assert len(counts) == 1
