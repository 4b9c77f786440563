"""How like a misspelt word is to known ones: edits weighed by how people really slip.

A plain count of edits (F. Damerau, 1964) takes "scaner" to be as near to "saner" as to
"scanner". Here a letter not doubled, two letters swapped, a vowel for a vowel and letters
that sound alike cost less than a whole edit; another first letter costs more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 24  # letters of a word that are compared
BLANK = 0  # letters are 1 to 26

SWAPPED = 0.7
DOUBLED = 0.5
VOWEL_FOR_VOWEL = 0.7
ALIKE = 0.6
LEFT_OUT_VOWEL = 0.8
FIRST_LETTER = 0.6  # on top, where the words begin otherwise

Letters = npt.NDArray[np.uint8]
Costs = npt.NDArray[np.float32]

_ALIKE = ("ck", "cs", "sz", "iy", "fp", "gj", "qk", "vw", "dt", "mn", "bp", "xs")
_VOWELS = "aeiouy"
_SOUNDS = (  # in order; a word's sound is what is left of it
    (re.compile(r"^(?:kn|gn|pn)", re.MULTILINE), "n"),
    (re.compile(r"^wr", re.MULTILINE), "r"),
    (re.compile(r"^wh", re.MULTILINE), "w"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"(?:tch|ch|sh|[ts]ion|cian|[ct]i(?=[ao]))"), "x"),
    (re.compile(r"(?:sc|c|ss)(?=[eiy])"), "s"),
    (re.compile(r"(?:ck|[cq])"), "k"),
    (re.compile(r"(?:dg|g)(?=[eiy])"), "j"),
    (re.compile(r"gh(?=t|$)", re.MULTILINE), ""),
    (re.compile(r"z"), "s"),
    (re.compile(r"(?<=[^aeiouy\n])h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=.)[aeiouy]+"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


def letters_of(words: Sequence[str]) -> Letters:
    """Return the letters of words of a to z as a row of numbers each, blanks behind."""
    rows = np.array(words, f"S{LONGEST}").view(np.uint8).reshape(len(words), LONGEST)
    letters: Letters = np.where(rows > 0, rows - np.uint8(ord("a") - 1), BLANK)
    return letters.astype(np.uint8)


def sounds_of(words: Sequence[str]) -> list[str]:
    """Return about how each word sounds: consonants, those that sound alike as one."""
    if not words:
        return []
    text = "\n".join(words)  # all at once: a dictionary has many
    for pattern, sound in _SOUNDS:
        text = pattern.sub(sound, text)
    return text.split("\n")


def _number(letter: str) -> int:
    return ord(letter) - ord("a") + 1


def _substitutions() -> Costs:
    costs = np.ones((27, 27), np.float32)
    np.fill_diagonal(costs, 0)
    vowels = [_number(letter) for letter in _VOWELS]
    for one in vowels:
        for other in vowels:
            if one != other:
                costs[one, other] = VOWEL_FOR_VOWEL
    for one, other in (map(_number, pair) for pair in _ALIKE):
        costs[one, other] = costs[other, one] = ALIKE
    return costs


_SUBSTITUTION = _substitutions()
_LEFT_OUT = np.ones(27, np.float32)
_LEFT_OUT[[_number(letter) for letter in f"{_VOWELS}h"]] = LEFT_OUT_VOWEL


def costs_of(typed: str, known: Letters) -> Costs:
    """Return the cost of each of the ``known`` words as what was meant by ``typed``.

    All words at once, column by column of the usual table (R. Wagner and M. Fischer,
    1974), with swaps of neighbours as in optimal string alignment.
    """
    word = letters_of([typed])[0][: len(typed)]
    sizes = np.count_nonzero(known, axis=1)
    width = int(sizes.max(initial=0))
    columns = known.T[:width]
    left_out = _left_out(columns)
    none_typed = np.zeros((width + 1, len(known)), np.float32)
    np.cumsum(left_out, axis=0, out=none_typed[1:])
    before, last = None, none_typed
    for place, letter in enumerate(word):
        is_double = place > 0 and letter == word[place - 1]
        too_much = DOUBLED if is_double else 1.0
        row = np.empty_like(last)
        row[0] = last[0] + too_much
        meant = last[:-1] + _SUBSTITUTION[letter][columns]
        np.minimum(meant, last[1:] + too_much, out=row[1:])
        if before is not None:
            swapped = (columns[1:] == word[place - 1]) & (columns[:-1] == letter)
            cheaper = np.where(swapped, before[:-2] + SWAPPED, np.inf)
            np.minimum(row[2:], cheaper, out=row[2:])
        row -= none_typed  # letters left out, however many in a row, in one pass
        np.minimum.accumulate(row, axis=0, out=row)
        row += none_typed
        before, last = last, row
    costs: Costs = last[sizes, np.arange(len(known))]
    total: Costs = costs + FIRST_LETTER * (known[:, 0] != word[0])
    return total


def _left_out(columns: Letters) -> Costs:
    """Return what it costs that a letter of a known word was not typed."""
    costs: Costs = _LEFT_OUT[columns]
    costs[1:][columns[1:] == columns[:-1]] = DOUBLED
    return costs
