"""Did you mean: words that nobody wrote, put right by the nearest that documents use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING

from search.language.analysis import is_stop_word, words
from search.language.asking import LONGEST, PIECE
from search.language.likeness import DOUBLED
from search.language.vocabulary import SHORTEST, folded, is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from search.language.vocabulary import Vocabulary

COMMON = 0.2  # of an edit that a word e times as common may be further away
FAVOURED = 5  # documents that a person who found something by a word stands for
SOUNDS_ALIKE = 0.9  # of what its letters cost, for a word that sounds like it
SPLIT = 1.2  # what a blank left out costs
SHORTEST_PART = 3
SPLIT_FROM = 3  # documents of each part: fewer are slips themselves

# A word that is used is a slip itself only when it is rare, and a near one far commoner.
RARE_UNTIL = 3
COMMONER = 300
SURELY = 0.85
DOUBLED_COMMONER = 50  # where only a letter was not doubled, or was for nothing

# Addresses, paths, file names, and codes: whatever has a digit is meant as it stands.
CODE = re.compile(r"[\d@/\\:_#&=]|\w[.]\w")


@dataclass(frozen=True, slots=True)
class Spelling:
    """All that is needed to put a word right for one reader."""

    vocabularies: Mapping[str, Vocabulary]  # by language
    is_used: Callable[[str, str], bool]  # whether the reader may know of a word there
    favoured: Mapping[str, int] = field(default_factory=dict)  # people, by folded word

    def is_known(self, word: str) -> bool:
        """Whether a document of any language that the reader may read has ``word``."""
        return any(
            self.is_used(same, language)
            for language, known in self.vocabularies.items()
            for same in known.same(word)
        )

    def count(self, word: str) -> int:
        return max(known.count(word) for known in self.vocabularies.values())

    def better(self, word: str, language: str) -> str:
        """Return what ``word`` should be; empty when it is right or nobody can say."""
        if len(word) < SHORTEST or any(is_stop_word(word, it) for it in self.vocabularies):
            return ""
        times = self.count(word) if self.is_known(word) else 0
        if times > RARE_UNTIL:
            return ""
        for _cost, text in sorted(self._meant(word, language, times)):
            if all(self.is_used(each, language) for each in text.split()):
                return text if times else self.better(text, language) or text
        return ""

    def _meant(self, word: str, language: str, times: int) -> Iterator[tuple[float, str]]:
        """Yield what ``word``, used ``times``, may stand for: the least cost wins."""
        most, alike = (SURELY, 1.0) if times else (cost_allowed(word), SOUNDS_ALIKE)
        for near, cost in self.vocabularies[language].like(word, most, alike):
            worth = self._worth(near, language)
            least = times * (DOUBLED_COMMONER if cost <= DOUBLED else COMMONER)
            if worth >= least:
                yield cost - COMMON * log(1 + worth), near
        if not times and most >= SPLIT:
            yield from self._apart(word, language)

    def _apart(self, word: str, language: str) -> Iterator[tuple[float, str]]:
        """Yield two words that were typed as one."""
        if not is_plain(word):
            return
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            parts = word[:cut], word[cut:]
            times = min(self._worth(part, language) for part in parts)
            if times >= SPLIT_FROM:
                yield SPLIT - COMMON * log(1 + times), " ".join(parts)

    def _worth(self, word: str, language: str) -> int:
        times = self.vocabularies[language].count(word)
        people = self.favoured.get(folded(word), 0) if self.favoured else 0
        return times + FAVOURED * people


def cost_allowed(word: str) -> float:
    """Return how much may be wrong with a word, in edits: the longer, the more."""
    if len(word) < 6:
        return 1.0
    return 1.7 if len(word) < 9 else 2.4


def corrected(text: str, language: str, spelling: Spelling) -> str:
    """Return ``text`` with its unknown words put right; empty when there are none.

    A text too long for a search box is a story, in which nobody looks for slips.
    """
    if len(text) > LONGEST:
        return ""
    parts, at = [], 0
    for start, end, better in _replacements(text, language, spelling):
        parts += [text[at:start], better]
        at = end
    return "".join([*parts, text[at:]]) if parts else ""


def _replacements(
    text: str, language: str, spelling: Spelling
) -> Iterator[tuple[int, int, str]]:
    """Yield ``(start, end, better)`` of what is wrong, in order."""
    found = _open_words(text, language)
    place = 0
    while place < len(found):
        start, end, word = found[place]
        place += 1
        if place < len(found):
            next_start, last, after = found[place]
            if text[end:next_start] == " " and _is_one(word, after, spelling):
                yield start, last, word + after
                place += 1
                continue
        if better := spelling.better(word, language):
            yield start, end, better


def _open_words(text: str, language: str) -> list[tuple[int, int, str]]:
    """Return the words that may be wrong: no operators, quotations, addresses, codes."""
    closed = [
        piece.span()
        for piece in PIECE.finditer(text)
        if piece["sign"]
        or piece["name"]
        or piece["phrase"] is not None
        or CODE.search(piece[0])
    ]
    return [
        found
        for found in words(text, language)
        if not any(start <= found[0] < end for start, end in closed)
    ]


def _is_one(word: str, after: str, spelling: Spelling) -> bool:
    """Whether two words were meant as one: one of them is none, both together are."""
    return (
        is_plain(word + after)
        and spelling.count(word + after) >= SPLIT_FROM
        and not (spelling.is_known(word) and spelling.is_known(after))
        and spelling.is_known(word + after)
    )
