"""The page of all parts is for staff, and draws every part."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from community.states import State
from tests.factories import MerchantFactory, StaffFactory

pytestmark = pytest.mark.django_db


def test_members_do_not_see_it(client):
    client.force_login(MerchantFactory())

    assert client.get(reverse("styleguide")).status_code == 403


def test_strangers_sign_in_first(client):
    response = client.get(reverse("styleguide"))

    assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_shows_each_state_of_each_part(client, language):
    client.force_login(StaffFactory(language=language))

    page = client.get(reverse("styleguide")).content.decode()

    missing = [
        state for state in State if f'class="thread" data-state="{state}"' not in page
    ]
    assert missing == []
    assert 'id="live-2"' in page
    for part in ("post boxed accepted", "fil-note", 'role="alert"', "steps", "callout"):
        assert part in page


def test_it_shows_each_mail(client):
    client.force_login(StaffFactory())
    page = client.get(reverse("styleguide")).content.decode()
    mails = re.findall(r'href="(/styleguide/mail/[\w-]+/)"', page)

    assert len(mails) > 5
    assert {client.get(mail).status_code for mail in mails} == {200}
    assert client.get("/styleguide/mail/nothing/").status_code == 404


def test_members_do_not_see_its_mails(client):
    client.force_login(MerchantFactory())

    assert client.get(reverse("styleguide_mail", args=["notice"])).status_code == 403
