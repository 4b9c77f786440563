"""Did you mean: the nearest known word, found by leaving letters out on both sides.

The method is SymSpell's (W. Garbe, 2012): two words one edit apart have a common form
when one letter is left out of each. No candidate is generated that nobody ever wrote.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from search.language.analysis import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SHORTEST = 4  # shorter words are names and codes more often than slips
TWO_EDITS_FROM = 6  # letters


def edits_allowed(word: str) -> int:
    return 2 if len(word) >= TWO_EDITS_FROM else 1


def deletions(word: str, most: int) -> Iterator[str]:
    """Yield ``word`` and what is left of it without one, or up to ``most``, letters."""
    yield word
    for left_out in range(1, most + 1):
        for kept in combinations(word, len(word) - left_out):
            yield "".join(kept)


def distance(one: str, other: str) -> int:
    """Return the edits between two words, a swap of neighbours counted as one.

    Optimal string alignment: F. Damerau (1964), R. Wagner and M. Fischer (1974).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, sign in enumerate(other, start=1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


class Spelling:
    """A vocabulary one can look misspelt words up in."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Take the known words, as written, with the number of documents of each."""
        self._counts = {word: n for word, n in counts.items() if len(word) >= SHORTEST}
        self._known = {fold(word) for word in counts}
        self._by_form: dict[str, list[str]] = defaultdict(list)
        for word in self._counts:
            if not any(sign.isdigit() for sign in word):
                folded = fold(word)
                for form in set(deletions(folded, edits_allowed(folded))):
                    self._by_form[form].append(word)

    def knows(self, word: str) -> bool:
        return fold(word) in self._known

    def best(self, word: str, is_allowed: Callable[[str], bool]) -> str:
        """Return the nearest known word, the commonest of equals; empty when none is near."""
        typed = fold(word)
        if len(typed) < SHORTEST or any(sign.isdigit() for sign in typed):
            return ""
        ranked = sorted(self._near(typed), key=lambda pair: (pair[0], -self._counts[pair[1]]))
        return next((known for _, known in ranked if is_allowed(known)), "")

    def _near(self, typed: str) -> set[tuple[int, str]]:
        most = edits_allowed(typed)
        candidates = {
            word
            for form in set(deletions(typed, most))
            for word in self._by_form.get(form, ())
        }
        measured = {(distance(typed, fold(word)), word) for word in candidates}
        return {(edits, word) for edits, word in measured if edits <= most}
