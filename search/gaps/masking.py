"""What may be shown of a text: words that few people typed could tell who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.language.analysis import E_WORD, tokens

if TYPE_CHECKING:
    from collections.abc import Collection

LEFT_OUT = "…"


def masked(text: str, language: str, known_stems: Collection[tuple[str, str]]) -> str:
    """Return ``text`` with every word left out that is not among ``known_stems``.

    Words that say nothing by themselves ("how", "the") stay; neighbours left out are one
    sign.

    >>> masked("refund for mrs petrossian", "en", {("en", "refund")})
    'refund for …'
    """
    text = E_WORD.sub("e", text)
    parts: list[str] = []
    end = 0
    for token in tokens(text, language):
        if (language, token.term) in known_stems:
            continue
        between = text[end : token.start]
        if not (parts and not between.strip()):
            parts += [between, LEFT_OUT]
        end = token.end
    return "".join([*parts, text[end:]])
