"""How long a result is read, told by a real browser when the page is left."""

from __future__ import annotations

import pytest

from search.models import Click
from tests.browser.site import make_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages(run_worker) -> dict[str, str]:
    pages = make_site()
    run_worker()
    return pages


def dwell(page) -> int | None:
    """The beacon goes on without its page."""
    for _ in range(50):
        if (seconds := Click.objects.get().dwell) is not None:
            return seconds
        page.wait_for_timeout(100)
    return None


def test_a_page_left_tells_how_long_it_was_in_sight(page, pages):
    page.goto(pages["search"])
    page.locator(".results a").first.click()
    page.wait_for_timeout(1_600)

    page.goto(pages["home"])

    assert dwell(page) >= 1


def test_without_javascript_it_tells_nothing_and_leads_there(plain_page, pages):
    plain_page.goto(pages["search"])
    title = plain_page.locator(".results a").first.inner_text()
    plain_page.locator(".results a").first.click()

    assert title in plain_page.locator("h1").inner_text()
    plain_page.goto(pages["home"])
    assert Click.objects.get().dwell is None
