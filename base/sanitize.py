"""The one door through which text that a member typed becomes HTML we show."""

from __future__ import annotations

import re
import threading
from functools import partial
from html import unescape
from typing import TypeAlias

from bleach.linkifier import URL_RE, LinkifyFilter
from bleach.sanitizer import Cleaner

from base.attachments import ADDRESS

Attributes: TypeAlias = dict[tuple[str | None, str] | str, str]

TAGS = frozenset(
    {
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "del",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
    }
    | {"h4", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "q", "s", "strong", "sub"}
    | {"sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
ATTRIBUTES = {
    "a": ["href", "title"],
    "abbr": ["title"],
    "img": ["src", "alt", "title", "width", "height"],
    "ol": ["start"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}
PROTOCOLS = frozenset({"http", "https", "mailto"})
# Everything inside these goes too: its text was never meant to be read.
DROPPED_WHOLE = re.compile(
    r"<(script|style|template|noscript|iframe|object|svg|math|title|textarea|xmp)\b"
    r".*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
BLOCK_END = re.compile(r"</(?:p|li|h\d|pre|blockquote|tr|dd|dt)>|<br\s*/?>", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\ufeff]+")
# Where pictures lie; any other page of ours would be called by everybody who reads.
OWN_PICTURE = re.compile(rf"/(?:media|static)/[\w./%@+-]+|{ADDRESS.pattern}")
# Addresses written bare, as bleach finds them, but with no more and no longer labels than
# are in use (RFC 1035, 2.3.4): else time grows with the square of a text of hyphens.
BARE_ADDRESS = re.compile(
    URL_RE.pattern.replace(r"([\w-]+\.)+", r"([\w-]{1,63}\.){1,20}"), URL_RE.flags
)
TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"[ \t]+")
BREAKING_SPACES = re.compile(r"[^\S\xa0\u202f]+")


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "class"):
        return value == "mention"  # a link of ours to a member named in a message
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    if tag == "img" and name == "src":
        return _is_own_image(value)
    return name != "href" or _is_safe_address(value)


def _is_safe_address(address: str) -> bool:
    """Whether a link leads to a page or a mailbox.

    bleach asks this too, but takes ``javascript:123`` for a host with a port.
    """
    bare = UNSEEN.sub("", unescape(address)).lower()
    before_path = re.split(r"[/?#]", bare, maxsplit=1)[0]
    return ":" not in before_path or before_path.split(":", 1)[0] in PROTOCOLS


def _is_own_image(address: str) -> bool:
    """Pictures come from this site only: a foreign one would tell its owner who reads."""
    return OWN_PICTURE.fullmatch(address) is not None


def _mark_link(attrs: Attributes, new: bool = False) -> Attributes:  # noqa: FBT001, FBT002
    """Tell search engines and browsers that a member put this link here."""
    href = (None, "href")
    if href in attrs:
        attrs[(None, "rel")] = "nofollow ugc noopener"
    return attrs


class _Cleaners(threading.local):
    """A cleaner for each thread: one shared by two would mix the texts it is parsing."""

    def __init__(self) -> None:
        link = partial(
            LinkifyFilter,
            callbacks=[_mark_link],
            skip_tags={"pre", "code"},
            url_re=BARE_ADDRESS,
        )
        self.cleaner = Cleaner(
            tags=TAGS,
            attributes=_is_allowed,
            protocols=PROTOCOLS,
            strip=True,
            strip_comments=True,
            filters=[link],
        )


_cleaners = _Cleaners()


def sanitize(html: str) -> str:
    """Return ``html`` with only harmless tags, attributes and addresses left.

    Bare addresses become links; every link says ``nofollow ugc noopener``. Costs about
    4 ms for 3.5 KB, so it runs on save and the result is stored.
    """
    without = DROPPED_WHOLE.sub("", html.replace("\x00", ""))
    clean: str = _cleaners.cleaner.clean(without)
    return clean


def plain_text(html: str) -> str:
    """Return the words of ``html``, one line per block, for search and excerpts."""
    text = unescape(TAG.sub("", BLOCK_END.sub("\n", html)))
    lines = (SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """Return ``text`` without line breaks or doubled spaces; no-break spaces stay.

    ``str.split`` would drop them, and French then breaks lines before a colon.
    """
    return BREAKING_SPACES.sub(" ", text).strip()
