"""Rich text as Wagtail stores it, from HTML that somebody else wrote."""

from __future__ import annotations

import re
import secrets
from typing import Any, Protocol
from urllib.parse import quote, unquote

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.utils.html import escape

from base.sanitize import one_line, sanitize

OUTSIDE = re.compile(r"(?:https?:)?//|mailto:", re.IGNORECASE)
ANCHOR = re.compile(r"[\w.:-]+\Z")
# Where links to our own rows stand while the text is sanitised: nobody can guess it.
# Looks like a picture of ours, so that sanitising keeps it.
MARK = f"/static/{secrets.token_hex(8)}"
LINK = re.compile(rf'<a [^>]*?href="{MARK}/(page|document)/(\d+)/(?:#([^"]*))?"[^>]*>')
IMAGE = re.compile(rf'<img [^>]*?src="{MARK}/image/(\d+)/"[^>]*>')
ALT = re.compile(r'\balt="([^"]*)"')
EMPTY = re.compile(r"<p>\s*</p>")


class Resolver(Protocol):
    """Knows what the addresses in a file lead to; reports what leads nowhere."""

    def page(self, href: str) -> tuple[int, str, str] | None:
        """Return (page's number, anchor, title) if ``href`` is a file of the import."""

    def document(self, href: str) -> int | None:
        """Return the number of the document that ``href`` became."""

    def image(self, src: str, alt: str, line: int) -> int | None:
        """Return the number of the image that ``src`` became; reports if there is none."""

    def lost_link(self, href: str, line: int) -> None:
        """Report a link that leads nowhere."""


class RichText:
    """Cleans rich text; links and images become references to rows."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver

    def block(self, html: str, near: Tag | None = None) -> list[dict[str, Any]]:
        """Return ``html`` as a text block, or nothing when no words are in it."""
        cleaned = EMPTY.sub("", self.clean(html, near)).strip()
        return [{"type": "text", "value": cleaned}] if cleaned else []

    def clean(self, html: str, near: Tag | None = None) -> str:
        """Return ``html`` sanitised, in the form Wagtail keeps."""
        if "<" not in html:
            return sanitize(html)
        soup = BeautifulSoup(html, "html.parser")
        line = line_of(near) if near else 0
        for tag in soup.find_all("eb-line"):
            tag.extract()
        for link in soup.find_all("a"):
            self._link(link, line_of(link) or line)
        for image in soup.find_all("img"):
            self._image(image, line_of(image) or line)
        for tag in soup.find_all():
            del tag["data-line"]
        return _to_database(sanitize(str(soup)))

    def _link(self, link: Tag, line: int) -> None:
        href = str(link.get("href") or "").strip()
        is_link = bool(href) and bool(link.get_text(strip=True) or link.find("img"))
        target = self._target(href, line) if is_link else ""  # else it is an anchor
        if target:
            link["href"] = target
        else:
            link.unwrap()

    def _target(self, href: str, line: int) -> str:
        """Return where ``href`` leads; empty when that is nowhere."""
        if href.startswith("#"):
            return href if ANCHOR.match(unquote(href[1:])) else ""
        if OUTSIDE.match(href):
            return href
        if found := self.resolver.page(href):
            page, anchor, _title = found
            return f"{MARK}/page/{page}/" + (f"#{quote(anchor)}" if anchor else "")
        document = self.resolver.document(href)
        if document is not None:
            return f"{MARK}/document/{document}/"
        self.resolver.lost_link(href, line)
        return ""

    def _image(self, image: Tag, line: int) -> None:
        alt = one_line(str(image.get("alt") or ""))
        number = self.resolver.image(str(image.get("src") or ""), alt, line)
        if number is not None:
            image.attrs = {"src": f"{MARK}/image/{number}/", "alt": alt}
        elif alt:
            image.replace_with(alt)
        else:
            image.extract()


def _to_database(html: str) -> str:
    return LINK.sub(_database_link, IMAGE.sub(_database_image, html))


def _database_link(match: re.Match[str]) -> str:
    anchor = unquote(match[3] or "")
    kept = f' anchor="{anchor}"' if ANCHOR.match(anchor) else ""
    return f'<a linktype="{match[1]}" id="{match[2]}"{kept}>'


def _database_image(match: re.Match[str]) -> str:
    alt = ALT.search(match[0])
    words = alt[1] if alt else ""
    return f'<embed embedtype="image" id="{match[1]}" alt="{words}" format="fullwidth"/>'


def link_to(href: str, words: str, line: int) -> str:
    """Return a paragraph that is one link, still to be cleaned."""
    return f'<p><a data-line="{line}" href="{escape(href)}">{escape(words)}</a></p>'


def number_lines(soup: BeautifulSoup) -> None:
    """Give every link and image the line of the file it came from.

    A marked element before it says where its part of the HTML began in the file.
    """
    for tag in soup.find_all(["a", "img"]):
        here: Any = tag
        while here is not None:
            if isinstance(here, Tag) and str(here.get("data-line") or "").isdecimal():
                start = int(str(here["data-line"])) - (here.sourceline or 0)
                tag["data-line"] = str(start + (tag.sourceline or 0))
                break
            here = here.previous_element


def line_of(tag: Tag) -> int:
    """Return the line that was noted for ``tag``; 0 if none was."""
    line = str(tag.get("data-line") or "")
    return int(line) if line.isdecimal() else 0


def words_of(tag: Tag) -> str:
    """Return the plain words of ``tag`` on one line."""
    for br in tag.find_all("br"):
        br.replace_with(" ")
    return one_line(tag.get_text())
