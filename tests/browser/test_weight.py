"""A page is light, stays where it is while it loads, and asks nobody else for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.real_site import real_site
from tests.browser.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext

HOME = "/"
ARTICLE = "/en/selling-more/make-a-discount-code/"
BOARD = "/community/boards/storefront/"
FIRST_VISIT = 90_000  # bytes over the wire
NEXT_PAGE = 10_000
MOVES = 0.02  # cumulative layout shift
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with real_site("-m", "tests.browser.fill") as url:
        yield url


@pytest.fixture
def visitor(chromium, site: str) -> Iterator[BrowserContext]:
    """A browser that was never here."""
    context = chromium.new_context(base_url=site, locale="en-GB", viewport=DESK)
    yield context
    context.close()


@pytest.mark.parametrize(("first", "then"), [(HOME, ARTICLE), (ARTICLE, BOARD)])
def test_the_first_page_is_light_and_the_next_one_lighter(visitor, site, first, then):
    wire = Wire(visitor.new_page())

    size = wire.visit(first)
    print(f"\n{first}  {wire.summary()}")
    assert wire.sent["Document"] > 0, "nothing was measured"
    assert wire.sent["Stylesheet"] > 0, "nothing was measured"
    assert size <= FIRST_VISIT, f"{first}: {wire.summary()}"

    size = wire.visit(then)
    print(f"{first} -> {then}  {wire.summary()}")
    assert size <= NEXT_PAGE, f"{first} -> {then}: {wire.summary()}"
    assert [one for one in wire.addresses if not one.startswith((site, "data:"))] == []


@pytest.mark.parametrize("address", [HOME, ARTICLE, BOARD])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_jumps_while_the_page_arrives(chromium, site, size, address):
    context = chromium.new_context(base_url=site, locale="en-GB", viewport=size)
    wire = Wire(context.new_page(), is_slow=True)

    wire.visit(address)
    moved = wire.shifts()

    context.close()
    print(f"\n{address} at {size['width']}: CLS {moved:.4f}")
    assert moved <= MOVES, f"{address}: CLS {moved:.4f}"


def test_a_jump_would_be_noticed(visitor):
    """The measure itself: a line pushed in from above is seen."""
    wire = Wire(visitor.new_page())
    wire.visit(HOME)

    wire.page.evaluate(
        "document.body.insertAdjacentHTML('afterbegin', '<p>x</p>'.repeat(9))"
    )

    assert wire.shifts() > MOVES
