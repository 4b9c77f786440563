"""A line as small as a word: numbers of some days, drawn on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 96, 24
EDGE = 2  # so that the line is not cut at the top and the bottom


def sparkline(numbers: Sequence[float]) -> str:
    """Return the points of a line over WIDTH × HEIGHT; nothing where all is zero.

    >>> sparkline([0, 1])
    '0.0,22.0 96.0,2.0'
    """
    top = max(numbers, default=0)
    if top <= 0:
        return ""
    step = WIDTH / max(len(numbers) - 1, 1)
    room = HEIGHT - 2 * EDGE
    return " ".join(
        f"{place * step:.1f},{HEIGHT - EDGE - room * number / top:.1f}"
        for place, number in enumerate(numbers)
    )
