"""Numbers that point at a person, found from left to right, each taken once."""

from __future__ import annotations

import re

from base.scrub.accounts import card_end, iban_end, social_end
from base.scrub.kept import KEPT, VERSION
from base.scrub.orders import order_patterns
from base.scrub.phones import LOCAL, PHONE

START = re.compile(r"(?:(?<![^\W_])|(?=#))(?<!&)(?:[(+#]\s?){0,2}[^\W_]")
CHECKED = (("[iban]", iban_end), ("[nir]", social_end), ("[card]", card_end))

Span = tuple[int, int, str]


def _number(text: str, start: int) -> Span | None:
    for pattern in order_patterns():
        if match := pattern.match(text, start):
            first, end = match.span(match.lastindex or 0)
            if start <= first < end:  # a company's pattern may have a group that is empty
                return first, end, "[number]"
    return None


def _found(text: str, start: int) -> Span | None:
    """What is at ``start``: its span and what to write there, which may be the same."""
    if match := KEPT.match(text, start):
        return start, match.end(), match[0]
    for word, end_of in CHECKED:
        if end := end_of(text, start):
            return start, end, word
    if match := PHONE.match(text, start) or LOCAL.match(text, start):
        return *match.span(1), "[phone]"
    if match := VERSION.match(text, start):
        return start, match.end(), match[0]
    return _number(text, start)


def scrub_numbers(text: str) -> str:
    """Return ``text`` with every number of a person replaced by what kind it was.

    What a place holds is told from the characters from there on, never from those before:
    so taking one number out does not make another appear, and twice is once.
    """
    if not any(letter.isdecimal() for letter in text):
        return text
    parts, done, place = [], 0, 0
    while match := START.search(text, place):
        place = match.start() + 1
        if found := _found(text, match.start()):
            parts += [text[done : found[0]], found[2]]
            done = place = found[1]
    return "".join([*parts, text[done:]])
