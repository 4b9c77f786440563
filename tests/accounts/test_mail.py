"""Mail: what arrives, as HTML and as text, in the language of who gets it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account import app_settings
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.conf import settings as site
from django.urls import reverse
from django.utils import timezone, translation

from accounts.mail_samples import samples
from accounts.models import Member
from accounts.notices import tell
from accounts.services import confirm_email
from community import services
from support import services as support
from tests.articles.factories import make_article
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, StaffFactory
from tests.kb_site.test_french import WRONG_SPACE
from tests.support.factories import TicketFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
OTHER_PASSWORD = "a nine letter staple"
HOSTILE = "<img src=x onerror=alert(1)>"
LANGUAGES = ["en", "fr"]


@pytest.fixture
def anna():
    return with_password(MemberFactory(email="anna@example.com"))


def with_password(member):
    confirm_email(member=member, password=PASSWORD)
    return member


def html_of(mail):
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    return html


def links_of(html):
    return [link["href"] for link in BeautifulSoup(html, "html.parser")("a")]


def check(mail, *, language="en"):
    """Both parts say the same, safely; return the address behind the button."""
    html = html_of(mail)
    page = BeautifulSoup(html, "html.parser")
    links = links_of(html)
    assert page.html["lang"] == language
    assert page.html["dir"] == "ltr"
    assert page.h1.get_text(strip=True) == mail.subject
    assert mail.body.replace("\n", " ").startswith(f"{mail.subject} ")
    assert "\n" not in mail.subject
    assert all(len(line) <= 72 or "://" in line for line in mail.body.splitlines())
    assert links[0] == links[1] == page.find_all("a")[1].get_text()
    assert set(re.findall(r"https?://\S+", mail.body)) == set(links)
    assert all(link.startswith(f"{site.SITE_URL}/") for link in links)
    assert not page.select("[src], [srcset], [background], link, script, img, form")
    assert not re.search(r"url\(|@import|{{|{%|None\b", html)
    assert not re.search(r"{{|{%|None\b|&\w+;|\n{3}", mail.body)
    if language == "fr":
        text = re.sub(r"https?://\S+|\d\d:\d\d|rv:\d+", "x", mail.body)
        assert not WRONG_SPACE.search(text)
    return links[0]


def sign_up(client, *, language="en", name="Anna Berg", email="anna@example.com"):
    form = {"display_name": name, "email": email, "password1": PASSWORD}
    client.post(reverse("account_signup"), form, headers={"accept-language": language})


def ask_for_password(client, *, email="anna@example.com", language="en"):
    headers = {"accept-language": language}
    client.post(reverse("account_reset_password"), {"email": email}, headers=headers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_up_brings_a_link_that_opens_the_account(client, mailoutbox, language):
    sign_up(client, language=language)

    client.post(check(mailoutbox[0], language=language))

    assert EmailAddress.objects.get(email="anna@example.com").verified


def test_a_strangers_name_is_not_mailed_to_an_address_that_is_perhaps_not_theirs(
    client, mailoutbox
):
    sign_up(client, name="Free money at evil.example")

    assert "evil" not in mailoutbox[0].body + html_of(mailoutbox[0])


def test_the_links_live_as_long_as_the_mail_says():
    assert timedelta(days=3).total_seconds() == site.PASSWORD_RESET_TIMEOUT
    assert app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_up_twice_says_that_there_is_an_account(client, mailoutbox, anna, language):
    sign_up(client, language=language, email="ANNA@example.com")

    assert client.get(check(mailoutbox[0], language=language)).status_code == 200
    assert Member.objects.count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lost_password_is_replaced_and_that_is_told(client, mailoutbox, language):
    anna = with_password(MemberFactory(email="anna@example.com", language=language))
    ask_for_password(client, language=language)
    link = check(mailoutbox[0], language=language)

    form_page = client.get(link, follow=True)
    client.post(
        form_page.redirect_chain[-1][0],
        {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD},
        headers={"accept-language": language},
    )

    anna.refresh_from_db()
    assert anna.check_password(OTHER_PASSWORD)
    check(mailoutbox[1], language=language)


def test_a_lost_password_is_mailed_in_the_language_of_the_member(client, mailoutbox):
    with_password(MemberFactory(email="anna@example.com", language="fr"))

    ask_for_password(client, language="en")

    check(mailoutbox[0], language="fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_account_is_said_to_the_address_only(client, mailoutbox, language):
    ask_for_password(client, email="nobody@example.com", language=language)

    assert client.get(check(mailoutbox[0], language=language)).status_code == 200
    assert "accounts/me" not in mailoutbox[0].body  # no account, no settings


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_password_is_told_with_when_and_from_where(client, mailoutbox, language):
    anna = with_password(MemberFactory(email="anna@example.com", language=language))
    client.force_login(anna)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD},
        headers={"user-agent": HOSTILE},
    )

    check(mailoutbox[0], language=language)
    assert "127.0.0.1" in mailoutbox[0].body
    assert HOSTILE in mailoutbox[0].body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_password_is_told(client, mailoutbox, language):
    anna = MemberFactory(email="anna@example.com", language=language)
    anna.set_unusable_password()
    anna.save()
    confirm_email(member=anna)
    client.force_login(anna)

    passwords = {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    client.post(reverse("account_set_password"), passwords)

    check(mailoutbox[0], language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_address_is_confirmed_then_used_then_the_old_one_removed(
    client, mailoutbox, language
):
    with_password(MemberFactory(email="anna@example.com", language=language))
    client.post(
        reverse("account_login"), {"login": "anna@example.com", "password": PASSWORD}
    )
    page, new = reverse("account_email"), "anna@example.org"

    client.post(page, {"action_add": "", "email": new})
    client.post(check(mailoutbox[0], language=language))
    client.post(page, {"action_primary": "", "email": new})
    client.post(page, {"action_remove": "", "email": "anna@example.com"})

    assert [mail.to for mail in mailoutbox] == [[new], ["anna@example.com"], [new]]
    for mail in mailoutbox[1:]:
        assert client.get(check(mail, language=language)).status_code == 200


@pytest.mark.parametrize(
    ("language", "button"), [("en", "Read the answer"), ("fr", "Lire la réponse")]
)
def test_an_answer_is_mailed_with_a_link_to_it(
    client, run_worker, mailoutbox, language, button
):
    post = AnswerFactory(
        thread__by=MemberFactory(language=language), thread__title="Virement en retard"
    )
    run_worker()

    page = client.get(check(mailoutbox[0], language=language), follow=True)

    assert f'id="p{post.pk}"' in page.text
    assert button in mailoutbox[0].body
    assert f">{button}</a>" in html_of(mailoutbox[0])
    assert links_of(html_of(mailoutbox[0]))[-1].endswith(reverse("accounts:me"))


def test_names_and_titles_are_text_and_nothing_else(run_worker, mailoutbox):
    thread = ThreadFactory(title=f"Why {HOSTILE}")
    AnswerFactory(thread=thread, by=MemberFactory(display_name=HOSTILE))
    run_worker()

    check(mailoutbox[0])
    assert mailoutbox[0].body.replace("\n", " ").count(HOSTILE) == 2
    assert mailoutbox[0].subject.count(HOSTILE) == 2
    assert html_of(mailoutbox[0]).count("&lt;img src=x onerror=alert(1)&gt;") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_accepted_answer_and_a_message_taken_down_are_mailed(
    run_worker, mailoutbox, language
):
    post = AnswerFactory(
        by=MemberFactory(language=language), thread__title="Virement en retard"
    )
    services.accept_answer(post=post, by=post.thread.author)
    services.undo_accept(thread=post.thread, by=post.thread.author)
    services.hide_post(post=post, by=StaffFactory(), reason="Rude.\nBe kind.")
    run_worker()

    for mail in mailoutbox[-2:]:
        check(mail, language=language)
    assert "Be kind." in mailoutbox[-1].body
    assert "<p>Be kind.</p>" in html_of(mailoutbox[-1])


@pytest.mark.parametrize(
    ("language", "button"), [("en", "Open the request"), ("fr", "Ouvrir la demande")]
)
def test_what_support_writes_is_mailed_with_a_link_to_the_request(
    client, run_worker, mailoutbox, language, button
):
    ticket = TicketFactory(by=MemberFactory(language=language), subject="Facture perdue")
    support.reply(ticket=ticket, by=StaffFactory(), body="It is in your mail.")
    run_worker()
    client.force_login(ticket.requester)

    page = client.get(check(mailoutbox[0], language=language))

    assert "It is in your mail." in page.text
    assert f">{button}</a>" in html_of(mailoutbox[0])


@pytest.mark.parametrize(
    ("about", "button"),
    [
        (lambda: ThreadFactory().key, "Open the discussion"),
        (lambda: "request:7", "Open the request"),
        (lambda: make_article().key, "Open the page"),
    ],
    ids=["thread", "request", "article"],
)
def test_the_button_says_what_is_behind_it(run_worker, mailoutbox, about, button):
    tell(
        members=[MemberFactory()],
        kind="news",
        key=about(),
        event="news:1",
        text={"en": "Something happened."},
        url="/community/",
        at=timezone.now(),
    )
    run_worker()

    check(mailoutbox[0])
    assert f"{button}:\n" in mailoutbox[0].body


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_samples_show_every_mail_there_is(language):
    with translation.override(language):
        shown = dict(samples())

    assert {"notice", "password_reset_key", "email_deleted"} <= set(shown)
    for html in shown.values():
        assert BeautifulSoup(html, "html.parser").html["lang"] == language
        assert all(link.startswith(site.SITE_URL) for link in links_of(html))
