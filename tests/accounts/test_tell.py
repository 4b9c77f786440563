"""Telling members: a row here, a mail where they want one, once per event."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from accounts.notices import tell
from community.models import Thread
from tests.community.factories import ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def news(*members, event="answer:1", **changes):
    # A thread there is: nobody is mailed about what they may not read.
    thread = Thread.objects.first() or ThreadFactory()
    tell(
        members=members,
        kind="answer",
        key=thread.key,
        event=event,
        text={"en": "Anna answered you.", "fr": "Anna vous a répondu."},
        url="/community/posts/1/",
        **changes,
    )


def test_in_the_members_language_with_a_link_back(run_worker, mailoutbox):
    news(MemberFactory(language="fr"))
    run_worker()

    assert mailoutbox[0].subject == "Anna vous a répondu."
    assert "http://localhost:8000/community/posts/1/" in mailoutbox[0].body


def test_twice_is_once(run_worker, mailoutbox):
    member = MemberFactory()

    news(member)
    news(member)
    run_worker()

    assert len(mailoutbox) == Notice.objects.count() == 1


def test_no_mail_for_those_who_want_none(run_worker, mailoutbox):
    news(MemberFactory(wants_mail=False), MemberFactory(email=""))
    run_worker()

    assert Notice.objects.count() == 2
    assert mailoutbox == []


def test_old_news_is_not_mailed(run_worker, mailoutbox):
    news(MemberFactory(), at=timezone.now() - timedelta(days=3))
    run_worker()

    assert mailoutbox == []


def test_inactive_members_hear_nothing():
    news(MemberFactory(is_active=False))

    assert not Notice.objects.exists()


def test_the_bell_counts_until_all_is_read(client):
    member = MemberFactory()
    news(member)
    client.force_login(member)

    assert "data-new" in client.get(reverse("accounts:notices")).text

    client.post(reverse("accounts:notices"))
    assert "data-new" not in client.get(reverse("accounts:notices")).text
