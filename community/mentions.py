"""``@names`` in a message: found in its Markdown, and made links to the members named."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from markdown_it.token import Token

from base import markdown
from base.sanitize import BARE_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# What an address, a path or another name may go on with is no beginning of a name.
HANDLE = re.compile(r"(?<![\w@/.+-])@([\w.+-]*\w)")
OPENS, CLOSES = "link_open", "link_close"


def handles(text: str) -> list[str]:
    """Return the names written as ``@name``, in order, each once, in small letters.

    None from code, from links or from e-mail and web addresses: there ``@`` is no call.
    """
    if "@" not in text:
        return []
    tokens = markdown.parser.parse(text)
    found = (hit[1].lower() for run in _texts(tokens) for hit in _hits(run.content))
    return list(dict.fromkeys(found))


def render(text: str, addresses: Mapping[str, str]) -> str:
    """Return ``text`` as HTML that is safe to show, with links to the members named.

    Args:
        addresses: the path of each page to link, by name in small letters.
    """
    if not addresses:
        return markdown.render(text)
    return markdown.render(text, change=partial(_link, addresses=addresses))


def _link(tokens: Sequence[Token], *, addresses: Mapping[str, str]) -> None:
    for token in tokens:
        if token.children:
            plain = {id(run) for run in _texts([token])}
            token.children = [
                part
                for child in token.children
                for part in (_split(child, addresses) if id(child) in plain else [child])
            ]


def _texts(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the runs of text that are neither code nor within a link."""
    for token in tokens:
        depth = 0
        for child in token.children or ():
            depth += (child.type == OPENS) - (child.type == CLOSES)
            if child.type == "text" and not depth:
                yield child


def _hits(text: str) -> Iterator[re.Match[str]]:
    """Yield the names in a run of text, but for those within an address."""
    if "@" not in text:
        return
    taken = [found.span() for found in BARE_ADDRESS.finditer(text)]
    for hit in HANDLE.finditer(text):
        if not any(start <= hit.start() < end for start, end in taken):
            yield hit


def _split(run: Token, addresses: Mapping[str, str]) -> Iterator[Token]:
    """Yield ``run`` in pieces: plain text, and links where a name is known."""
    at = 0
    for hit in _hits(run.content):
        if address := addresses.get(hit[1].lower()):
            yield _text(run.content[at : hit.start()])
            yield Token(OPENS, "a", 1, attrs={"href": address, "class": "mention"})
            yield _text(hit[0])
            yield Token(CLOSES, "a", -1)
            at = hit.end()
    yield _text(run.content[at:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
