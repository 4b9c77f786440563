"""What members write is Markdown; what we show is sanitised HTML."""

from __future__ import annotations

from markdown_it import MarkdownIt

from base.sanitize import sanitize

# Raw HTML in the text is shown as text, so a pasted tag is not lost in silence.
_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(
    ["table", "strikethrough"]
)


def render(text: str) -> str:
    """Return ``text`` (CommonMark with tables) as HTML that is safe to show."""
    return sanitize(_parser.render(text)).strip()
