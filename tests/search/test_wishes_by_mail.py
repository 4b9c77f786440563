"""Who is not signed in waits by mail: confirmed first, told once, stopped by one press."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import community.services
from base.audience import Audience
from base.limits import LimitReached
from search import personal_data, services, wishes_telling
from search.models import AnswerWish, Judgement
from tests.articles.factories import make_article, make_section
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, StaffFactory
from tests.search.wishing import BROWSER, WORDS, answer

pytestmark = pytest.mark.django_db
ANA = "ana@shop.example"


@pytest.fixture(autouse=True)
def index(run_worker):
    make_article("Change the bank account", parent=make_section("Getting paid"))
    run_worker()


@pytest.fixture
def browser():
    return Client(headers=BROWSER)


def ask(browser, email=ANA, words=WORDS):
    return browser.post(reverse("search:wish"), {"q": words, "email": email})


def link(mail, part) -> str:
    found = re.search(rf"http://localhost:8000(/search/wishes/{part}/\S+)", mail.body)
    assert found, mail.body
    return found[1]


def confirmed(browser, run_worker, mailoutbox, **asked) -> AnswerWish:
    ask(browser, **asked)
    run_worker()
    browser.post(link(mailoutbox[-1], "confirm"))
    mailoutbox.clear()
    run_worker()
    return AnswerWish.objects.latest("pk")


def test_the_offer_asks_for_an_address_and_mails_a_link_first(
    browser, run_worker, mailoutbox
):
    page = browser.get(reverse("search:results"), {"q": WORDS}).text
    assert '<label for="wish-email">Your e-mail address' in page

    done = ask(browser, email=" Ana@Shop.example ")
    run_worker()

    assert ANA in done.text
    assert "Look into your mail" in done.text
    assert [mail.to for mail in mailoutbox] == [[ANA]]
    # Else anybody could have us write anything to anybody.
    assert WORDS not in mailoutbox[0].subject + mailoutbox[0].body
    assert "accounts/me" not in mailoutbox[0].body
    [(html, _kind)] = mailoutbox[0].alternatives
    assert "accounts/me" not in html
    assert not AnswerWish.objects.open().exists()


def test_an_address_nobody_confirmed_is_told_nothing(browser, run_worker, mailoutbox):
    ask(browser)
    answer()
    run_worker()

    assert len(mailoutbox) == 1
    assert link(mailoutbox[0], "confirm")
    assert AnswerWish.objects.get().told_at is None


def test_looking_at_the_link_confirms_nothing_and_the_button_does(
    browser, run_worker, mailoutbox
):
    ask(browser)
    run_worker()
    address = link(mailoutbox[0], "confirm")

    looked = browser.get(address)
    assert WORDS in looked.text
    assert not AnswerWish.objects.open().exists()
    pressed = browser.post(address)

    assert "You are told as soon as there is an answer" in pressed.text
    assert AnswerWish.objects.open().count() == 1
    assert browser.post(address).status_code == 200  # twice does no harm


def test_the_answer_is_mailed_once_and_says_how_to_stop(browser, run_worker, mailoutbox):
    confirmed(browser, run_worker, mailoutbox)
    article = answer()
    run_worker()
    article.save_revision().publish()
    answer("Another gift card that expired")
    run_worker()

    [mail] = mailoutbox
    assert mail.to == [ANA]
    assert mail.subject == "There is an answer to “gift card expired”"
    assert f"http://localhost:8000{article.url}" in mail.body
    assert article.title in mail.alternatives[0][0]
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link(mail, "stop") in mail.extra_headers["List-Unsubscribe"]


def test_an_answer_that_came_before_the_press_is_told_after_it(
    browser, run_worker, mailoutbox
):
    ask(browser)
    run_worker()
    answer()
    run_worker()
    browser.post(link(mailoutbox[0], "confirm"))
    run_worker()

    assert [mail.subject for mail in mailoutbox[1:]] == [
        "There is an answer to “gift card expired”"
    ]


@pytest.mark.parametrize("audience", [Audience.MEMBERS, Audience.STAFF])
def test_what_is_not_for_everybody_is_never_mailed(
    browser, run_worker, mailoutbox, audience
):
    confirmed(browser, run_worker, mailoutbox)
    answer(audience=audience)
    run_worker()

    assert mailoutbox == []


def test_what_is_closed_before_the_mail_goes_is_not_mailed(browser, run_worker, mailoutbox):
    kept = confirmed(browser, run_worker, mailoutbox)
    article = answer()
    wishes_telling.tell(wish=kept, card=services.card(article.key, MemberFactory()))
    type(article).objects.filter(pk=article.pk).update(effective_audience=Audience.STAFF)
    run_worker()

    assert mailoutbox == []
    assert AnswerWish.objects.get().is_open  # they still wait


def test_a_solved_thread_is_an_answer_too(browser, run_worker, mailoutbox):
    confirmed(browser, run_worker, mailoutbox)
    thread = ThreadFactory(title="My gift card expired")
    community.services.accept_answer(post=AnswerFactory(thread=thread), by=thread.author)
    mailoutbox.clear()
    run_worker()

    assert [ANA] in [mail.to for mail in mailoutbox]


def test_mail_comes_in_the_language_of_the_page(browser, run_worker, mailoutbox):
    browser.cookies["django_language"] = "fr"
    confirmed(browser, run_worker, mailoutbox, words="carte cadeau expirée")
    answer("Quand une carte cadeau est expirée")
    run_worker()

    assert (
        mailoutbox[0].subject == "Il y a une réponse à «\u202fcarte cadeau expirée\u202f»"
    )


def test_one_press_stops_all_mail_without_signing_in(browser, run_worker, mailoutbox):
    confirmed(browser, run_worker, mailoutbox)
    confirmed(browser, run_worker, mailoutbox, words="helicopter landing")
    ask(browser, words="never confirmed helicopter")
    run_worker()
    address = link(mailoutbox[-1], "stop")
    mailoutbox.clear()

    assert "Stop all mail to this address?" in browser.get(address).text
    assert AnswerWish.objects.open().count() == 2
    strict = Client(enforce_csrf_checks=True)  # a mail program has no cookie of ours
    done = strict.post(address, {"List-Unsubscribe": "One-Click"})
    answer()
    run_worker()

    assert "We write to this address no more" in done.text
    assert mailoutbox == []
    assert not AnswerWish.objects.open().exists()
    assert strict.post(address).status_code == 200


def test_the_links_of_one_are_not_those_of_another(browser, run_worker, mailoutbox):
    ask(browser)
    run_worker()
    confirm, stop = link(mailoutbox[0], "confirm"), link(mailoutbox[0], "stop")

    forged = [
        confirm.replace("confirm", "stop"),
        stop.replace("stop", "confirm"),
        confirm[:-3] + "xx/",
        stop[:-3] + "xx/",
        reverse("search:wish_confirm", args=["1"]),
        reverse("search:wish_stop_mail", args=["x:y"]),
    ]

    assert {browser.post(address).status_code for address in forged} == {404}
    assert not AnswerWish.objects.open().exists()


def test_after_two_days_the_link_is_dead_and_the_address_forgotten(
    browser, run_worker, mailoutbox
):
    ask(browser)
    run_worker()
    AnswerWish.objects.update(created_at=timezone.now() - timedelta(days=2, minutes=1))

    assert browser.post(link(mailoutbox[0], "confirm")).status_code == 404
    services.purge()
    assert not AnswerWish.objects.exists()
    assert (
        "We write to this address no more" in browser.get(link(mailoutbox[0], "stop")).text
    )


@pytest.mark.parametrize("email", ["", "ana", "ana@", "ana@shop", "a b@shop.example"])
def test_an_address_that_is_none_is_said_beside_the_field(browser, email):
    page = ask(browser, email=email)

    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert f'value="{WORDS}"' in page.text
    assert 'href="#wish-email"' in page.text
    assert not AnswerWish.objects.exists()


def test_one_address_gets_few_links_a_day_whoever_asks(browser, settings, mailoutbox):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"wish_mail": "2/86400"}
    for number in range(2):
        ask(browser, words=f"helicopter {number}")

    page = ask(browser, words="helicopter again")

    assert page.status_code == 429
    assert AnswerWish.objects.count() == 2
    with pytest.raises(LimitReached):
        services.wish(text=WORDS, language="en", by=_nobody(), email=ANA)


def _nobody():
    return Client().get("/search/").wsgi_request.user


def test_a_member_is_told_as_a_member_whatever_address_is_sent(browser):
    member = MemberFactory()
    browser.force_login(member)

    ask(browser)

    kept = AnswerWish.objects.get()
    assert (kept.member, kept.email) == (member, "")


def test_nobody_and_no_address_is_refused():
    with pytest.raises(ValidationError):
        services.wish(text=WORDS, language="en", by=_nobody())


class Failing(EmailBackend):
    """A server that takes nothing as long as there is an ``error``."""

    error: Exception | None = ConnectionRefusedError()

    def send_messages(self, messages):
        if self.error:
            raise self.error
        return super().send_messages(messages)


def test_a_mail_server_that_is_down_gets_it_later(
    browser, run_worker, mailoutbox, settings, monkeypatch
):
    confirmed(browser, run_worker, mailoutbox)
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    answer()
    run_worker()
    assert AnswerWish.objects.get().mailed_at is None

    monkeypatch.setattr(Failing, "error", None)
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    run_worker()

    assert len(mailoutbox) == 1
    assert AnswerWish.objects.get().mailed_at is not None


def test_an_address_that_refuses_for_good_is_left_alone(
    browser, run_worker, mailoutbox, settings, monkeypatch
):
    confirmed(browser, run_worker, mailoutbox)
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    refused = smtplib.SMTPRecipientsRefused({ANA: (550, b"no such user")})
    monkeypatch.setattr(Failing, "error", refused)
    answer()
    run_worker()

    assert AnswerWish.objects.get().stopped_at is not None
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_what_was_told_and_never_mailed_is_mailed_at_night(browser, run_worker, mailoutbox):
    confirmed(browser, run_worker, mailoutbox)
    article = answer()
    AnswerWish.objects.update(told_at=timezone.now(), told_key=article.key)
    services.look_again()
    run_worker()

    assert len(mailoutbox) == 1


def test_a_download_and_an_erasure_know_what_one_asked_for_by_mail():
    marta = MemberFactory(email="Marta@shop.example")
    services.wish(text=WORDS, language="en", by=_nobody(), email="marta@shop.example")
    services.wish(text="helicopter", language="en", by=marta)
    services.wish(text="helicopter", language="en", by=_nobody(), email=ANA)

    rows = personal_data.export(marta)["answers you wait for"]
    personal_data.erase(marta)

    assert [row["text"] for row in rows] == [WORDS, "helicopter"]
    assert [kept.email for kept in AnswerWish.objects.all()] == [ANA]


def test_staff_who_leave_take_their_name_from_what_they_judged():
    staff = StaffFactory()
    judged = Judgement.objects.create(
        text=WORDS, language="en", keys=["article:1"], by=staff
    )

    rows = personal_data.export(staff)["search results you judged"]
    personal_data.erase(staff)

    assert [(row["text"], row["right_results"]) for row in rows] == [(WORDS, ["article:1"])]
    judged.refresh_from_db()
    assert judged.by is None
