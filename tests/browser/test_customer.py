"""The customer's half of the main job in a real browser, with JavaScript and without.

Search in vain, ask with the same words, sign in on the way without losing a letter, get an
answer, accept it.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.services import confirm_email
from community.models import Thread
from tests.browser.site import PASSWORD, make_site
from tests.community.factories import AnswerFactory
from tests.factories import MerchantFactory

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Can I sell a gift card in my shop?"
BODY = "My customers want to give one for Christmas."


@pytest.fixture
def nadia(run_worker):
    make_site()
    run_worker()
    nadia = MerchantFactory(display_name="Nadia", email="nadia@example.com")
    confirm_email(member=nadia, password=PASSWORD)
    return nadia


@pytest.fixture(params=["page", "plain_page"], ids=["with-javascript", "without"])
def any_page(request):
    return request.getfixturevalue(request.param)


def test_searches_asks_and_accepts_an_answer(any_page, nadia):
    page = any_page
    page.goto("/")
    page.fill("#q-big", "gift card")
    page.press("#q-big", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Nobody has written this down yet"
    )

    page.get_by_role("link", name="Ask this question").click()
    expect(page.locator("[name=title]")).to_have_value("gift card")
    page.fill("[name=title]", TITLE)
    page.fill("[name=body]", BODY)
    page.select_option("[name=board]", label="Your storefront")
    page.get_by_role("button", name="Sign in and post").click()
    if page.get_by_role("button", name="Post anyway").count():
        page.get_by_role("button", name="Post anyway").click()

    page.fill("[name=login]", "nadia@example.com")
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    expect(page.locator("[name=body]")).to_have_value(BODY)
    page.locator("main button.primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)

    thread = Thread.objects.get(title=TITLE)
    AnswerFactory(thread=thread, body="Make it a product of its own.")
    page.reload()
    page.get_by_role("button", name="Accept this answer").click()
    expect(page.locator(".state.pill")).to_contain_text("Solved")
    assert Thread.objects.get(pk=thread.pk).is_solved


def test_live_results_are_reached_by_keyboard(page, nadia):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("discount co", delay=20)
    expect(page.get_by_role("option").first).to_contain_text("Make a discount code")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Make a discount code")


def test_a_vote_takes_one_press(any_page, nadia):
    page = any_page
    page.goto("/search/?q=discount+code")
    page.locator(".results a").first.click()

    page.locator("main").get_by_text("Yes", exact=True).click()
    if page.get_by_role("button", name="Send").count():
        page.get_by_role("button", name="Send").first.click()

    expect(page.locator("main")).to_contain_text("Thank you")
