"""Photograph every page of the demo: phone and desk, light and dark, English and French.

Run as ``python -m tests.browser.screenshots [phone-dark-fr …]``; it starts a
throw-away site with the demo of its own. The pictures go to ``screenshots/``.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.chromium import QUIET, find_chromium
from tests.browser.real_site import ROOT, real_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TARGET = ROOT / "screenshots"
PASSWORD = "for-the-pictures-only"
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
WORDS = {
    "en": {"found": "payout pending", "missing": "xylophone", "misspelt": "payot pendign"},
    "fr": {"found": "virement", "missing": "xylophone", "misspelt": "viremnt bloqé"},
}
WHO = {"en": "nadia", "fr": "yanis"}
PAGES = {
    "home": "/",
    "guides": "/{language}/",
    "search": "/search/?q={found}",
    "search-page-2": "/search/?q={found}&page=2",
    "search-misspelt": "/search/?q={misspelt}",
    "search-empty": "/search/?q={missing}",
    "search-nothing-asked": "/search/",
    "community": "/community/",
    "tag-empty": "/community/?tag=no-such-tag",
    "contact": "/support/",
    "sign-in": "/accounts/login/?next=/community/ask/",
    "sign-up": "/accounts/signup/",
    "new-password": "/accounts/password/reset/",
    "404": "/{language}/nothing-here/",
    "profile": "/accounts/people/marta/",
    "profile-questions": "/accounts/people/nadia/?show=questions",
}
# Found by following a link: page on which it stands, and what the address looks like.
LINKED = {
    "section": ("/{language}/", r"/{language}/[\w-]+/"),
    "board": ("/community/", r"/community/boards/[\w-]+/"),
    "thread-solved": ("/community/?state=solved", r"/community/threads/[\w/-]+/"),
    "thread-support": ("/community/?state=support", r"/community/threads/[\w/-]+/"),
    "thread-answered": ("/community/?state=answered", r"/community/threads/[\w/-]+/"),
    "thread-unanswered": ("/community/?state=unanswered", r"/community/threads/[\w/-]+/"),
}
MEMBER_PAGES = {
    "home-signed-in": "/",
    "ask": "/community/ask/?title={found}",
    "requests": "/support/requests/",
    "request-new": "/support/new/",
    "settings": "/accounts/me/",
    "e-mail": "/accounts/email/",
    "password": "/accounts/password/change/",
    "notices": "/accounts/notices/",
    "403": "/admin/",
}
MEMBER_LINKED = {"request": ("/support/requests/", r"/support/requests/\d+/")}
STAFF_PAGES = {
    "styleguide": "/styleguide/",
    "staff-home": "/admin/",
    "staff-gaps": "/admin/gaps/",
    "staff-requests": "/admin/requests/",
    "mail-notice": "/styleguide/mail/notice/",
    "mail-confirmation": "/styleguide/mail/email_confirmation_signup/",
    "mail-password": "/styleguide/mail/password_reset_key/",
    "mail-account-exists": "/styleguide/mail/account_already_exists/",
}
STAFF_LINKED = {
    "hand-over": ("/community/?state=answered", r"/community/threads/[\w/-]+/"),
    "staff-gap": ("/admin/gaps/", r"/admin/gaps/\d+/"),
    "staff-request": ("/admin/requests/", r"/admin/requests/\d+/"),
}


class Photographer:
    """Walks through the site in one size, theme and language."""

    def __init__(self, page: Page, *, url: str, tag: str) -> None:
        self.page, self.url, self.tag = page, url, tag
        self.language = tag[-2:]

    def visit(self, pages: dict[str, str], linked: dict[str, tuple[str, str]]) -> None:
        for name, path in pages.items():
            self.shoot(name, self.said(path))
        for name, (start, pattern) in linked.items():
            path = self.follow(self.said(start), self.said(pattern))
            if name == "hand-over":
                path = self.follow(path, r"/support/threads/\d+/[\w/-]+")
            self.shoot(name, path)

    def said(self, path: str) -> str:
        for key, word in (WORDS[self.language] | {"language": self.language}).items():
            path = path.replace(f"{{{key}}}", word)
        return path

    def follow(self, path: str, pattern: str) -> str:
        """Return the first address on ``path`` that looks like ``pattern``."""
        self.page.goto(self.url + path)
        found = re.search(rf'href="({pattern})"', self.page.content())
        return found[1] if found else path

    def sign_in(self, who: str) -> None:
        self.page.goto(f"{self.url}/accounts/login/")
        self.page.fill("input[name=login]", f"{who}@boutik.example")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button.primary")
        self.page.wait_for_load_state()
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.page.click(f"footer button[name=language][value={self.language}]")
            self.page.wait_for_load_state()

    def shoot(self, name: str, path: str) -> None:
        self.page.goto(self.url + path)
        self.page.wait_for_load_state("networkidle")
        self.take(name)

    def take(self, name: str) -> None:
        """Take the whole page; say so when it is wider than the window."""
        too_wide = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        self.page.screenshot(path=str(TARGET / f"{name}-{self.tag}.png"), full_page=True)
        if too_wide:
            print(f"{name}-{self.tag} IS WIDER THAN THE WINDOW")

    def in_the_middle_of_things(self) -> None:
        """Photograph what appears only while one types, presses or leaves something out."""
        self.page.goto(self.url)
        self.page.locator("#q-big").press_sequentially("retour", delay=30)
        self.page.wait_for_timeout(900)
        self.take("home-typing")
        self.shoot("article", self.article())
        self.page.locator("#vote button[value=no]").click()
        self.page.wait_for_timeout(900)
        self.take("article-not-helpful")
        self.page.goto(f"{self.url}/accounts/login/")
        self.page.locator("main form").evaluate("form => { form.noValidate = true }")
        self.page.locator("main button.primary").click()
        self.page.wait_for_load_state("networkidle")
        self.take("sign-in-error")

    def article(self) -> str:
        """Return an article that has most of what an article can have."""
        self.page.goto(f"{self.url}/search/?q={self.said('{found}')}&kind=article")
        self.page.locator(".results a").first.click()
        self.page.wait_for_load_state("networkidle")
        return self.page.url.removeprefix(self.url)


def walk(browser: Browser, url: str, size: str, theme: str, language: str) -> None:
    """Photograph all pages in one size, theme and language."""
    locale = {"en": "en-GB", "fr": "fr-FR"}[language]
    walks = (
        (None, PAGES, LINKED),
        (WHO[language], MEMBER_PAGES, MEMBER_LINKED),
        ("claire", STAFF_PAGES, STAFF_LINKED),
    )
    for who, pages, linked in walks:
        context = browser.new_context(
            viewport=SIZES[size], color_scheme=theme, locale=locale
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        photographer = Photographer(page, url=url, tag=f"{size}-{theme}-{language}")
        if who:
            photographer.sign_in(who)
        else:
            photographer.in_the_middle_of_things()
        photographer.visit(pages, linked)
        context.close()
    print(f"{size}-{theme}-{language} done")


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    given = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        with real_site("manage.py", "set_up", "--demo", DEMO_PASSWORD=PASSWORD) as url:
            for size in SIZES:
                for theme in ("light", "dark"):
                    for language in ("en", "fr"):
                        if not given or f"{size}-{theme}-{language}" in given:
                            walk(browser, url, size, theme, language)
        browser.close()


if __name__ == "__main__":
    main()
