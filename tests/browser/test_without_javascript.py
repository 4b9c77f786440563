"""What JavaScript makes quicker can be done without it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.site import make_site

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
