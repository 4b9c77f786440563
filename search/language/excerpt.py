"""The part of a text that answers best, with the reader's words marked, as safe HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import escape
from django.utils.safestring import mark_safe

from base.sanitize import one_line
from search.language.analysis import LANGUAGES, query_terms, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

LENGTH = 220
LEAD = 40  # letters of context before the first word found
SLACK = 20  # how far an end may move to stand between two words


def excerpt(text: str, query_text: str, language: str) -> str:
    """Return about 220 characters around the best place of ``text``, with <mark>."""
    text = one_line(text)
    places = matches(text, query_text, language)
    start = _start(text, places)
    end = _end(text, start)
    inside = [place for place in places if start <= place[0] and place[1] <= end]
    html = _marked(text, start, end, inside)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return mark_safe(f"{before}{html}{after}")  # noqa: S308 - every part was escaped


def matches(text: str, query_text: str, language: str) -> list[tuple[int, int, str]]:
    """Return ``(start, end, term)`` of each word of ``text`` the query asks for."""
    wanted = {term for name in LANGUAGES for term in query_terms(query_text, name)} & {
        token.term for token in tokens(text, language)
    }
    return [(t.start, t.end, t.term) for t in tokens(text, language) if t.term in wanted]


def _start(text: str, places: Sequence[tuple[int, int, str]]) -> int:
    """Where the piece with most different words begins; the first of equals."""
    if not places or len(text) <= LENGTH:
        return 0
    room = LENGTH - LEAD
    best = max(
        places,
        key=lambda place: (
            len(
                {term for start, end, term in places if place[0] <= start < place[0] + room}
            ),
            -place[0],
        ),
    )
    start = max(0, min(best[0] - LEAD, len(text) - LENGTH))
    gap = text.find(" ", start, start + SLACK) if start else -1
    return gap + 1 if 0 <= gap < best[0] else start


def _end(text: str, start: int) -> int:
    end = start + LENGTH
    if end >= len(text):
        return len(text)
    gap = text.rfind(" ", end - SLACK, end)
    return gap if gap > 0 else end


def _marked(text: str, start: int, end: int, places: Sequence[tuple[int, int, str]]) -> str:
    parts, at = [], start
    for first, last, _term in places:
        parts += [escape(text[at:first]), f"<mark>{escape(text[first:last])}</mark>"]
        at = last
    return "".join([*parts, escape(text[at:end])])
