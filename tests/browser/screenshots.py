"""Photograph every page of the demo: phone and desk, light and dark, English and French.

Run as ``python -m tests.browser.screenshots [phone-dark-fr …]``; it starts a
throw-away site with the demo of its own. The pictures go to ``screenshots/``.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.chromium import QUIET, find_chromium
from tests.browser.pictured import (
    LINKED,
    MEMBER_LINKED,
    MEMBER_PAGES,
    PAGES,
    STAFF_LINKED,
    STAFF_PAGES,
    WHO,
    WORDS,
)
from tests.browser.real_site import ROOT, real_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

TARGET = ROOT / "screenshots"
PASSWORD = "for-the-pictures-only"
THEMES = ("light", "dark")
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
INNER_HEIGHT = """() => Math.ceil(Math.max(0, ...[
  ...document.querySelectorAll("main, main *")]
  .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY))
  .map((one) => one.scrollHeight + one.getBoundingClientRect().top)))"""


class Photographer:
    """Walks through the site in one size, theme and language."""

    def __init__(self, page: Page, *, url: str, tag: str) -> None:
        self.page, self.url, self.tag = page, url, tag
        self.language = tag[-2:]

    def visit(self, pages: dict[str, str], linked: dict[str, list[str]]) -> None:
        for name, path in pages.items():
            self.shoot(name, self.said(path))
        for name, (path, *patterns) in linked.items():
            address = self.said(path)
            for pattern in patterns:
                address = self.follow(address, self.said(pattern))
            self.shoot(name, address)

    def said(self, path: str) -> str:
        for key, word in (WORDS[self.language] | {"language": self.language}).items():
            path = path.replace(f"{{{key}}}", word)
        return path

    def follow(self, path: str, pattern: str) -> str:
        """Return the first address on ``path`` that looks like ``pattern``."""
        self.page.goto(self.url + path)
        found = re.search(rf'href="({pattern})"', self.page.content())
        if found is None:
            print(f"{path} LEADS NOWHERE LIKE {pattern} ({self.tag})")
            return path
        return found[1]

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
        # The admin scrolls inside its own frame: the window grows until all of it shows.
        size = self.page.viewport_size
        height = self.page.evaluate(INNER_HEIGHT)
        if height > size["height"]:
            self.page.set_viewport_size({"width": size["width"], "height": height})
        self.page.screenshot(path=str(TARGET / f"{name}-{self.tag}.png"), full_page=True)
        self.page.set_viewport_size(size)
        if too_wide:
            print(f"{name}-{self.tag} IS WIDER THAN THE WINDOW")

    def in_the_middle_of_things(self) -> None:
        """Photograph what appears only while one types, presses or leaves something out."""
        self.page.goto(self.url)
        self.page.locator("#q-big").press_sequentially("retour", delay=30)
        self.page.locator(".live-list [role=option]").first.wait_for()
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


def walk(browser: Browser, url: str, tag: str) -> None:
    """Photograph all pages in one size, theme and language."""
    walks = (
        (None, PAGES, LINKED),
        (WHO[tag[-2:]], MEMBER_PAGES, MEMBER_LINKED),
        ("claire", STAFF_PAGES, STAFF_LINKED),
    )
    for who, pages, linked in walks:
        with looking(browser, tag) as page:
            photographer = Photographer(page, url=url, tag=tag)
            if who:
                photographer.sign_in(who)
            else:
                photographer.in_the_middle_of_things()
            photographer.visit(pages, linked)
    print(f"{tag} done")


def when_things_fail(browser: Browser, tags: list[str]) -> None:
    """Photograph a search without its index, too many searches, and no database."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index, database = folder / "index", folder / "db.sqlite3"
        places = {
            "SEARCH_INDEX_DIR": str(index),
            "DATABASE_URL": f"sqlite:///{database}",
            "LIMIT_SEARCH": f"{len(tags)}/3600",
        }
        with real_site("-m", "tests.browser.fill", **places) as url:
            shutil.rmtree(index)
            for tag in tags:
                _shoot_alone(browser, url, tag, "503-search", "/search/?q=discount")
            for tag in tags:
                _shoot_alone(browser, url, tag, "429", "/search/?q=discount")
            database.write_bytes(b"This is no database.")
            for tag in tags:
                _shoot_alone(browser, url, tag, "500", "/community/")


def _shoot_alone(browser: Browser, url: str, tag: str, name: str, path: str) -> None:
    """Photograph one page as somebody who was never here."""
    with looking(browser, tag) as page:
        Photographer(page, url=url, tag=tag).shoot(name, path)


@contextmanager
def looking(browser: Browser, tag: str) -> Iterator[Page]:
    """Yield the page of a new reader, of the size, theme and language that ``tag`` says."""
    size, theme, language = tag.split("-")
    context = browser.new_context(
        viewport=SIZES[size],
        color_scheme=theme,
        locale={"en": "en-GB", "fr": "fr-FR"}[language],
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    tags = sys.argv[1:] or ["-".join(parts) for parts in product(SIZES, THEMES, WORDS)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        with real_site("manage.py", "set_up", "--demo", DEMO_PASSWORD=PASSWORD) as url:
            for tag in tags:
                walk(browser, url, tag)
        when_things_fail(browser, tags)
        browser.close()


if __name__ == "__main__":
    main()
