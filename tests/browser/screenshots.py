"""Photograph every page of the demo: phone and desk, light and dark, English and French.

Run as ``python -m tests.browser.screenshots [phone-dark-fr …]``; it starts a
throw-away site with the demo of its own. The pictures go to ``screenshots/``.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from tests.browser.chromium import QUIET, find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "screenshots"
PASSWORD = "for-the-pictures-only"
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
PAGES = {
    "home": "/",
    "guides": "/{language}/",
    "search": "/search/?q={found}",
    "search-empty": "/search/?q={missing}",
    "community": "/community/",
    "contact": "/support/",
    "signin": "/accounts/login/",
    "signup": "/accounts/signup/",
    "404": "/nothing-here/",
}
WORDS = {
    "en": {"found": "payout pending", "missing": "gift card voucher"},
    "fr": {"found": "virement en attente", "missing": "carte cadeau"},
}
MEMBER_PAGES = {
    "ask": "/community/ask/",
    "requests": "/support/requests/",
    "request-new": "/support/new/",
    "settings": "/accounts/me/",
    "notices": "/accounts/notices/",
}
STAFF_PAGES = {"admin": "/admin/"}


@contextmanager
def demo_site() -> Iterator[str]:
    """Start a site of its own on a free port; yield its address."""
    folder = Path(tempfile.mkdtemp(prefix="entraide-pictures-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "SECRET_KEY": "pictures",
        "DEBUG": "0",
        "DEMO_PASSWORD": PASSWORD,
        "SITE_URL": url,
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "MEDIA_ROOT": str(folder / "media"),
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "set_up", "--demo"], env=environment, check=True, cwd=ROOT)
    server = [str(Path(sys.executable).with_name("gunicorn")), "kb_site.wsgi"]
    process = subprocess.Popen(
        [*server, "--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket"],
        env=environment,
        cwd=ROOT,
    )
    try:
        wait_for(f"{url}/healthz/")
        yield url
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(address: str, seconds: int = 60) -> None:
    """Return as soon as ``address`` answers.

    Raises:
        TimeoutError: it never did.
    """
    for _ in range(seconds * 5):
        try:
            urlopen(address, timeout=2).close()  # noqa: S310  (our own address)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


def sign_in(page: Page, url: str, who: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.fill("input[name=login]", f"{who}@boutik.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.primary")


def linked(page: Page, url: str, path: str, pattern: str) -> str:
    """Return the first address on ``path`` that matches ``pattern``."""
    page.goto(url + path)
    return next(iter(re.findall(rf'href="({pattern})"', page.content())), path)


def shoot(page: Page, url: str, name: str, path: str) -> None:
    """Take the whole page; say so when it is wider than the window."""
    page.goto(url + path)
    page.wait_for_load_state("networkidle")
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    page.screenshot(path=str(TARGET / f"{name}.png"), full_page=True)
    print(f"{name}{'   WIDER THAN THE WINDOW' if too_wide else ''}")


def walk(browser: Browser, url: str, size: str, theme: str, language: str) -> None:
    """Photograph all pages in one size, theme and language."""
    locale = {"en": "en-GB", "fr": "fr-FR"}[language]
    context = browser.new_context(viewport=SIZES[size], color_scheme=theme, locale=locale)
    page = context.new_page()
    tag = f"{size}-{theme}-{language}"
    for name, path in PAGES.items():
        words = {"language": language, **WORDS[language]}
        shoot(page, url, f"{name}-{tag}", path.format(**words))
    section = linked(page, url, f"/{language}/", rf"/{language}/[\w/-]+/")
    shoot(page, url, f"section-{tag}", section)
    article = linked(page, url, section, rf"{section}[\w-]+/[\w/-]+/")
    shoot(page, url, f"article-{tag}", article)
    board = linked(page, url, "/community/", r"/community/boards/[\w-]+/")
    shoot(page, url, f"board-{tag}", board)
    for state in ("solved", "support", "unanswered"):
        thread = linked(page, url, f"{board}?state={state}", r"/community/threads/[\w/-]+/")
        shoot(page, url, f"thread-{state}-{tag}", thread)
    sign_in(page, url, {"en": "nadia", "fr": "yanis"}[language])
    for name, path in MEMBER_PAGES.items():
        shoot(page, url, f"{name}-{tag}", path)
    context.close()


def main() -> None:
    TARGET.mkdir(exist_ok=True)
    given = sys.argv[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        with demo_site() as url:
            for size in SIZES:
                for theme in ("light", "dark"):
                    for language in ("en", "fr"):
                        if not given or f"{size}-{theme}-{language}" in given:
                            walk(browser, url, size, theme, language)
        browser.close()


if __name__ == "__main__":
    main()
