"""What members write is Markdown; what we show is sanitised HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from base.sanitize import sanitize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markdown_it.token import Token

# CommonMark, raw HTML included, with the tables and the strikethrough of GitHub.
parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def render(text: str, *, change: Callable[[list[Token]], None] | None = None) -> str:
    """Return ``text`` (CommonMark with tables) as HTML that is safe to show.

    Two things are not as the standard has them: raw HTML is shown as text, so that a
    pasted tag is not lost in silence, and a line break is a line break.

    Args:
        change: what else becomes of the parsed text, in the tokens themselves.
    """
    tokens = parser.parse(text)
    if change is not None:
        change(tokens)
    show_raw_html(tokens)
    return sanitize(parser.renderer.render(tokens, parser.options, {})).strip()


def show_raw_html(tokens: Iterable[Token]) -> None:
    """Make text of raw HTML and breaks of line ends, in ``tokens`` themselves."""
    for token in tokens:
        if token.type == "html_block":
            token.type, token.tag = "fence", "code"
        elif token.type == "html_inline":
            token.type = "text"
        elif token.type == "softbreak":
            token.type = "hardbreak"
        show_raw_html(token.children or ())
