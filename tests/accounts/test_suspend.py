"""A suspended member's rights end at once, and come back when the time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts import suspension
from accounts.models import Member, Notice
from accounts.roles import Role
from accounts.services import confirm_email
from community import services
from tests.community.factories import ThreadFactory
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
WHY = "Three advertisements in one day."


@pytest.fixture
def victor() -> Member:
    return MemberFactory(role=Role.MODERATOR)


@pytest.fixture
def marta() -> Member:
    member = MemberFactory(display_name="Marta", email="marta@shop.example")
    confirm_email(member=member, password="a-long-password")
    return member


def test_the_open_session_ends_with_the_next_request(client, marta, victor):
    client.force_login(marta)
    assert client.get(reverse("accounts:me")).status_code == 200

    services.suspend(member=marta, by=victor, days=7, reason=WHY)

    assert client.get(reverse("accounts:me")).status_code == 302


def test_writing_stops_too(marta, victor):
    thread = ThreadFactory()
    services.suspend(member=marta, by=victor, days=7, reason=WHY)
    marta.refresh_from_db()

    with pytest.raises(PermissionDenied):
        services.answer(thread=thread, by=marta, body="Buy my watches.")


def test_who_signs_in_reads_until_when_and_why(client, marta, victor):
    services.suspend(member=marta, by=victor, days=7, reason=WHY)

    response = client.post(
        reverse("account_login"),
        {"login": marta.email, "password": "a-long-password"},
        follow=True,
    )

    assert WHY in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_learns_nothing(client, marta, victor):
    services.suspend(member=marta, by=victor, days=7, reason=WHY)

    response = client.post(
        reverse("account_login"), {"login": marta.email, "password": "guess"}, follow=True
    )

    assert WHY not in response.content.decode()


def test_a_mail_says_until_when_and_why(marta, victor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        services.suspend(member=marta, by=victor, days=7, reason=WHY)

    suspension.mail_suspended.call(marta.pk)

    assert WHY in " ".join(mail.outbox[-1].body.split())


def test_it_ends_by_itself_when_the_time_is_over(marta, victor):
    services.suspend(member=marta, by=victor, days=7, reason=WHY)

    assert suspension.release_due(at=timezone.now() + timedelta(days=6)) == 0
    assert suspension.release_due(at=timezone.now() + timedelta(days=8)) == 1

    marta.refresh_from_db()
    assert marta.is_active


def test_undoing_it_lets_them_in_again(marta, victor):
    action = services.suspend(member=marta, by=victor, days=7, reason=WHY)

    services.undo(action=action, by=victor)

    marta.refresh_from_db()
    assert marta.is_active


@pytest.mark.parametrize(("days", "reason"), [(0, WHY), (4000, WHY), (7, " ")])
def test_it_needs_a_reason_and_a_length(marta, victor, days, reason):
    with pytest.raises(ValidationError):
        services.suspend(member=marta, by=victor, days=days, reason=reason)
    marta.refresh_from_db()
    assert marta.is_active


def test_staff_are_not_suspended(victor):
    with pytest.raises(ValidationError):
        services.suspend(
            member=MemberFactory(role=Role.STAFF), by=victor, days=7, reason=WHY
        )


def test_a_warning_tells_the_member_what_is_asked(marta, victor):
    services.warn(member=marta, by=victor, reason="Please no links to your own shop.")

    assert "no links to your own shop" in Notice.objects.get(member=marta).text
