"""The words documents use, packed so that whatever is like a misspelt word is found fast.

Beside the word itself some 60 bytes: letters, their set, their pairs and their sound as
numbers, looked through all at once. Fifty thousand words are 6 MB and about a millisecond.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.language.analysis import fold
from search.language.likeness import LONGEST, costs_of, letters_of, sounds_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SHORTEST = 4  # shorter words are names and codes more often than slips
MOST_LETTERS_APART = 3  # in the sets of letters
MOST_PAIRS_APART = 7  # in the sets of neighbouring letters
SAME = 0.01  # costs less: the word itself, accents aside
AT_ONCE = 4_000  # words, while a vocabulary is built
Numbers = npt.NDArray[np.int64]


class Vocabulary:
    """Known words with the number of documents of each."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Take words as written, lower case, with the number of documents of each."""
        rows = sorted((folded(word), word) for word in counts)
        self._folded = [folded for folded, _word in rows]
        self._words = [word for _folded, word in rows]
        self._counts = np.array([counts[word] for word in self._words], np.int32)
        self._plain = np.array(
            [place for place, each in enumerate(self._folded) if is_plain(each)], np.int32
        )
        plain = [self._folded[place] for place in self._plain]
        self._letters = letters_of(plain)
        self._sizes = np.count_nonzero(self._letters, axis=1)
        starts = range(0, max(1, len(plain)), AT_ONCE)  # what it takes meanwhile is bounded
        chunks = [self._letters[at : at + AT_ONCE] for at in starts]
        self._sets = np.concatenate([*map(_sets, chunks)])
        self._pairs = np.concatenate([*map(_pairs, chunks)])
        self._sounds = _sounds(plain)

    def same(self, word: str) -> list[str]:
        """Return the known words that are ``word``, accents aside."""
        return [self._words[place] for place in self._places(word)]

    def count(self, word: str) -> int:
        """Return how many documents use ``word``, accents aside."""
        return max((int(self._counts[place]) for place in self._places(word)), default=0)

    def _places(self, word: str) -> Iterator[int]:
        plain = folded(word)
        at = bisect_left(self._folded, plain)
        while at < len(self._folded) and self._folded[at] == plain:
            yield at
            at += 1

    def like(self, word: str, most: float, alike: float) -> list[tuple[str, float]]:
        """Return known words that cost up to ``most`` to make of ``word``, in any order.

        What sounds like it costs only ``alike`` times what its letters say.
        Empty for what is no plain word: names, codes and numbers are not put right.
        """
        typed = folded(word)
        if not is_plain(typed):
            return []
        near = self._near(typed)
        costs = costs_of(typed, self._letters[near])
        costs[self._sounds[near] == _sounds([typed])] *= alike
        is_like = (costs <= most) & (costs > SAME)
        places = self._plain[near[is_like]]
        return [
            (self._words[place], float(cost))
            for place, cost in zip(places, costs[is_like], strict=True)
        ]

    def _near(self, typed: str) -> Numbers:
        """Return what may be two edits away, or sounds alike."""
        letters = letters_of([typed])
        is_near = (
            (np.abs(self._sizes - len(typed)) <= 2)
            & (np.bitwise_count(self._sets ^ _sets(letters)) <= MOST_LETTERS_APART)
            & (np.bitwise_count(self._pairs ^ _pairs(letters)) <= MOST_PAIRS_APART)
        )
        is_near |= self._sounds == _sounds([typed])
        return np.flatnonzero(is_near)


def folded(word: str) -> str:
    """Return ``word``, lower case, without accents: as ``fold`` does, only sooner."""
    return word if word.isascii() else fold(word)


def is_plain(word: str) -> bool:
    """Whether a word is letters alone, neither too short nor too long to be a slip."""
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def _sounds(words: Sequence[str]) -> npt.NDArray[np.uint32]:
    return np.array([crc32(sound.encode()) for sound in sounds_of(words)], np.uint32)


def _sets(letters: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    bits = np.where(letters > 0, np.uint32(1) << letters.astype(np.uint32), np.uint32(0))
    found: npt.NDArray[np.uint32] = np.bitwise_or.reduce(bits, axis=1)
    return found


def _pairs(letters: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """Return 64 bits for each word, one for each pair of neighbours, ends included."""
    padded = np.pad(letters, ((0, 0), (1, 1))).astype(np.uint64)
    one, other = padded[:, :-1], padded[:, 1:]
    bits = np.uint64(1) << ((one * np.uint64(29) + other * np.uint64(7)) % np.uint64(64))
    bits[(one == 0) & (other == 0)] = 0
    found: npt.NDArray[np.uint64] = np.bitwise_or.reduce(bits, axis=1)
    return found
