"""Did you mean: the nearest known word, found by leaving letters out on both sides.

The method is SymSpell's (W. Garbe, 2012): two words one edit apart have a common form
when one letter is left out of each. No candidate is generated that nobody ever wrote.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from search.language.analysis import fold, is_stop_word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SHORTEST = 4  # shorter words are names and codes more often than slips
TWO_EDITS_FROM = 6  # letters
RARE = 50  # a used word is a slip only when its neighbour is that much commoner


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
        self._same: dict[str, list[str]] = defaultdict(list)  # but for accents
        self._by_form: dict[str, list[str]] = defaultdict(list)
        for word in counts:
            self._same[fold(word)].append(word)
        for word in self._counts:
            folded = fold(word)
            if folded.isalpha():
                for form in set(deletions(folded, edits_allowed(folded))):
                    self._by_form[form].append(word)

    def same(self, word: str) -> list[str]:
        """Return the known words that are ``word``, accents aside."""
        return self._same.get(fold(word), [])

    def count(self, word: str) -> int:
        return max((self._counts.get(each, 0) for each in self.same(word)), default=0)

    def near(self, word: str) -> list[str]:
        """Return known words one or two edits away: nearest first, then commonest."""
        typed = fold(word)
        if len(typed) < SHORTEST or not typed.isalpha():
            return []
        most = edits_allowed(typed)
        candidates = {
            known
            for form in set(deletions(typed, most))
            for known in self._by_form.get(form, ())
        }
        measured = [(distance(typed, fold(known)), known) for known in candidates]
        ranked = sorted((edits, -self._counts[known], known) for edits, known in measured)
        return [known for edits, _count, known in ranked if 0 < edits <= most]


def corrected(
    text: str,
    language: str,
    spellings: Mapping[str, Spelling],
    is_used: Callable[[str, str], bool],
) -> str:
    """Return ``text`` with its unknown words put right; empty when nothing is to be said.

    ``is_used(word, language)`` tells whether the reader may know of a word at all.
    """
    parts, at = [], 0
    for start, end, word in words(text, language):
        better = _better(word, language, spellings, is_used)
        parts += [text[at:start], better or text[start:end]]
        at = end
    answer = "".join([*parts, text[at:]])
    return "" if answer == text else answer


def _better(
    word: str,
    language: str,
    spellings: Mapping[str, Spelling],
    is_used: Callable[[str, str], bool],
) -> str:
    spelling = spellings[language]
    if len(word) < SHORTEST or any(is_stop_word(word, each) for each in spellings):
        return ""
    if any(
        is_used(same, each) for each in spellings for same in spellings[each].same(word)
    ):
        common = RARE * max(spellings[each].count(word) for each in spellings)
    else:
        common = 0
    near = (known for known in spelling.near(word) if spelling.count(known) >= common)
    return next((known for known in near if is_used(known, language)), "")
