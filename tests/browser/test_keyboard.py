"""The main jobs without a mouse: one sees where one is, and nothing is out of reach."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from community.models import Post, Thread
from support.models import Ticket
from tests.browser.keys import Keys
from tests.browser.site import make_site
from tests.community.factories import AnswerFactory
from tests.factories import MerchantFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages(run_worker) -> dict[str, str]:
    pages = make_site()
    run_worker()
    return pages


@pytest.fixture
def nadia(pages, context, live_server):
    """A merchant whose session the browser has."""
    nadia = MerchantFactory(display_name="Nadia")
    client = Client()
    client.force_login(nadia)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return nadia


@pytest.fixture
def keys(page) -> Keys:
    return Keys(page)


def test_the_first_stop_skips_to_the_content(page, keys, pages):
    page.goto(pages["community"])

    keys.tab()
    assert keys.is_on(".skip")
    keys.press("Enter")
    assert keys.is_on("main")

    keys.tab()
    assert keys.is_on("main *")


def test_a_slash_a_word_two_arrows_and_one_is_there(page, keys, pages):
    page.goto(pages["community"])

    keys.press("/")
    keys.look()
    assert keys.is_on("input[type=search]")
    keys.type("discount")
    options = page.locator(".live-list [role=option]")
    expect(options.nth(1)).to_be_visible()
    keys.press("ArrowDown", "ArrowDown", "ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.locator("span").first.inner_text()
    keys.press("Escape")
    expect(options.first).to_be_hidden()
    assert keys.is_on("input[type=search]")

    keys.press("Control+a")
    keys.type("discount code")
    expect(options.first).to_be_visible()
    keys.press("ArrowDown", "Enter")
    expect(page.locator("h1")).to_contain_text(chosen)


def test_a_slash_in_a_text_is_a_slash(page, keys, pages):
    page.goto(pages["ask"])

    keys.tab_to("#id_title")
    keys.type("and/or")

    assert keys.is_on("#id_title")
    assert page.input_value("#id_title") == "and/or"


def test_asks_a_question(page, keys, nadia, pages):
    page.goto(pages["ask"])

    keys.tab_to("#id_title")
    keys.type("Discount code refused twice")
    expect(page.locator("#found a").first).to_be_visible()
    keys.tab_to("#found a", most=1)
    keys.tab_to("[name=kind]")
    keys.press("ArrowDown")
    assert keys.is_on("[value=discussion]")
    keys.press("ArrowUp")
    keys.tab_to(".editor [role=toolbar] button")
    keys.press("ArrowRight", "Enter")  # Italic: the field has the focus again
    assert keys.is_on("#id_body")
    keys.type("since Monday")
    keys.tab_to("#id_board")
    keys.press("ArrowDown")
    keys.tab_to("main button.primary")
    keys.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Discount code refused twice")
    thread = Thread.objects.get(author=nadia)
    assert thread.board.slug == "storefront"
    assert Post.objects.get(thread=thread).body_markdown == "*since Monday*"


def test_accepts_an_answer(page, keys, nadia, pages):
    thread = Thread.objects.get(title="Size chart in a pop-up")
    thread.author = nadia
    thread.save(update_fields=["author"])
    answer = AnswerFactory(thread=thread)
    page.goto(thread.get_absolute_url())

    keys.tab_to(f"[action$='/{answer.pk}/accept/'] button")
    keys.press("Enter")

    expect(page.locator(".state.pill")).to_contain_text("Solved")
    expect(page.get_by_role("status").filter(has_text="are told")).to_be_visible()


def test_writes_to_support(page, keys, nadia, pages):
    page.goto(pages["contact"])

    keys.tab_to("main a[href$='?about=question']")
    keys.press("Enter")
    page.wait_for_url("**/support/new/**")
    keys.tab_to("[name=subject]")
    keys.type("My payout of Friday")
    keys.tab()
    assert keys.is_on("[name=body]")
    keys.type("It did not arrive.")
    keys.tab_to("main button.primary")
    keys.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("My payout of Friday")
    assert Ticket.objects.filter(subject="My payout of Friday").exists()


@pytest.mark.parametrize(
    ("where", "button", "key", "said"),
    [
        ("solved thread", "Helpful", "Enter", "It is counted"),
        ("unanswered thread", "Me too", "Space", "It is counted"),
        ("unanswered thread", "Follow", "Enter", "You will be told"),
        ("article", "Yes", "Enter", "It is counted"),
        ("article", "No", "Space", "It is counted"),
    ],
)
def test_a_press_keeps_its_place_and_says_what_came_of_it(
    page, keys, nadia, pages, where, button, key, said
):
    page.goto(pages[where])
    pressed = f"main button:has-text('{button}')"

    keys.tab_to(pressed)
    keys.press(key)

    expect(page.locator(pressed).first).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("status").filter(has_text=said)).to_be_attached()
    assert keys.is_on(pressed)
    keys.look()


def test_a_chosen_order_keeps_its_place(page, keys, pages):
    page.goto(pages["community"])

    keys.tab_to("#order")
    keys.press("ArrowDown")

    expect(page).to_have_url(re.compile("order=me-too"))
    expect(page.locator("#order")).to_be_focused()
    keys.look()


@pytest.mark.parametrize(("width", "menu"), [(1280, "me"), (390, "menu")])
def test_the_menu_opens_and_closes(page, keys, nadia, pages, width, menu):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(pages["community"])

    keys.tab_to(f"[popovertarget={menu}]")
    keys.press("Enter")
    expect(page.locator(f"#{menu}")).to_be_visible()
    keys.tab()
    assert keys.is_on(f"#{menu} a")
    keys.press("Escape")
    expect(page.locator(f"#{menu}")).to_be_hidden()
    assert keys.is_on(f"[popovertarget={menu}]")


@pytest.mark.parametrize("where", ["home", "article", "solved thread", "search"])
def test_every_stop_of_a_page_can_be_seen_and_none_is_a_trap(page, keys, pages, where):
    page.goto(pages[where])

    keys.tab()
    keys.tab_to(".foot-site [value=dark]", most=120)
    keys.tab_to(".logo", back=True, most=120)
