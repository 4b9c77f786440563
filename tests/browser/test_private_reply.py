"""Going on in private: support begins, the author answers, a third member sees a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.services import confirm_email
from community.models import Draft, PrivateReply, Thread
from tests.browser.site import PASSWORD, make_site
from tests.community.factories import PrivateReplyFactory, ThreadFactory
from tests.factories import MemberFactory, StaffFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from accounts.models import Member

pytestmark = pytest.mark.django_db(transaction=True)
LINE = "The author and support continued in private"


@pytest.fixture
def thread(run_worker) -> Thread:
    make_site()
    thread = ThreadFactory(by=MemberFactory(display_name="Nadia"), title="Payout is late")
    run_worker()
    return thread


@pytest.fixture
def open_as(chromium: Browser, live_server) -> Iterator[Callable[[Member], Page]]:
    """Sign a member in at a browser of their own."""
    contexts = []

    def sign_in(member: Member) -> Page:
        confirm_email(member=member, password=PASSWORD)
        context = chromium.new_context(base_url=live_server.url, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto("/accounts/login/")
        page.fill("[name=login]", member.email)
        page.fill("[name=password]", PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/")
        return page

    yield sign_in
    for context in contexts:
        context.set_offline(True)  # a draft saved at closing stays out of the next test
        context.close()


def private_form(page: Page) -> Locator:
    return page.locator("#private form")


def test_support_writes_the_author_answers_and_others_see_a_line(thread, open_as):
    support = open_as(StaffFactory(display_name="Sven"))
    support.goto(thread.get_absolute_url())
    expect(private_form(support)).to_be_hidden()
    support.get_by_text("Answer in private instead").click()
    private_form(support).get_by_label("Your private message").fill("Which order is it?")
    support.get_by_role("button", name="Send privately").click()
    expect(support.locator(".post.private")).to_contain_text("Which order is it?")

    nadia = open_as(thread.author)
    nadia.goto("/accounts/notices/")
    nadia.get_by_role("link", name="Support wrote to you in private").click()
    said = nadia.locator(".post.private")
    expect(said).to_contain_text("Which order is it?")
    expect(said).to_contain_text("Only you and support can read this")
    private_form(nadia).get_by_label("Your private message").fill("Number 4711.")
    nadia.get_by_role("button", name="Send privately").click()
    expect(nadia.locator(".post.private")).to_have_count(2)

    tom = open_as(MemberFactory())
    tom.goto(thread.get_absolute_url())
    expect(tom.locator(".fil-note", has_text=LINE)).to_have_count(1)
    expect(tom.locator("main")).not_to_contain_text("4711")
    expect(tom.locator("#private")).to_have_count(0)


def test_the_two_forms_are_never_mixed_up(thread, open_as):
    page = open_as(StaffFactory())
    page.goto(thread.get_absolute_url())
    page.get_by_text("Answer in private instead").click()
    private, public = private_form(page), page.locator("#reply")
    private.locator("textarea").fill("Order **4711**")
    public.locator("textarea").fill("For **everyone**")

    private.get_by_role("button", name="Bold").click()
    private.get_by_role("button", name="Preview").click()
    expect(private.locator(".preview strong")).to_contain_text("4711")
    expect(public.locator(".preview")).to_have_text("")
    public.get_by_role("button", name="Preview").click()
    expect(public.locator(".preview strong")).to_have_text("everyone")
    private.get_by_role("button", name="Preview").click()
    expect(private.locator(".preview strong").first).to_contain_text("4711")

    expect(public.locator("textarea")).to_have_value("For **everyone**")
    expect(private.locator("[data-draft]")).to_have_text("Draft saved", timeout=15_000)
    kept = dict(Draft.objects.values_list("name", "fields"))
    assert "4711" in kept[f"private:{thread.pk}"]["body"]
    assert "4711" not in str(kept.get(f"answer:{thread.pk}"))
    assert not PrivateReply.objects.exists()


def test_without_javascript_it_is_the_same_form(thread, plain_page):
    PrivateReplyFactory(thread=thread)
    confirm_email(member=thread.author, password=PASSWORD)
    plain_page.goto(f"/accounts/login/?next={thread.get_absolute_url()}")
    plain_page.fill("[name=login]", thread.author.email)
    plain_page.fill("[name=password]", PASSWORD)
    plain_page.locator("main").get_by_role("button", name="Sign in").click()

    private = private_form(plain_page)
    private.locator("textarea").fill("Number 4711.")
    private.get_by_role("button", name="Preview").click()
    expect(private.locator(".preview")).to_contain_text("Number 4711.")
    plain_page.get_by_role("button", name="Send privately").click()

    expect(plain_page.locator(".post.private")).to_have_count(2)
