"""Authors are told what moderators did with what they wrote, and why, in their language."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Member, Notice
from accounts.roles import Role
from base.audience import Audience
from community import services
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def victor() -> Member:
    return MemberFactory(role=Role.MODERATOR)


@pytest.fixture
def ana() -> Member:
    return MemberFactory(display_name="Ana")


def _told(member: Member) -> list[str]:
    return [notice.text for notice in Notice.objects.filter(member=member, kind="hidden")]


def test_a_changed_message(victor, ana):
    answer = AnswerFactory(by=ana)

    services.edit_post(post=answer, by=victor, body="Without it.", why="A card number.")

    title = answer.thread.title
    assert _told(ana) == [
        f"A moderator changed your message in “{title}”. The reason: A card number."
    ]


def test_a_locked_thread_by_its_form(client, victor, ana):
    thread = ThreadFactory(by=ana)
    client.force_login(victor)
    assert 'name="reason"' in client.get(thread.get_absolute_url()).content.decode()

    typed = {"on": "1", "reason": "It turns in circles."}
    client.post(reverse("community:lock", args=[thread.pk]), typed)
    client.post(reverse("community:lock", args=[thread.pk]), {"on": "0"})

    assert _told(ana) == [
        f"“{thread.title}” is open for messages again.",
        f"A moderator locked “{thread.title}”. The reason: It turns in circles.",
    ]


def test_a_moved_thread(victor, ana):
    thread, to = ThreadFactory(by=ana), BoardFactory(title_en="Payments")

    services.move_thread(thread=thread, by=victor, to=to, reason="It is about money.")

    (said,) = _told(ana)
    assert "to Payments. The reason: It is about money." in said


def test_a_board_one_may_not_read_is_not_named(victor, ana):
    thread, to = ThreadFactory(by=ana), BoardFactory(audience=Audience.MERCHANTS)

    services.move_thread(thread=thread, by=victor, to=to)

    assert _told(ana) == []


def test_a_merged_thread_says_where_it_went(victor, ana):
    source, into = ThreadFactory(by=ana), ThreadFactory()

    services.merge_threads(source=source, into=into, by=victor)

    notice = Notice.objects.get(member=ana, kind="hidden")
    assert into.title in notice.text
    assert notice.url == into.get_absolute_url()


def test_a_split_tells_each_author_once(victor, ana):
    thread = ThreadFactory()
    first, second = (
        AnswerFactory(thread=thread, by=ana),
        AnswerFactory(thread=thread, by=ana),
    )
    stays = AnswerFactory(thread=thread)

    services.split_thread(
        thread=thread, posts=[first.pk, second.pk], title="How do I print it?", by=victor
    )

    assert len(_told(ana)) == 1
    assert "How do I print it?" in _told(ana)[0]
    assert _told(stays.author) == []


def test_in_french(victor):
    luc = MemberFactory(language="fr")
    thread = ThreadFactory(by=luc)

    services.set_locked(thread=thread, by=victor, is_locked=True, reason="Hors sujet.")

    (said,) = _told(luc)
    assert "modérateur" in said
    assert "Hors sujet." in said


def test_moderators_hear_nothing_of_what_they_did_themselves(victor):
    thread = ThreadFactory(by=victor)

    services.set_locked(thread=thread, by=victor, is_locked=True)

    assert _told(victor) == []


def test_a_rule_that_locks_is_not_called_a_moderator(client, victor):
    thread = ThreadFactory()
    thread.actions.create(kind="lock")

    page = client.get(thread.get_absolute_url()).content.decode()

    assert "Locked by a moderator" not in page
    assert "nobody wrote here for long" in page
