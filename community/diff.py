"""What changed between two texts, word by word, or line by line where that is much."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.utils.safestring import SafeString

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
LINES = re.compile(r"[^\n]*\n+|[^\n]+")
# Words of the one text times words of the other. Texts of the same few words take the
# cube of their length, and everybody may open the page that compares them.
COMPARED_MAX = 250_000


def marked_changes(before: str, after: str) -> SafeString:
    """Return ``after`` as HTML with <ins> and <del> where it differs from ``before``."""
    return format_html_join("", "{}", ((_part(*step),) for step in _steps(before, after)))


def _steps(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the texts in pieces: what was there, and what is there instead."""
    for unit in (WORDS, LINES):
        old, new = unit.findall(before), unit.findall(after)
        start = _alike(zip(old, new, strict=False))
        rest = min(len(old), len(new)) - start
        end = min(rest, _alike(zip(reversed(old), reversed(new), strict=False)))
        parts = [old[start : len(old) - end], new[start : len(new) - end]]
        if len(parts[0]) * len(parts[1]) <= COMPARED_MAX:
            break
    else:
        parts = [["".join(part)] for part in parts]
    yield ("".join(old[:start]),) * 2
    yield from _compared(*parts)
    yield ("".join(old[len(old) - end :]),) * 2


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for _tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield "".join(old[i1:i2]), "".join(new[j1:j2])


def _part(old: str, new: str) -> SafeString:
    if old == new:
        return format_html("{}", new)
    removed = format_html("<del>{}</del>", old) if old else ""
    added = format_html("<ins>{}</ins>", new) if new else ""
    return format_html("{}{}", removed, added)
