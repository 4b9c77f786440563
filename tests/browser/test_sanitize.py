"""Known attacks, typed by a member, do nothing in a real browser.

Each page is served without a content security policy, so that sanitize() alone stands
between the attack and the reader.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from base.markdown import render
from base.sanitize import sanitize

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOST = "http://attacks.localhost"
FIND_DANGER = """() => {
  const bad = [];
  const forbidden =
    'script, iframe, object, embed, form, svg, math, style, base, meta, link';
  for (const element of document.body.querySelectorAll('*')) {
    if (element.matches(forbidden)) bad.push('element ' + element.tagName);
    for (const {name, value} of element.attributes) {
      if (name.startsWith('on')) bad.push('handler ' + name);
      if (name === 'style') bad.push('style');
      const address = value.replace(/[\\u0000-\\u0020]/g, '').toLowerCase();
      if (/^(javascript|vbscript|data):/.test(address)) bad.push(name + ' ' + address);
    }
  }
  return bad;
}"""
OWN_ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">press</a>',
    "[press](javascript:alert(1))",
    "<svg><script>alert(1)</script></svg>",
    '![x](x" onerror="alert(1))',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
]


def shared_attacks() -> list[str]:
    file = Path(os.environ["ENTRAIDE_DATA"]) / "security" / "xss_payloads.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["payload"] for line in lines if line.strip()]


def danger_of(page: Page, bodies: list[str]) -> list[tuple[str, object]]:
    """Open each body as a page of its own; return what acted or could act."""
    found: list[tuple[str, object]] = []
    current = ""

    def on_dialog(dialog) -> None:
        found.append((current, f"dialog {dialog.message}"))
        dialog.dismiss()

    page.on("dialog", on_dialog)
    page.route(
        "**/*",
        lambda route: (
            route.fulfill(
                content_type="text/html",
                body=f"<!doctype html><meta charset=utf-8><title>x</title><body>{current}",
            )
            if route.request.is_navigation_request()
            else route.abort()
        ),
    )
    for current in bodies:
        page.goto(HOST)
        found += [(current, sign) for sign in page.evaluate(FIND_DANGER)]
    return found


@pytest.mark.parametrize("door", [sanitize, render])
def test_our_own_attacks_do_nothing(chromium, door):
    page = chromium.new_page()

    assert danger_of(page, [door(attack) for attack in OWN_ATTACKS]) == []

    page.close()


def test_the_browser_would_notice(chromium):
    """The measure itself: unsanitised, the same attacks are seen."""
    page = chromium.new_page()

    assert len(danger_of(page, OWN_ATTACKS)) >= len(OWN_ATTACKS) - 2

    page.close()


@pytest.mark.real_data
@pytest.mark.parametrize("door", [sanitize, render])
def test_all_known_attacks_do_nothing(chromium, door):
    page = chromium.new_page()
    attacks = shared_attacks()

    assert len(attacks) > 250
    assert danger_of(page, [door(attack) for attack in attacks]) == []

    page.close()
