"""Who is suspended has no rights from that moment on, whatever they still hold in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from community import ask_back, services
from community.models import Claim, HelpfulVote, Post, Thread
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory

if TYPE_CHECKING:
    from accounts.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia() -> Member:
    return MemberFactory()


@pytest.fixture
def answer(nadia) -> Post:
    return AnswerFactory(thread=ThreadFactory(by=nadia))


def _suspend(member: Member) -> None:
    victor = ModeratorFactory()
    services.suspend(member=member, by=victor, days=7, reason="It advertises.")
    member.refresh_from_db()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("answer", {"body": "One more advertisement."}),
        ("me_too", {}),
        ("watch", {}),
        ("claim", {}),
        ("not_helped", {}),
        ("undo_accept", {}),
    ],
)
def test_an_open_session_presses_no_button_of_a_thread(client, answer, nadia, name, typed):
    client.force_login(nadia)
    assert client.get(reverse("accounts:me")).status_code == 200
    _suspend(nadia)

    client.post(reverse(f"community:{name}", args=[answer.thread_id]), typed)

    assert Post.objects.count() == 2
    assert not Claim.objects.exists()
    assert Thread.objects.get().not_helped_at is None
    assert client.get(reverse("accounts:me")).status_code == 302


@pytest.mark.parametrize("name", ["accept", "helpful", "edit", "delete", "flag", "hide"])
def test_an_open_session_presses_no_button_of_a_message(client, answer, nadia, name):
    client.force_login(nadia)
    _suspend(nadia)

    typed = {"body": "Changed.", "why": "spam", "reason": "Because."}
    client.post(reverse(f"community:{name}", args=[answer.pk]), typed)

    answer.refresh_from_db()
    assert not answer.is_hidden
    assert answer.edited_at is None
    assert not answer.flags.exists()
    assert not HelpfulVote.objects.exists()
    assert not Thread.objects.get().is_solved


def test_services_ask_whether_they_are_still_here(answer, nadia):
    _suspend(nadia)

    with pytest.raises(PermissionDenied):
        services.accept_answer(post=answer, by=nadia)
    with pytest.raises(PermissionDenied):
        services.say_not_helped(thread=answer.thread, by=nadia)
    with pytest.raises(PermissionDenied):
        services.edit_post(post=answer.thread.posts.first(), by=nadia, body="Changed.")


def test_a_moderator_who_left_moderates_no_more(answer):
    victor = ModeratorFactory(is_active=False)

    with pytest.raises(PermissionDenied):
        services.hide_post(post=answer, by=victor, reason="Because.")


def test_a_link_from_an_older_mail_opens_nothing(client, answer, nadia):
    link = ask_back.url_for(answer.thread)
    assert client.get(link).status_code == 200
    _suspend(nadia)

    assert client.get(link).status_code == 410
    assert client.post(link, {"answer": answer.pk}).status_code == 410
    assert not Thread.objects.get().is_solved
