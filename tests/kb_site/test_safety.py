"""What every answer of the site carries, and how it fails."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import path, reverse

from kb_site.urls import handler403, handler404, handler500, urlpatterns  # noqa: F401
from tests.factories import MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db


def broken(request):
    raise RuntimeError("the wheel came off")


urlpatterns = [path("broken/", broken), *urlpatterns]


def test_the_policy_is_strict_on_public_pages(client):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy


def test_the_admin_has_its_own_policy(client):
    client.force_login(StaffFactory())

    policy = client.get("/admin/")["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-inline'" in policy


def test_headers_and_cookies_are_safe(client):
    response = client.get("/accounts/login/")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert all(cookie["httponly"] for cookie in response.cookies.values())


@pytest.mark.urls("tests.kb_site.test_safety")
def test_a_500_leaves_its_traceback_and_a_kind_page(client, capfd, caplog):
    client.raise_request_exception = False

    with caplog.at_level(logging.ERROR):
        response = client.get("/broken/")

    assert response.status_code == 500
    assert "Something broke on our side" in response.text
    assert "the wheel came off" in caplog.text + capfd.readouterr().err


def test_a_404_offers_the_search(client):
    response = client.get("/nowhere/", follow=True)

    assert response.status_code == 404
    assert 'role="search"' in response.text


@pytest.mark.parametrize("name", ["set_language", "set_theme", "account_login"])
def test_a_form_without_its_token_is_refused_with_advice(name):
    response = Client(enforce_csrf_checks=True).post(reverse(name))

    assert response.status_code == 403
    assert "what you wrote is still there" in response.text


def test_the_language_switch_keeps_the_page_and_the_member(client):
    member = MemberFactory()
    client.force_login(member)

    response = client.post(
        reverse("set_language"),
        {"language": "fr", "next": "/accounts/notices/"},
        follow=True,
    )

    member.refresh_from_db()
    assert member.language == "fr"
    assert '<html lang="fr"' in response.text


def test_members_are_spoken_to_in_their_language(client):
    client.force_login(MemberFactory(language="fr"))

    page = client.get("/accounts/notices/", headers={"Accept-Language": "en"})

    assert '<html lang="fr"' in page.text


def test_the_theme_is_set_by_the_server(client):
    client.post(reverse("set_theme"), {"theme": "dark", "next": "/accounts/login/"})

    assert 'data-theme="dark"' in client.get("/accounts/login/").text


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:x"]
)
def test_the_switches_never_lead_away(client, target):
    response = client.post(reverse("set_theme"), {"theme": "dark", "next": target})

    assert response["Location"] == "/"
