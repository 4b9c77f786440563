"""A real Chromium on a real server, with and without JavaScript."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import QUIET, find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.live_server_helper import LiveServer

# Playwright's loop runs in this thread; Django would refuse the database here without this.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """Start after the test database is a file: one in memory has a single connection,
    and the server's threads would share it with the test until SQLite crashes."""
    return live_server


@pytest.fixture
def no_foreign_request() -> list[str]:
    """Addresses outside the site that a page asked for; each test ends with none."""
    return []


@pytest.fixture
def context(
    chromium: Browser, live_server, no_foreign_request: list[str]
) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=live_server.url, locale="en-GB")
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((live_server.url, "data:", "blob:", "about:"))
            else no_foreign_request.append(request.url)
        ),
    )
    yield context
    # A page saves its draft as it closes; the next test's database must not receive that.
    context.set_offline(True)
    context.close()
    assert no_foreign_request == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


@pytest.fixture
def plain_page(chromium: Browser, live_server) -> Iterator[Page]:
    """A page of a browser with JavaScript switched off."""
    context = chromium.new_context(
        base_url=live_server.url, locale="en-GB", java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()
