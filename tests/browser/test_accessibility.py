"""axe objects to nothing on any page: desk and phone, light and dark, EN and FR."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone

from accounts.services import confirm_email
from support.services import open_request
from tests.articles.factories import make_article, text
from tests.browser.site import PASSWORD, make_site
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MerchantFactory, StaffFactory
from tests.planting import plant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from accounts.models import Member

pytestmark = pytest.mark.django_db(transaction=True)
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 720}
# axe leaves WCAG 2.2's smallest size of a target out unless it is asked for.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
MEMBER_PAGES = {
    "requests": "/support/requests/",
    "new request": "/support/new/",
    "notices": "/accounts/notices/",
    "settings": "/accounts/me/",
    "ask, signed in": "/community/ask/",
    "what one follows": "/community/following/",
    "help others": "/community/help/",
    "what one waits for": "/search/wishes/",
    "own data": "/accounts/me/data/",
    "refused": "/admin/",
}
STATUS = {"not here": 404, "refused": 403, "too much": 400, "too often": 429}
LONG = "Versandetikettenausdruckfehlermeldung" * 5  # characters without a place to break
# What no other page shows of the look; the rest differs in the header alone.
BOTH_WAYS = ["article", "solved thread", "unanswered thread", "thread with support"]


def findings(page: Page, name: str, address: str) -> list[str]:
    """Return what axe objects to on the page, of any impact, on a desk and a phone.

    And whether it is wider than the window, runs or styles anything from inside its HTML,
    or has a script that fails.
    """
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: "Content Security" in said.text and complaints.append(said.text),
    )
    response = page.goto(address)
    assert response is not None
    expected = STATUS.get(name, HTTPStatus.OK)
    assert response.status == expected, f"{name}: {response.status}"
    found = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name} at {size['width']}: wider than the window")
        result = Axe().run(page, options=AXE)
        found += [
            f"{name} at {size['width']}: {one['id']} ({one['impact']}) "
            f"{one['nodes'][0]['html'][:160]}"
            for one in result.response["violations"]
        ]
    return found + [f"{name}: {complaint}" for complaint in complaints]


def pages_of(member: Member, pages: dict[str, str]) -> dict[str, str]:
    """Return the pages a member has alone, with something on each of them."""
    thread = ThreadFactory(by=member, title="Can I sell a gift card in my shop?")
    answer = AnswerFactory(thread=thread)
    request = open_request(by=member, subject="Payout is late", body="Since Friday.")
    endless = ThreadFactory(by=member, title=LONG, body=f"It says `{LONG}`\n\n> {LONG}")
    asked = open_request(by=member, subject=LONG, body=LONG)
    old = ThreadFactory(by=member, at=timezone.now() - timedelta(hours=6))
    return {
        **MEMBER_PAGES,
        "profile": member.get_absolute_url(),
        "request": request.get_absolute_url(),
        "endless request": asked.get_absolute_url(),
        "endless thread": endless.get_absolute_url(),
        "endless title in a list": endless.board.get_absolute_url(),
        "endless search": f"/search/?q={LONG}",
        "endless article": make_article(LONG, summary=LONG, body=text(f"<p>{LONG}")).url,
        "hand over": f"/support/threads/{old.pk}/hand-over/",
        "hand over, too early": f"/support/threads/{thread.pk}/hand-over/",
        "own thread, answered": thread.get_absolute_url(),
        "report": f"/community/posts/{answer.pk}/report/",
        "edit": f"/community/posts/{thread.posts.first().pk}/edit/",
        **{f"{name}, signed in": pages[name] for name in BOTH_WAYS},
    }


def look_at(page: Page, pages: dict[str, str]) -> list[str]:
    return [line for name, path in pages.items() for line in findings(page, name, path)]


@pytest.fixture(params=["en", "fr"])
def language(request) -> str:
    return request.param


@pytest.fixture(params=["light", "dark"])
def reader(request, chromium, live_server, language) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=live_server.url,
        color_scheme=request.param,
        locale={"en": "en-GB", "fr": "fr-FR"}[language],
    )
    yield context.new_page()
    context.close()


def test_no_page_keeps_anybody_out(reader, run_worker, language):
    pages = make_site()
    nadia = MerchantFactory(
        display_name="Nadia", email="nadia@example.com", language=language
    )
    confirm_email(member=nadia, password=PASSWORD)
    own = pages_of(nadia, pages)
    run_worker()
    filtered = {
        "search, filtered": "/search/?q=discount&kind=thread&state=solved",
        "board, nothing in this state": f"{pages['board']}?state=attention",
        "to be told": "/search/wishes/new/?q=gift+card",
        "trust and badges": "/community/trust/",
    }

    found = look_at(reader, pages | filtered)
    reader.goto("/accounts/login/")
    reader.fill("[name=login]", "nadia@example.com")
    reader.fill("[name=password]", PASSWORD)
    reader.locator("main button.primary").click()
    found += look_at(reader, own)

    assert found == []


def test_no_refusal_keeps_anybody_out(reader, settings):
    make_site()
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "search": "0/60"}
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2

    found = findings(reader, "too often", "/search/?q=a")
    found += findings(reader, "too much", "/search/?q=a&kind=&state=")

    assert found == []


def test_the_styleguide_keeps_nobody_out(reader, live_server, language):
    plant()
    client = Client()
    client.force_login(StaffFactory(language=language))
    session = client.cookies["sessionid"].value
    reader.context.add_cookies(
        [{"name": "sessionid", "value": session, "url": live_server.url}]
    )

    found = findings(reader, "styleguide", "/styleguide/")

    assert found == []


def test_what_is_amiss_would_be_noticed(page):
    """The measure itself: from a slight fault to a grave one."""
    make_site()
    page.add_init_script(
        """addEventListener('DOMContentLoaded', () => {
          document.querySelector('h1').outerHTML = '<h4>No h1</h4><img src="/x.png">';
          document.querySelector('main').append('x'.repeat(9));
          document.querySelector('main').style.inlineSize = '2000px';
          document.querySelector('main').insertAdjacentHTML('beforeend',
            '<p style="color: red"><button>1</button><button>2</button></p>');
          for (const one of document.querySelectorAll('main p button'))
            Object.assign(one.style, {padding: 0, border: 0, fontSize: '12px'});
          document.querySelector('main a').style.color = '#eee';
        })"""
    )

    found = " ".join(findings(page, "broken", "/community/"))

    assert "page-has-heading-one (moderate)" in found
    assert "color-contrast (serious)" in found
    assert "image-alt (critical)" in found
    assert "Content Security Policy" in found
    assert "wider than the window" in found
    assert "target-size (serious)" in found
