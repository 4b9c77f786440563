"""What JavaScript adds: quicker, never necessary, and nothing is lost when it fails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.articles.factories import make_article, make_section, text
from tests.browser.site import make_site

pytestmark = pytest.mark.django_db(transaction=True)


def part(number: int) -> list[dict[str, object]]:
    heading = {"text": f"Part {number}", "level": "h2", "anchor": ""}
    return [{"type": "heading", "value": heading}, *text("<p>Words to read.</p>" * 30)]


@pytest.fixture
def pages(run_worker):
    pages = make_site()
    run_worker()
    return pages


def test_a_filter_answers_at_once_and_says_so(page, pages):
    page.goto("/search/?q=discount")
    filters = page.locator(".filters")
    expect(filters.get_by_role("button", name="Apply filters")).to_be_hidden()

    filters.get_by_role("radio", name=re.compile("^Threads")).check()

    expect(page.locator(".results > li")).to_have_count(1)
    expect(page.locator("#said")).to_have_text("1 result for discount")
    expect(page.locator("#kind-thread")).to_be_focused()
    assert "kind=thread" in page.url


def test_a_filter_is_a_form_without_it(plain_page, pages):
    plain_page.goto("/search/?q=discount")
    filters = plain_page.locator(".filters")

    filters.get_by_role("radio", name=re.compile("^Threads")).check()
    filters.get_by_role("button", name="Apply filters").click()

    expect(plain_page.locator(".results > li")).to_have_count(1)


def test_the_order_of_a_list_is_chosen_in_one_go(page, pages):
    page.goto("/community/?state=solved")

    page.get_by_label("Order").select_option("waiting")

    page.wait_for_url("**/community/?state=solved&*order=waiting")
    expect(page.locator(".rows .thread")).to_have_count(1)


def test_the_contents_list_follows_the_reading(page, pages):
    article = make_article(
        "Long", parent=make_section("Selling"), body=[*part(1), *part(2), *part(3)]
    )
    page.goto(article.url)
    current = page.locator(".art .sticky .toc a[aria-current]")
    expect(current).to_have_text("Part 1")

    page.locator(".prose h2").nth(1).evaluate("heading => heading.scrollIntoView()")
    expect(current).to_have_text("Part 2")

    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(current).to_have_text("Part 3")


@pytest.mark.parametrize(
    ("button", "typed"),
    [
        ("Bold", "**payout** waits"),
        ("Italic", "*payout* waits"),
        ("Link", "[payout](https://) waits"),
        ("List", "- payout waits"),
        ("Numbered list", "1. payout waits"),
        ("Quote", "> payout waits"),
        ("Code", "`payout` waits"),
    ],
)
def test_a_button_writes_the_markdown(page, pages, button, typed):
    page.goto("/community/ask/")
    area = page.locator("#id_body")
    end = len("payout waits") if button in {"List", "Numbered list", "Quote"} else 6
    area.fill("payout waits")
    area.evaluate(f"area => area.setSelectionRange(0, {end})")

    page.get_by_role("button", name=button, exact=True).click()

    expect(area).to_have_value(typed)
    expect(area).to_be_focused()


def test_the_toolbar_is_one_stop_for_the_keyboard(page, pages):
    page.goto("/community/ask/")
    page.get_by_role("button", name="Bold").focus()

    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Add a picture or a file")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Preview")).to_be_focused()


def test_a_request_that_fails_says_so_and_keeps_the_text(page, pages):
    page.goto("/community/ask/")
    page.locator("#id_body").fill("What I typed.")
    page.route("**/community/preview/", lambda route: route.abort())

    page.get_by_role("button", name="Preview").click()

    expect(page.locator("[data-request-failed]")).to_contain_text(
        "Nothing you typed is lost"
    )
    expect(page.locator("[data-request-failed]")).to_be_focused()
    expect(page.locator("#id_body")).to_have_value("What I typed.")


def test_escape_closes_the_list_and_keeps_the_words(page, pages):
    page.goto("/")
    page.locator("#q-big").press_sequentially("discount", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("option").first).to_be_hidden()
    expect(page.locator("#q-big")).to_have_value("discount")


def test_a_shown_preview_follows_the_text(page, pages):
    page.goto("/community/ask/")
    page.locator("#id_body").fill("It says **Pending**.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".preview strong")).to_have_text("Pending")

    page.locator("#id_body").fill("It says **Paid** now.")

    expect(page.locator(".preview strong")).to_have_text("Paid")
    expect(page.locator("#id_body")).to_be_focused()


def test_selected_lines_become_a_code_block(page, pages):
    page.goto("/community/ask/")
    area = page.locator("#id_body")
    area.fill("Error 17\nin line 4")
    area.press("Control+a")

    page.get_by_role("button", name="Code").click()

    expect(area).to_have_value("```\nError 17\nin line 4\n```")
