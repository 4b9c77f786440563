"""Asking: suggestions while one types, and nothing typed is lost on the way to the post."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.services import confirm_email
from community.models import Board, BoardField, Draft, FieldValue, Thread
from search.models import Click, SearchEvent
from tests.browser.keys import Keys
from tests.browser.site import PASSWORD, make_site
from tests.factories import MerchantFactory

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Discount code refused twice"
BODY = "Since Monday, on the phone only."


@pytest.fixture
def pages(run_worker) -> dict[str, str]:
    pages = make_site()
    run_worker()
    return pages


@pytest.fixture
def nadia(pages):
    nadia = MerchantFactory(display_name="Nadia", email="nadia@example.com")
    confirm_email(member=nadia, password=PASSWORD)
    return nadia


def sign_in(page):
    page.locator("#id_login").fill("nadia@example.com")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")


def sign_out(page):
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")


def expect_word(page, words):
    """What the foot of the editor says, some seconds after the last change."""
    expect(page.locator("[data-draft]")).to_have_text(words, timeout=15_000)


def wait_for_draft(page):
    """The last save goes on without its page."""
    for _ in range(50):
        if Draft.objects.exists():
            return
        page.wait_for_timeout(100)


def test_what_may_answer_it_is_a_tab_away_and_the_text_stays(page, pages):
    keys = Keys(page)
    page.goto(pages["ask"])
    keys.tab_to("#id_title")
    keys.type(TITLE)
    first = page.locator("#found a").first
    expect(first).to_be_visible()
    expect(page.locator("#said")).to_contain_text("may already answer it")

    keys.tab()
    assert keys.is_on("#found a")
    with page.expect_popup() as opened:
        keys.press("Enter")
    expect(opened.value.locator("h1")).to_contain_text("iscount code")
    opened.value.close()

    assert page.input_value("#id_title") == TITLE
    assert keys.is_on("#found a")
    searched = SearchEvent.objects.get(text=TITLE)
    assert searched.source == "ask"
    assert Click.objects.get().event == searched


def test_typing_goes_on_while_suggestions_come(page, pages):
    page.goto(pages["ask"])

    page.locator("#id_title").press_sequentially(TITLE, delay=40)

    expect(page.locator("#found a").first).to_be_visible()
    expect(page.locator("#id_title")).to_be_focused()
    assert page.input_value("#id_title") == TITLE


def test_the_draft_is_saved_once_one_pauses_and_says_so_once(page, pages):
    page.goto(pages["ask"])

    page.locator("#id_body").fill(BODY)

    expect_word(page, "Draft saved")
    assert Draft.objects.get().fields["body"] == BODY


def test_the_draft_is_back_after_closing_the_page(page, context, pages):
    page.goto(pages["ask"])
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_body").fill(BODY)
    page.close(run_before_unload=True)

    again = context.new_page()
    wait_for_draft(again)
    again.goto(pages["ask"])

    expect(again.locator("#id_title")).to_have_value(TITLE)
    expect(again.locator("#id_body")).to_have_value(BODY)
    expect(again.get_by_text("What you wrote before is back")).to_be_visible()


def test_what_does_not_reach_us_is_kept_on_the_device_and_offered_back(page, pages):
    page.route("**/community/drafts/**", lambda route: route.abort())
    page.goto(pages["ask"])
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_body").fill(BODY)
    expect_word(page, "Draft kept on this device")

    page.reload()
    expect(page.locator("#id_body")).to_have_value("")
    page.unroute("**/community/drafts/**")
    page.get_by_role("button", name="Bring it back").click()

    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("#id_body")).to_have_value(BODY)
    expect_word(page, "Draft saved")
    assert page.evaluate("localStorage.length") == 0
    assert Draft.objects.get().fields["body"] == BODY


def test_a_board_says_what_it_needs_when_it_is_chosen(page, nadia, pages):
    board = Board.objects.get(slug="storefront")
    version = BoardField.objects.create(
        board=board, label_en="Theme and version", is_required=True
    )
    page.goto("/accounts/login/?next=/community/ask/")
    sign_in(page)
    page.wait_for_url("**/community/ask/")
    page.locator("#id_title").fill("Size chart opens behind the page")
    page.locator("#id_body").fill(BODY)
    page.locator("#id_board").select_option(label="Your storefront")
    field = page.get_by_label("Theme and version")
    expect(field).to_be_visible()
    expect(page.locator("#wait-there")).to_contain_text("Your storefront")
    expect(page.locator("#said")).to_contain_text("Your storefront asks 1 more thing")
    expect(page.locator("#id_body")).to_have_value(BODY)

    field.fill("   ")
    page.get_by_role("button", name="Post").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page.get_by_text("This board needs it to answer")).to_be_visible()

    field.fill("Dawn 15")
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/community/threads/**")
    expect(page.locator(".values")).to_contain_text("Dawn 15")
    assert FieldValue.objects.get().field == version
    assert not Draft.objects.exists()


def test_without_javascript_a_button_shows_what_the_board_needs(plain_page, pages):
    board = Board.objects.get(slug="storefront")
    BoardField.objects.create(board=board, label_en="Theme and version", is_required=True)
    plain_page.goto(pages["ask"])
    plain_page.locator("#id_body").fill(BODY)
    plain_page.locator("#id_board").select_option(label="Your storefront")

    plain_page.get_by_role("button", name="Show what the board asks").click()

    expect(plain_page.get_by_label("Theme and version")).to_be_visible()
    expect(plain_page.locator("#id_body")).to_have_value(BODY)


def test_a_sign_in_in_the_middle_keeps_everything(page, nadia, pages):
    page.goto(pages["ask"])
    page.locator("#id_title").fill("Size chart opens behind the page")
    page.locator("#id_body").fill(BODY)
    page.locator("[value=discussion]").check()
    page.locator("#id_board").select_option(label="Your storefront")
    page.locator("#id_tags").fill("theme, sizes")
    expect_word(page, "Draft saved")
    page.goto("/accounts/login/?next=/community/ask/")
    sign_in(page)
    page.wait_for_url("**/community/ask/")

    expect(page.locator("#id_title")).to_have_value("Size chart opens behind the page")
    expect(page.locator("#id_body")).to_have_value(BODY)
    expect(page.locator("[value=discussion]")).to_be_checked()
    expect(page.locator("#id_tags")).to_have_value("theme, sizes")
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/community/threads/**")
    assert Thread.objects.get(author=nadia).kind == "discussion"
    assert not Draft.objects.exists()


def test_a_sign_out_clears_what_was_kept_here_and_there(page, nadia, pages):
    page.goto("/accounts/login/?next=/community/ask/")
    sign_in(page)
    page.wait_for_url("**/community/ask/")
    page.locator("#id_body").fill(BODY)
    expect_word(page, "Draft saved")
    page.route("**/community/drafts/**", lambda route: route.abort())
    page.locator("#id_body").fill(BODY + " And on the desktop.")
    expect_word(page, "Draft kept on this device")

    sign_out(page)

    assert page.evaluate("localStorage.length") == 0
    assert not Draft.objects.exists()
    page.goto(pages["ask"])
    expect(page.locator("#id_body")).to_have_value("")
    expect(page.get_by_role("button", name="Bring it back")).to_have_count(0)
