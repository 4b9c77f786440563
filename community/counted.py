"""What a message holds, as the limits for new members count it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from base.attachments import tokens_in
from base.markdown import render
from community.mentions import handles

ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)


@dataclass(slots=True)
class Counted:
    """Each thing once, however often the message names it; code does not count."""

    links: set[str] = field(default_factory=set)  # that lead away from this site
    images: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    mentions: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self, host: str) -> None:
        super().__init__()
        self.host = host
        self.found = Counted()
        self.code_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"code", "pre"}:
            self.code_depth += 1
        elif tag == "img":
            self.found.images.add(given.get("src") or "")
        elif tag == "a":
            self._lead_to(given.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"code", "pre"}:
            self.code_depth -= 1

    def handle_data(self, data: str) -> None:
        if self.code_depth:
            return
        for address in ADDRESS.findall(data):
            self._lead_to(address)

    def _lead_to(self, address: str) -> None:
        if tokens := tokens_in(address):
            self.found.files |= tokens
        elif (host := _host_of(address)) and host != self.host:
            self.found.links.add(address.rstrip(".,;:!?/"))


def _host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:  # what cannot be an address leads nowhere: http://[
        return ""


def count(body_markdown: str, *, site_url: str) -> Counted:
    """Return the links, pictures, files and names in a message.

    Args:
        site_url: of this site; what leads there is no link away.
    """
    reader = _Reader(_host_of(site_url))
    reader.feed(render(body_markdown))
    reader.close()
    reader.found.mentions.update(handles(body_markdown))
    return reader.found
