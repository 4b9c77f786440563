"""Moderators keep the boards they may read; what only staff read is for staff."""

from __future__ import annotations

import pytest
from django.urls import reverse

from base.audience import Audience
from community import services
from community.models import Action
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import ModeratorFactory, StaffFactory

pytestmark = pytest.mark.django_db
NOT_FOUND = 404
SECRET = "The new prices begin in March."


@pytest.fixture
def inside():
    """A reported answer on a board for staff."""
    board = BoardFactory(audience=Audience.STAFF)
    thread = ThreadFactory(board=board, by=StaffFactory(), title="Prices of next year")
    answer = AnswerFactory(thread=thread, by=StaffFactory(), body=SECRET)
    services.flag(post=answer, by=thread.author, why="place")
    return answer


def test_the_queue_shows_only_what_one_may_read(client, inside):
    pages = []
    for member in (ModeratorFactory(), StaffFactory()):
        client.force_login(member)
        pages.append(client.get(reverse("moderation:queue")).text)

    assert SECRET not in pages[0]
    assert "Prices of next year" not in pages[0]
    assert SECRET in pages[1]


def test_nobody_decides_about_what_they_may_not_read(client, inside):
    client.force_login(ModeratorFactory())

    answer = client.post(reverse("moderation:take", args=[inside.pk]))
    client.post(
        reverse("moderation:decide"),
        {"posts": [inside.pk], "verdict": "hide", "words": "Not here."},
    )

    inside.refresh_from_db()
    assert answer.status_code == NOT_FOUND
    assert not inside.is_hidden
    assert inside.flags.open().exists()


def test_the_trail_names_only_what_one_may_read_and_undoes_no_more(client, inside):
    services.set_locked(thread=inside.thread, by=StaffFactory(), is_locked=True)
    moderator = ModeratorFactory()
    services.set_locked(
        thread=ThreadFactory(title="Why?" * 3), by=moderator, is_locked=True
    )
    act = Action.objects.get(thread=inside.thread)
    client.force_login(moderator)

    page = client.get(reverse("moderation:trail")).text
    answer = client.post(reverse("moderation:undo", args=[act.pk]))

    act.refresh_from_db()
    assert "Why?" in page
    assert "Prices of next year" not in page
    assert answer.status_code == NOT_FOUND
    assert act.undone_at is None
