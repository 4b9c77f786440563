"""Signing up, in and out, and every door that must stay shut."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.models import Member
from accounts.roles import Role
from accounts.services import confirm_email
from tests.factories import MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def member():
    member = MemberFactory(email="anna@example.com")
    confirm_email(member=member, password=PASSWORD)
    return member


def sign_in(client, password=PASSWORD, **extra):
    form = {"login": "anna@example.com", "password": password, **extra}
    return client.post(reverse("account_login"), form)


def test_a_new_member_confirms_the_address_and_is_a_customer(client, mailoutbox):
    form = {"display_name": "Anna Berg", "email": "anna@example.com", "password1": PASSWORD}
    client.post(reverse("account_signup"), form)
    link = re.search(r"http://\S+", mailoutbox[0].body)[0]

    client.post(link)

    anna = Member.objects.get(email="anna@example.com")
    assert anna.role is Role.CUSTOMER
    assert anna.emailaddress_set.get().verified
    assert anna.username == "anna-berg"  # never a part of the address


def test_goes_back_to_the_page_one_came_from(client, member):
    response = sign_in(client, next="/community/ask/")

    assert response["Location"] == "/community/ask/"


def test_never_goes_to_another_site(client, member):
    response = sign_in(client, next="https://evil.example/")

    assert response["Location"] == "/"


def test_a_wrong_password_is_limited(client, member):
    for _ in range(6):
        response = sign_in(client, password="wrong")

    assert "Too many" in response.text
    assert sign_in(client).status_code == 200  # the right one does not help now


def test_does_not_tell_who_has_an_account(client, member):
    unknown = client.post(
        reverse("account_login"), {"login": "nobody@example.com", "password": "x"}
    )
    known = sign_in(client, password="x")

    assert unknown.context["form"].errors == known.context["form"].errors


@pytest.mark.parametrize(
    "address",
    [
        "/admin/login/",
        "/_util/login/",
        "/admin/password_reset/",
        "/admin/login/?next=/admin/",
    ],
)
def test_wagtails_own_doors_lead_to_ours(client, address):
    assert client.get(address)["Location"].startswith(reverse("account_login"))


def test_there_is_no_django_admin(client):
    assert client.get("/django-admin/", follow=True).status_code == 404


def test_the_admin_is_closed_to_members_and_says_so_once(client, member):
    client.force_login(member)

    assert client.get("/admin/").status_code == 403


def test_the_admin_is_open_to_staff(client):
    client.force_login(StaffFactory())

    assert client.get("/admin/").status_code == 200


def test_signing_out_takes_a_press(client, member):
    client.force_login(member)

    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session

    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_two_members_cannot_share_an_address_in_other_letters(member):
    with pytest.raises(Exception, match=r"(?i)unique"):
        MemberFactory(email="ANNA@example.com")
