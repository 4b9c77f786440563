"""The first page of the admin says what waits for those who open it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community import services
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory
from tests.support.factories import TicketFactory

pytestmark = pytest.mark.django_db


def test_staff_see_requests_and_questions_that_wait(client):
    ticket = TicketFactory(subject="Payout of March is missing")
    ThreadFactory()
    client.force_login(StaffFactory())

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Payout of March is missing" in page
    assert reverse("support_desk:ticket", args=[ticket.pk]) in page
    assert "1 question without an answer" in page


def test_others_do_not_see_requests(client):
    TicketFactory(subject="Payout of March is missing")
    client.force_login(ModeratorFactory())

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Payout of March is missing" not in page


def test_moderators_see_how_many_messages_wait(client):
    services.flag(post=AnswerFactory(), by=MemberFactory(), why="spam")
    client.force_login(ModeratorFactory())

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "1 message to decide about" in page
    assert reverse("moderation:queue") in page
