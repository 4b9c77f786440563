"""Every ink the site writes with can be read on every ground it is written on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "kb_site/static/kb_site/tokens.css"
COLOUR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2: success criteria 1.4.3 and 1.4.11, level AA

PAGE = ["paper", "surface", "tint"]
STATES = ["solved", "attention", "support", "danger"]
TINTS = ["brand-tint", *(f"{state}-tint" for state in STATES)]
ON_PAGES = ["ink", "ink-2", "ink-3", "brand", *STATES]
PAIRS = [
    *((ink, ground, TEXT) for ink in ON_PAGES for ground in PAGE),
    *((state, f"{state}-tint", TEXT) for state in ["brand", *STATES]),
    # What stands inside a notice, a pressed button, an accepted answer, a request's state.
    *((ink, tint, TEXT) for ink in ["ink", "ink-2", "brand"] for tint in TINTS),
    ("ink-3", "solved-tint", TEXT),  # when an accepted answer was posted
    ("on-brand", "brand-fill", TEXT),
    ("on-brand", "brand-fill-2", TEXT),
    ("on-marker", "marker", TEXT),
    ("ink", "marker", TEXT),  # the marked half of the front page's title
    ("paper", "ink", TEXT),  # the skip link, the chip of a chosen filter
    *(("line-strong", ground, SHAPE) for ground in PAGE),  # edges of fields and buttons
    *(("brand", ground, SHAPE) for ground in [*PAGE, *TINTS]),  # the ring around a focus
    *(("brand-fill", ground, SHAPE) for ground in PAGE),
    *((state, ground, SHAPE) for state in STATES for ground in PAGE),  # marks of a state
]


def luminance(colour: str) -> float:
    """Return how light ``#rrggbb`` is, from 0.0 (black) to 1.0 (white).

    Source: WCAG 2.2, "relative luminance".
    """
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours, from 1.0 (the same) to 21.0.

    Source: WCAG 2.2, "contrast ratio".
    """
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def palette(theme: str) -> dict[str, str]:
    column = {"light": 2, "dark": 3}[theme]
    found = COLOUR.finditer(TOKENS.read_text(encoding="utf-8"))
    return {match[1]: match[column] for match in found}


def test_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_no_colour_is_overlooked():
    text = TOKENS.read_text(encoding="utf-8")
    declared = set(re.findall(r"--([\w-]+): light-dark\(", text))

    assert set(palette("light")) == declared
    assert len(declared) >= 24
    used = {name for ink, ground, _least in PAIRS for name in (ink, ground)}
    assert declared - used == {"line", "marker-2"}  # ornament: never alone, never read


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_that_is_written_can_be_read(theme):
    colours = palette(theme)
    ratios = {
        (ink, ground, least): contrast(colours[ink], colours[ground])
        for ink, ground, least in PAIRS
    }

    assert len(ratios) >= 48
    assert {
        pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < pair[2]
    } == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_ring_of_the_search_box_stands_out(theme):
    """Its inner edge lies on the box's ink, its outer edge on the page: one must show."""
    colours = palette(theme)
    edges = [contrast(colours["marker-2"], colours[side]) for side in ("ink", "paper")]

    assert max(edges) >= SHAPE


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_pale_pair_would_be_noticed(theme):
    colours = palette(theme)

    assert contrast(colours["line"], colours["paper"]) < SHAPE
    assert contrast(colours["marker"], colours["marker-2"]) < TEXT
