"""Naming a member with JavaScript: letters, a list, a key; they are told of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.services import confirm_email
from tests.browser.site import PASSWORD
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.factories import MemberFactory
from tests.planting import plant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nadia():
    return MemberFactory(username="nadia", display_name="Nadia Benali")


@pytest.fixture
def area(page, nadia):
    """Return the text field under a discussion in which Nadia wrote."""
    plant()
    thread = ThreadFactory(board=BoardFactory(slug="selling"))
    AnswerFactory(thread=thread, by=nadia)
    MemberFactory(username="anatole", display_name="Anatole Naudin")
    marta = MemberFactory(email="marta@example.com")
    confirm_email(member=marta, password=PASSWORD)
    page.goto(f"/accounts/login/?next={thread.get_absolute_url()}")
    page.fill("[name=login]", marta.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    return page.locator("#reply textarea")


def test_is_chosen_by_keyboard_posted_and_told(page, area, nadia):
    area.press_sequentially("Ask @na")
    options = page.get_by_role("option")
    expect(options).to_have_text(["Nadia Benali @nadia", "Anatole Naudin @anatole"])
    said = page.locator("#reply [role=status]", has_text="Names to choose")
    expect(said).to_be_attached()

    area.press("ArrowDown")
    chosen = area.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{chosen}")).to_contain_text("Anatole")
    area.press("ArrowUp")
    area.press("Enter")
    expect(area).to_have_value("Ask @nadia ")
    expect(page.get_by_role("listbox")).to_have_count(0)
    area.press_sequentially("about it.")
    page.get_by_role("button", name="Post reply").click()

    link = page.locator(".post .prose a.mention")
    expect(link).to_have_text("@nadia")
    assert link.get_attribute("href") == nadia.get_absolute_url()
    assert nadia.notices.filter(kind="mention").count() == 1


def test_escape_closes_the_list_and_enter_is_a_line_again(page, area):
    area.press_sequentially("Ask @na")
    expect(page.get_by_role("option").first).to_be_visible()

    area.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    area.press("Enter")

    expect(area).to_have_value("Ask @na\n")


def test_a_name_is_taken_with_the_pointer(page, area):
    area.press_sequentially("@anat")

    page.get_by_role("option", name="Anatole").click()

    expect(area).to_have_value("@anatole ")
    expect(area).to_be_focused()


def test_a_board_is_followed_in_place(page, area):
    page.goto("/community/boards/selling/")
    page.get_by_role("button", name="Follow").click()

    button = page.get_by_role("button", name="Follow")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    page.goto("/community/following/")
    expect(page.locator("main")).to_contain_text("Selling")
