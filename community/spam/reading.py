"""Take a message apart once, so that each rule only looks: links, words, addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

FENCED = re.compile(r"^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
INLINE_CODE = re.compile(r"`[^`\n]+`")
QUOTED = re.compile(r"^ {0,3}>.*$", re.MULTILINE)
IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}\)")
# No two of these compete for the same signs: time would grow with the cube of the text.
# In this order: an address inside a link under words is no second link.
LINK = re.compile(
    r"\[(?P<words>[^\[\]\n]{0,500})\]\(\s{0,3}<?(?P<under>[^()\s<>]{0,2000})"
    r"(?:[>\s][^()\n]{0,200})?\)"
    r"|<a\s[^<>]{0,100}?href\s*=\s*[\"']?(?P<tag>[^\"'\s>]{1,2000})(?:[\"'\s][^>]{0,500})?>(?P<tagged>.{0,300}?)</a\s*>"
    r"|\[url=[\"']?(?P<code>[^\]\"'\s]{1,2000})(?:[\"'\s][^\]]{0,200})?\](?P<coded>.{0,300}?)\[/url\]"
    r"|(?P<bare>(?:https?://|www\.)[^\s<>\"'\])|]+)"
    r"|(?<![\w@./-])(?P<short>(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"'\])|]+)",
    re.IGNORECASE | re.DOTALL,
)
MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Digits in three groups or more: 06 12 34 56 78, +1 (888) 555-0100, 1~888~555~0100.
PHONE = re.compile(
    r"(?<![\w./:=#-])(?:\+\W{0,3}\d{1,3}|\(\d{2,4}\)|\d{1,4})"
    r"(?:[\s.·~_*/()+-]{1,3}\d{2,4}){2,5}(?![\w.:/-]?\d)"
)
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
MARKS = re.compile(r"[*_#]{1,3}|^[ \t]*(?:[-+]|\d+[.)])\s", re.MULTILINE)
TAG = re.compile(r"</?[a-z][^<>\n]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    host: str
    words: str  # it stands under; empty when the address itself is shown
    start: int
    end: int
    is_front: bool  # leads to a site's front page
    is_pasted: bool = False  # as HTML or forum code, which nobody types here

    @property
    def is_named(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True, slots=True)
class Reading:
    own: str  # what the author wrote, without quotes, code and pictures
    prose: str  # the same without links, mailboxes and telephone numbers
    links: tuple[Link, ...]
    mailboxes: tuple[str, ...]
    phones: tuple[str, ...]

    @property
    def letters(self) -> int:
        return sum(character.isalpha() for character in self.prose)


@lru_cache(maxsize=1024)  # the same recent messages are read for each new one
def read(text: str) -> Reading:
    """Return the parts of a message in Markdown or plain text."""
    own = FENCED.sub("\n", text)
    for part in (INLINE_CODE, IMAGE, QUOTED):
        own = part.sub(" ", own)
    links = tuple(link for found in LINK.finditer(own) if (link := _link(found)))
    rest = LINK.sub(_shown, own)
    mailboxes = tuple(MAILBOX.findall(rest))
    rest = MAILBOX.sub(" ", rest)
    phones = tuple(found[0] for found in PHONE.finditer(rest))
    prose = MARKS.sub(" ", TAG.sub(" ", PHONE.sub(" ", rest)))
    return Reading(own, prose, links, mailboxes, phones)


def words_of(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _link(found: re.Match[str]) -> Link | None:
    parts = found.groupdict()
    address = (
        parts["under"] or parts["tag"] or parts["code"] or parts["bare"] or parts["short"]
    )
    if not address or address.lower().startswith(("mailto:", "#", "/", "attachment:")):
        return None
    address = address.rstrip(".,;:!?*_")
    words = (parts["words"] or parts["tagged"] or parts["coded"] or "").strip()
    try:
        where = urlsplit(address if "//" in address else f"http://{address}")
        host = (where.hostname or "").removeprefix("www.")
    except ValueError:  # what cannot be an address leads nowhere: http://[
        return None
    if "." not in host:
        return None
    return Link(
        address=address,
        host=host,
        words="" if _is_address(words, host) else words,
        start=found.start(),
        end=found.end(),
        is_front=where.path in {"", "/"} and not where.query and not where.fragment,
        is_pasted=bool(parts["tag"] or parts["code"]),
    )


def _is_address(words: str, host: str) -> bool:
    """Whether the words of a link are only its address again, whole or shortened."""
    return " " not in words and host in words.lower()


def _shown(found: re.Match[str]) -> str:
    """Return what the reader of a link reads as words."""
    parts = found.groupdict()
    return f" {parts['words'] or parts['tagged'] or parts['coded'] or ''} "
