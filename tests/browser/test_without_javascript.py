"""What JavaScript makes quicker can be done without it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Vote
from community.models import Flag, Follow, Post, Thread
from support.models import Escalation, Ticket
from tests.browser.site import make_site
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MerchantFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages(run_worker) -> dict[str, str]:
    pages = make_site()
    run_worker()
    return pages


@pytest.mark.parametrize("width", [390, 1280])
def test_search_filters_can_be_applied(plain_page, pages, width):
    plain_page.set_viewport_size({"width": width, "height": 844})
    plain_page.goto(pages["search"])
    everything = plain_page.locator(".results li").count()
    if width < 960:  # a desk shows them always
        plain_page.locator(".filters summary").click()

    plain_page.get_by_role("radio", name=re.compile("^Threads")).check()
    plain_page.get_by_role("button", name="Apply filters").click()

    expect(plain_page).to_have_url(re.compile("q=discount.code.*kind=thread"))
    expect(plain_page.get_by_role("radio", name=re.compile("^Threads"))).to_be_checked()
    assert 0 < plain_page.locator(".results li").count() < everything


def test_another_order_can_be_shown(plain_page, pages):
    plain_page.goto(pages["community"])

    plain_page.select_option("#order", "waiting")
    plain_page.get_by_role("button", name="Show").click()

    expect(plain_page).to_have_url(re.compile("order=waiting"))
    expect(plain_page.locator(".thread .title").first).to_have_text(
        "Theme shows an old logo"
    )


@pytest.mark.parametrize("where", ["search", "article", "solved thread"])
def test_the_theme_switch_keeps_the_page(plain_page, pages, where):
    plain_page.goto(pages[where])
    address, title = plain_page.url, plain_page.title()

    plain_page.get_by_role("button", name="Dark").click()

    expect(plain_page.locator("html")).to_have_attribute("data-theme", "dark")
    assert (plain_page.url, plain_page.title()) == (address, title)
    ground = plain_page.locator("body").evaluate(
        "(one) => getComputedStyle(one).background"
    )
    assert "rgb(20, 24, 22)" in ground


@pytest.mark.parametrize("where", ["search", "board", "solved thread"])
def test_the_language_switch_keeps_the_page(plain_page, pages, where):
    plain_page.goto(pages[where])
    address = plain_page.url

    plain_page.locator(".top").get_by_role("button", name="Français").click()

    expect(plain_page.locator("html")).to_have_attribute("lang", "fr")
    assert plain_page.url == address


def test_the_phone_menu_opens(plain_page, pages):
    plain_page.set_viewport_size({"width": 390, "height": 844})
    plain_page.goto(pages["article"])

    plain_page.get_by_role("button", name="Menu").click()
    expect(plain_page.locator("#menu")).to_be_visible()
    plain_page.locator("#menu").get_by_role("link", name="Community").click()

    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Community")


# --- A member's day ---


@pytest.fixture
def nadia(pages, plain_page, live_server):
    """A merchant whose session the browser has."""
    nadia = MerchantFactory(display_name="Nadia")
    client = Client()
    client.force_login(nadia)
    session = client.cookies["sessionid"].value
    plain_page.context.add_cookies(
        [{"name": "sessionid", "value": session, "url": live_server.url}]
    )
    return nadia


def press(page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()


def test_presses_are_kept_and_shown(plain_page, pages, nadia):
    thread = Thread.objects.get(title="Size chart in a pop-up")
    answer = AnswerFactory(thread=thread)
    plain_page.goto(thread.get_absolute_url())

    for name in ("Me too", "Helpful", "Follow"):
        press(plain_page, name)
        expect(
            plain_page.locator("main").get_by_role("button", name=name).first
        ).to_have_attribute("aria-pressed", "true")

    thread.refresh_from_db()
    answer.refresh_from_db()
    assert (thread.me_too_count, answer.helpful_count) == (1, 1)


def test_an_answer_is_looked_at_and_posted(plain_page, pages, nadia):
    plain_page.goto(pages["unanswered thread"])
    plain_page.fill("#reply textarea", "Put it **into the text**.")

    press(plain_page, "Preview")
    expect(plain_page.locator(".preview strong")).to_have_text("into the text")
    expect(plain_page.locator("#reply textarea")).to_have_value("Put it **into the text**.")
    press(plain_page, "Post reply")

    expect(plain_page.locator(".post strong")).to_have_text("into the text")
    answer = Post.objects.get(author=nadia)
    plain_page.locator(f"#p{answer.pk}").get_by_role("link", name="Change").click()
    plain_page.fill("main textarea", "Put it under the text.")
    plain_page.locator("main button.primary").click()
    expect(plain_page.locator(f"#p{answer.pk}")).to_contain_text("under the text")
    plain_page.locator(f"#p{answer.pk}").get_by_role("link", name="changed").click()
    expect(plain_page.locator("main del").first).to_have_text("**into")


def test_a_message_is_reported(plain_page, pages, nadia):
    thread = Thread.objects.get(title="Size chart in a pop-up")
    answer = AnswerFactory(thread=thread)
    plain_page.goto(thread.get_absolute_url())

    plain_page.locator(f"#p{answer.pk}").get_by_role("link", name="Report").click()
    plain_page.get_by_role("radio").first.check()
    press(plain_page, "Report the message")

    assert Flag.objects.filter(post=answer, member=nadia).exists()


def test_a_board_is_followed(plain_page, pages, nadia):
    plain_page.goto(pages["board"])

    press(plain_page, "Follow")

    expect(
        plain_page.locator("main").get_by_role("button", name="Follow").first
    ).to_have_attribute("aria-pressed", "true")
    assert Follow.objects.filter(member=nadia).count() == 1


def test_a_no_says_what_was_missing(plain_page, pages, nadia):
    plain_page.goto(pages["article"])

    press(plain_page, "No")
    plain_page.get_by_role("radio", name="It did not work").check()
    plain_page.fill("#vote-comment", "The button is not there.")
    press(plain_page, "Send to the writer")

    expect(plain_page.locator("#vote")).to_contain_text("The people who write")
    vote = Vote.objects.get()
    assert (vote.is_helpful, vote.comment) == (False, "The button is not there.")


def test_a_question_is_handed_over_without_what_was_unticked(plain_page, pages, nadia):
    old = timezone.now() - timedelta(days=2)
    thread = ThreadFactory(by=nadia, at=old, title="Where did my payout go?")
    for words in ("payout gone", "bank holiday"):
        plain_page.goto(f"/search/?q={words}")
    plain_page.goto(thread.get_absolute_url())

    plain_page.locator("a[href$='/hand-over/']").first.click()
    plain_page.get_by_role("checkbox", name="payout gone").uncheck()
    press(plain_page, "Send to support")

    packet = Escalation.objects.get(thread=thread).packet
    assert "bank holiday" in str(packet)
    assert "payout gone" not in str(packet)


def test_a_request_is_written_answered_closed_and_opened_again(plain_page, pages, nadia):
    plain_page.goto(pages["contact"])
    plain_page.locator("main a[href$='?about=question']").first.click()
    plain_page.fill("[name=subject]", "My payout of Friday")
    plain_page.fill("[name=body]", "It did not arrive.")
    press(plain_page, "Send the message")
    expect(plain_page.locator("h1")).to_have_text("My payout of Friday")

    plain_page.fill("[name=body]", "It is 42 euros.")
    press(plain_page, "Send the message")
    expect(plain_page.locator(".fil")).to_contain_text("It is 42 euros.")
    press(plain_page, "It is solved")
    expect(plain_page.locator(".fil")).to_contain_text("Closed")
    press(plain_page, "open it again")

    assert not Ticket.objects.get(requester=nadia).is_closed


def test_settings_are_saved(plain_page, pages, nadia):
    plain_page.goto("/accounts/me/")

    plain_page.fill("[name=display_name]", "Nadia B.")
    plain_page.locator("main button.primary").first.click()

    nadia.refresh_from_db()
    assert nadia.display_name == "Nadia B."
