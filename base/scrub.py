"""Take out of a text what tells who wrote it: addresses, numbers of cards and phones."""

from __future__ import annotations

import re

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{2,4}){3,8}\b", re.IGNORECASE)
CARD = re.compile(r"\b\d(?:[ -]?\d){12,18}\b")
PHONE = re.compile(r"(?<![\w.])(?:\+|00)?\d(?:[ ./()-]{0,2}\d){7,14}(?!\w)")
ORDER = re.compile(
    r"(?<!\w)#?[A-Z]{1,4}-?\d{4,}\b|(?<!\w)#\d{3,}\b|\b\d{6,}\b", re.IGNORECASE
)


def _is_card(digits: str) -> bool:
    """Luhn's check, as ISO/IEC 7812-1 annex B defines it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _card(match: re.Match[str]) -> str:
    return "[card]" if _is_card(re.sub(r"\D", "", match[0])) else match[0]


def scrub(text: str) -> str:
    """Return ``text`` with addresses and the numbers of people replaced by words."""
    text = EMAIL.sub("[e-mail]", text)
    text = IBAN.sub("[iban]", text)
    text = CARD.sub(_card, text)
    text = PHONE.sub("[phone]", text)
    return ORDER.sub("[number]", text)
