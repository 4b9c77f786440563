"""What a person wrote newly in a reply: no quotation, no signature, nothing forwarded.

Rules about the shape of lines, no list of mail programs: see docs/adr/0008.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.inbound import headlines, wording

if TYPE_CHECKING:
    from collections.abc import Collection

QUOTED = re.compile(r"[ \t]{0,3}>")
FENCE = re.compile(r"[ \t]{0,3}(```|~~~)")
SIGNATURE = re.compile(r"[ \t]*(?:--|––|—)[ \t]*")  # RFC 3676, 4.3, and what typists make
RULER = re.compile(r"[\s_=*~#+.·•\u1427–—-]+")
# Under such a line stands what a mail program or a mailing list adds.
LONG_RULER = re.compile(r"[ \t]*_{20,}[ \t]*")
UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\xad]")
SENT = wording.words(rf"\W{{0,3}}(?:{wording.SENT})\b|.*(?:{wording.SENT})\W*$")
DEVICE = wording.words(rf"(?<!\w)(?:{wording.DEVICE})")
FROM_MY = wording.words(rf"\W{{0,3}}(?:{wording.FROM_MY})")
AD_MAX_CHARACTERS = 120


@dataclass(slots=True)
class Lines:
    """A mail's lines and which of them are quoted; code between fences is not."""

    text: list[str]
    quoted: list[bool]

    def drop(self, start: int, end: int) -> None:
        del self.text[start:end]
        del self.quoted[start:end]

    def is_blank(self, index: int) -> bool:
        return not self.text[index].strip()

    @property
    def is_last_alone(self) -> bool:
        """Whether nothing stands directly above the last line."""
        return len(self.text) == 1 or self.is_blank(-2)

    def skip_blank(self, index: int) -> int:
        while index < len(self.text) and self.is_blank(index):
            index += 1
        return index

    def end_of_quote(self, index: int) -> int:
        """Return where the quotation at ``index`` ends; blank lines belong to it."""
        while (seen := self.skip_blank(index)) < len(self.text) and self.quoted[seen]:
            index = seen + 1
        return index

    def has_text_after(self, index: int) -> bool:
        return self.skip_blank(index) < len(self.text)


def new_text(body: str, *, ours: Collection[str] = ()) -> str:
    """Return only what the person wrote newly in the plain text ``body`` of a mail.

    Quotations go, except those between which somebody answered point by point. What is
    introduced like a quotation but not marked line by line ends the text; with nothing
    above it, it is the text. Time grows with the length of the text, not faster.

    Args:
        ours: mail addresses from which we write; what they wrote is never new.
    """
    lines = _lines(body)
    _without_introduced(lines, [address.lower() for address in ours])
    _without_signature(lines)
    _without_last_quotes(lines)
    _without_ads(lines)
    return "\n".join(line.rstrip() for line in lines.text).strip("\n")


def _lines(body: str) -> Lines:
    text = UNSEEN.sub("", body.replace("\r\n", "\n").replace("\r", "\n"))
    rows = text.replace("\xa0", " ").split("\n")
    quoted, is_code = [], False
    fences = sum(bool(FENCE.match(row)) for row in rows)
    for row in rows:
        if FENCE.match(row):
            fences -= 1
            is_code = not is_code and fences > 0  # one that nothing closes is text
        quoted.append(not is_code and bool(QUOTED.match(row)))
    return Lines(rows, quoted)


def _without_introduced(lines: Lines, ours: Collection[str]) -> None:
    """Take away each "On … wrote:" with what it introduces, and copied mail headers."""
    index, has_text = 0, False
    while index < len(lines.text):
        if lines.quoted[index] or lines.is_blank(index):
            index += 1
            continue
        length = headlines.length_at(lines.text, index)
        if not length:
            index, has_text = index + 1, True
            continue
        said = " ".join(lines.text[index : index + length]).lower()
        is_ours = any(address in said for address in ours)
        _take_introduced(lines, index, length, has_text=has_text, is_ours=is_ours)


def _take_introduced(
    lines: Lines, start: int, length: int, *, has_text: bool, is_ours: bool
) -> None:
    """Drop an introduction and what it introduces, unless that was answered in parts."""
    quote = lines.skip_blank(start + length)
    if quote == len(lines.text) or not lines.quoted[quote]:
        # Unmarked, a quotation has no end; where nothing is above, they wrote below.
        is_all = has_text or is_ours
        lines.drop(start, len(lines.text) if is_all else start + length)
        return
    end = lines.end_of_quote(quote)
    is_answered = lines.has_text_after(end) if has_text else any(lines.quoted[end:])
    lines.drop(start, start + length if is_answered and not is_ours else end)


def _without_signature(lines: Lines) -> None:
    """Cut at the line that announces a signature or a list's footer."""
    has_text = False
    for index, row in enumerate(lines.text):
        is_sign = SIGNATURE.fullmatch(row) or LONG_RULER.fullmatch(row)
        if is_sign and (has_text or row.rstrip() == "--") and not lines.quoted[index]:
            lines.drop(index, len(lines.text))
            return
        has_text = has_text or bool(row.strip())


def _without_last_quotes(lines: Lines) -> None:
    while lines.text and (
        lines.is_blank(-1) or lines.quoted[-1] or RULER.fullmatch(lines.text[-1])
    ):
        lines.drop(len(lines.text) - 1, len(lines.text))


def _without_ads(lines: Lines) -> None:
    """Drop "Sent from my telephone" in the last lines, and the rulers above."""
    while lines.text and _is_ad(lines.text[-1].strip(), is_alone=lines.is_last_alone):
        lines.drop(len(lines.text) - 1, len(lines.text))
        _without_last_quotes(lines)


def _is_ad(row: str, *, is_alone: bool) -> bool:
    if len(row) > AD_MAX_CHARACTERS:
        return False
    is_sure = FROM_MY.match(row)
    return bool(is_sure or (is_alone and SENT.match(row) and DEVICE.search(row)))
