"""Telling the lines with which a mail program begins what somebody else wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from accounts.inbound import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

INTRODUCTION_MAX_LINES = 7
INTRODUCTION_MAX_CHARACTERS = 400
BLOCK_LINES = 12  # in which the copied headers of a mail stand
CONTINUED_LINES = 3  # more without a header are a text

ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|\[mailto:")
TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?(?:[:.h時시]|Uhr)\s?\d{2}(?!\d)|(?<!\d)\d{1,2}\s?[ap]m\b", re.I
)
DATE = re.compile(
    r"(?<!\d)(?:\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}|\d{1,2}\s?[-./]\s?\d{1,2}"
    r"\s?[-./]\s?\d{2,4}|\d{1,2}[.,]?\s+(?:de\s+)?[^\W\d]{3,12}\.?,?\s+(?:de\s+)?\d{2,4}"
    r"|\d{4}[.,]\s[^\W\d]{3,12}\.?\s\d{1,2}"
    r"|[^\W\d]{3,12}\.?\s+\d{1,2}(?:[a-z]{2})?,?\s+(?:at\s+)?\d{2,4}|\d{1,2}[.]?\s+[^\W\d]{3,12}\.?\s+(?=\d))"
)
ISO_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ,]+\d{1,2}:\d{2}(?::\d{2})?\s+(?:GMT|UTC|[A-Z]{3,4})?"
    r"[+-]?\d{0,2}:?\d{0,2}\s+\S.{1,100}"
)
DATED_ADDRESS = re.compile(rf"{DATE.pattern}.{{0,150}}<[^<>\s]+@[^<>\s]+>\s*[:：]?")
VERB_LAST = wording.words(rf"(?:.*\W)?(?:{wording.WROTE})\W{{0,6}}$")
VERB = wording.words(rf"(?<!\w)(?:{wording.WROTE})(?!\w)")
OPENING = wording.words(rf"[\s\W]{{0,6}}(?:(?:{wording.ON})\b|\d)")
COLON = re.compile(r".*[:：]\s*$")
DASHES = re.compile(r"\s*[-_=*]{2,}\s*(?P<words>\S.{0,90}?)\s*[-_=*]{2,}\s*:?\s*")
MARK = re.compile(r"\s*(?P<words>\S.{0,90}?)\s*:\s*")
ORIGINAL = wording.words(rf"(?:{wording.ORIGINAL})")
HEADER = re.compile(
    r"\s*\*?\s*(?P<name>[^\W\d_][^:：*<>\"]{0,24}?)\s*\*?\s*[:：]\*?(?P<value>.*)"
)
HEADERS = {kind: wording.words(pattern) for kind, pattern in wording.HEADERS.items()}


def length_at(lines: Sequence[str], index: int) -> int:
    """Return how many lines from ``index`` announce what somebody else wrote; 0 if none."""
    length = _length_of_mark(lines[index])
    headers = _length_of_headers(lines, _next_written(lines, index + length))
    if headers:
        return _next_written(lines, index + length) + headers - index
    return length or _length_of_introduction(lines, index)


def _next_written(lines: Sequence[str], index: int) -> int:
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def _length_of_mark(row: str) -> int:
    """Return 1 for a line like "-----Original Message-----"."""
    found = DASHES.fullmatch(row) or MARK.fullmatch(row)
    return int(bool(found and ORIGINAL.fullmatch(found["words"])))


def _length_of_headers(lines: Sequence[str], index: int) -> int:
    """Return how many lines a mail's headers take: who and when or about what, three kinds.

    A value may go on in the line below; a blank line ends them.
    """
    if index == len(lines) or _kind_of_header(lines[index]) is None:
        return 0
    kinds: set[str] = set()
    last = end = 0
    for row in lines[index : index + BLOCK_LINES]:
        if not row.strip():
            break
        end += 1
        if kind := _kind_of_header(row):
            kinds.add(kind)
            last = end
    is_whole = "from" in kinds and kinds & {"date", "subject"} and len(kinds) > 2
    if not is_whole:
        return 0
    return end if end - last < CONTINUED_LINES else last


def _kind_of_header(row: str) -> str | None:
    found = HEADER.fullmatch(row)
    if found is None:
        return None
    return next(
        (kind for kind, names in HEADERS.items() if names.fullmatch(found["name"])), None
    )


def _length_of_introduction(lines: Sequence[str], index: int) -> int:
    """Return how many lines from ``index`` say "On … Anna wrote:"; 0 if they do not.

    A mail program breaks that sentence anywhere, so several lines are read as one; over
    a blank line only where it began with a moment.
    """
    text = ""
    for count, row in enumerate(lines[index : index + INTRODUCTION_MAX_LINES], start=1):
        is_end = not row.strip() and not (OPENING.match(text) and TIME.search(text))
        is_quoted = row.lstrip().startswith(">") and text.count("<") <= text.count(">")
        if is_end or is_quoted:
            return 0
        text = f"{text} {row.strip()}".strip()
        if len(text) > INTRODUCTION_MAX_CHARACTERS:
            return 0
        if _is_introduction(text) and (count == 1 or OPENING.match(text)):
            return count
    return 0


def _is_introduction(text: str) -> bool:
    """Whether ``text`` says who wrote, and when or from which address."""
    has_date, has_time = DATE.search(text), TIME.search(text)
    has_address = ADDRESS.search(text)
    if VERB_LAST.match(text):
        return bool(has_date or has_time or has_address)
    if COLON.match(text) and has_date and has_time:
        return bool(has_address or (VERB.search(text) and OPENING.match(text)))
    return bool(ISO_MOMENT.fullmatch(text) or DATED_ADDRESS.fullmatch(text))
