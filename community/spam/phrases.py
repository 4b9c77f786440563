"""The known phrases of spam, read from their list and looked up in a message."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from community.spam.sites import listed

APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
SPACES = re.compile(r"\s+")
GAP = r"[^.!?\n]{0,20}?"


def found_in(text: str, *, among: str) -> list[int]:
    """Return the points of each phrase of a list that ``text`` says, each once."""
    plain = folded(text)
    return [
        points
        for start, pattern, points in _list(among)
        if start in plain and pattern.search(plain)
    ]


def folded(text: str) -> str:
    """Return ``text`` in small letters without accents, with single spaces."""
    apart = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).lower()
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return SPACES.sub(" ", bare)


@cache
def _list(name: str) -> tuple[tuple[str, re.Pattern[str], int], ...]:
    lines = (line.partition("|") for line in sorted(listed(name)))
    return tuple((*_pattern(phrase), int(points)) for points, _, phrase in lines)


def _pattern(phrase: str) -> tuple[str, re.Pattern[str]]:
    """Return how a phrase starts, to look for at little cost, and all of it."""
    pieces = [piece.strip() for piece in folded(phrase).split("*")]
    whole = GAP.join(map(re.escape, pieces))
    return pieces[0], re.compile(rf"(?<!\w){whole}(?!\w)")
