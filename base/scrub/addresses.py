"""E-mail addresses in a text, as they are and as people disguise or mistype them."""

from __future__ import annotations

import re

# Each pattern starts where a run of such characters starts, never inside one: so a long
# run is read once, not once from each of its characters.
LOCAL = r"(?<![\w.+'-])[\w.+'-]++"
TOP = r"[a-z]{2,12}(?![^\W_])"
AT = r"[(\[{<]\s?(?:at|a|arobase|@|chez)\s?[)\]}>]|\barobase\b|@|%40|＠"
DOT = r"\.|[(\[{<]\s?(?:dot|point|\.)\s?[)\]}>]|\b(?:dot|point)\b"
DOMAIN = rf"[\w-]+(?:\s?(?:{DOT})\s?(?:[\w-]+(?=\s?(?:{DOT}))|{TOP}))++"

PLAIN = re.compile(rf"{LOCAL}[@＠]{{1,2}}[\w-]+(?:\.[\w-]+)*+")
DISGUISED = re.compile(
    rf"{LOCAL}(?:{AT})\s?{DOMAIN}"
    rf"|{LOCAL}\s(?!@|＠)(?:{AT})\s?{DOMAIN}"
    # "anna.berg @ shop.fr" is an address, "crashes @ shop.fr" is none
    rf"|(?<![\w.+'-])(?=[^\W\d_]++[\d._-]){LOCAL}\s[@＠]\s?{DOMAIN}"
    rf"|{LOCAL}\sat\s[\w-]+\s(?:dot|point)\s"
    r"(?:fr|com|net|org|eu|de|uk|be|ch|es|it|ca|co|io|lu|pt|nl|shop|info)(?![^\W_])",
    re.IGNORECASE,
)


def _plain(match: re.Match[str]) -> str:
    """A domain holds a letter or a dot: "3@5" is no address."""
    domain = re.split("[@＠]", match[0])[-1]
    is_address = "." in domain or any(letter.isalpha() for letter in domain)
    return "[e-mail]" if is_address else match[0]


def scrub_addresses(text: str) -> str:
    """Return ``text`` with every e-mail address replaced."""
    return PLAIN.sub(_plain, DISGUISED.sub("[e-mail]", text))
