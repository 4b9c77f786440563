"""Texts of nearly the same words, found without comparing each with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def near_identical(texts: Sequence[frozenset[str]], alike: float) -> list[list[int]]:
    """Return groups of two texts or more, by their places in ``texts``.

    Two texts are alike that share so much of all their words together (Jaccard); a group
    is whatever hangs together by such pairs. Who shares ``alike`` of the words shares one
    of the few rarest of them, so only those are looked up (S. Chaudhuri et al., "A
    primitive operator for similarity joins", ICDE 2006).
    """
    often = Counter(chain.from_iterable(texts))
    groups = _Groups(len(texts))
    by_word: dict[str, list[int]] = defaultdict(list)
    for place, words in enumerate(texts):
        rarest = sorted(words, key=lambda word: (often[word], word))
        for word in rarest[: len(words) - ceil(alike * len(words)) + 1]:
            for other in by_word[word]:
                if groups.of(place) != groups.of(other) and _are_alike(
                    words, texts[other], alike
                ):
                    groups.join(place, other)
            by_word[word].append(place)
    return groups.found()


def _are_alike(one: frozenset[str], other: frozenset[str], alike: float) -> bool:
    return len(one & other) >= alike * len(one | other)


class _Groups:
    """Places that hang together: a forest of sets (R. Tarjan, 1975)."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def of(self, place: int) -> int:
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.of(one), self.of(other)))
        self._above[high] = low

    def found(self) -> list[list[int]]:
        groups: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._above)):
            groups[self.of(place)].append(place)
        return [places for places in groups.values() if len(places) > 1]
