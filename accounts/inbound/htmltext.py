"""The text of a mail that came as HTML, quotations marked as in plain mail."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "form"}
    | {"footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol"}
    | {"p", "pre", "section", "table", "tr", "ul"}
)
SPACED = frozenset(
    {"p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre"}
)
UNREAD = frozenset({"head", "style", "script", "title", "template", "noscript", "svg"})
QUOTED_AT_MOST = 20  # times; deeper is no conversation
SPACES = re.compile(r"[ \t\r\n\f\v\xa0]+")
BLANK_LINES = re.compile(r"\n{3,}")
# Cannot be typed, so that what stands there is a picture of the mail and nothing else.
PICTURE = re.compile("\ue000cid:([^\ue000\ue001]{1,200})\ue001")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []  # its pieces
        self.depth = 0  # of quotations
        self.unread: str = ""  # the element whose text nobody sees
        self.link = ("", 0)  # address, at which piece its words begin
        self.preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unread or tag in UNREAD:
            self.unread = self.unread or tag
            return
        values = {name: value or "" for name, value in attrs}
        self._open_block(tag)
        if tag == "br":
            self._break()
        elif tag == "blockquote":
            self.depth = min(self.depth + 1, QUOTED_AT_MOST)
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "li":
            self.line = ["- "]
        elif tag == "a":
            self.link = (values.get("href", ""), len(self.line))
        elif tag == "img" and values.get("src", "").startswith("cid:"):
            self.line.append(f"\ue000{values['src']}\ue001")

    def _open_block(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_line()
            if tag in SPACED:
                self._blank_line()

    def handle_endtag(self, tag: str) -> None:
        if self.unread:
            self.unread = "" if tag == self.unread else self.unread
            return
        if tag == "a":
            self._end_link()
        if tag in BLOCKS:
            self._end_line()
        if tag in SPACED:
            self._blank_line()
        if tag == "blockquote":
            self.depth = max(self.depth - 1, 0)
        elif tag == "pre":
            self.preformatted = max(self.preformatted - 1, 0)

    def handle_data(self, data: str) -> None:
        if self.unread:
            return
        data = data.replace("\ue000", "").replace("\ue001", "")
        if self.preformatted:
            *whole, rest = data.split("\n")
            for row in whole:
                self.line.append(row)
                self._break()
            self.line.append(rest)
            return
        text = SPACES.sub(" ", data)
        is_spaced = not self.line or self.line[-1].endswith(" ")
        if text := text.lstrip(" ") if is_spaced else text:
            self.line.append(text)

    def _end_link(self) -> None:
        """Write the address of a link behind its words, unless they are the address."""
        address, start = self.link
        self.link = ("", 0)
        said = "".join(self.line[start:]).strip()
        is_told = not said or said.rstrip("/") in address
        if address.startswith(("http://", "https://")) and not is_told:
            self.line.append(f" <{address}>")

    def _end_line(self) -> None:
        if any(piece.strip() for piece in self.line):
            self._break()
        self.line = []

    def _break(self) -> None:
        row = "".join(self.line)
        row = row if self.preformatted else row.strip()
        self.lines.append(">" * self.depth + (" " if self.depth and row else "") + row)
        self.line = []
        self.link = (self.link[0], 0)

    def _blank_line(self) -> None:
        if self.lines and self.lines[-1].strip(" >"):
            self._break()


def text_of(html: str) -> str:
    """Return what one reads of ``html``: a line per block, ``>`` before quoted lines."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.unread = ""
    reader.handle_endtag("body")  # ends the last line
    return BLANK_LINES.sub("\n\n", "\n".join(reader.lines)).strip()
