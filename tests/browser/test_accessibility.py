"""axe finds nothing serious or critical on any public page, light or dark, EN or FR."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.services import confirm_email
from tests.browser.site import PASSWORD, make_site
from tests.factories import MerchantFactory

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
MEMBER_PAGES = {
    "requests": "/support/requests/",
    "new request": "/support/new/",
    "notices": "/accounts/notices/",
    "settings": "/accounts/me/",
    "ask, signed in": "/community/ask/",
}


def findings(page: Page, name: str, address: str) -> list[str]:
    page.goto(address)
    result = Axe().run(page)
    return [
        f"{name}: {one['id']} ({one['impact']}) {one['nodes'][0]['html'][:160]}"
        for one in result.response["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_keeps_anybody_out(chromium, live_server, run_worker, theme, language):
    pages = make_site()
    run_worker()
    member = MerchantFactory(
        display_name="Nadia", email="nadia@example.com", language=language
    )
    confirm_email(member=member, password=PASSWORD)
    context = chromium.new_context(
        base_url=live_server.url,
        color_scheme=theme,
        locale={"en": "en-GB", "fr": "fr-FR"}[language],
        viewport={"width": 1280, "height": 900},
    )
    page = context.new_page()

    found = [line for name, path in pages.items() for line in findings(page, name, path)]
    page.goto("/accounts/login/")
    page.fill("[name=login]", "nadia@example.com")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button.primary").click()
    found += [
        line
        for name, path in (MEMBER_PAGES | pages).items()
        for line in findings(page, name, path)
    ]

    context.close()
    assert found == []


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_scrolls_sideways_on_a_phone(chromium, live_server, run_worker, width):
    pages = make_site()
    run_worker()
    context = chromium.new_context(
        base_url=live_server.url, locale="fr-FR", viewport={"width": width, "height": 800}
    )
    page = context.new_page()

    too_wide = []
    for name, path in pages.items():
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(name)

    context.close()
    assert too_wide == []
