"""Words that mean the same: what staff wrote down, applied to the terms of a query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from search.language.analysis import LANGUAGES, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Meaning:
    """Who searches for ``text`` may mean ``means``; in one language, or "" in all."""

    language: str
    text: str
    means: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a query: the terms as typed, and what would do as well."""

    terms: tuple[str, ...]
    means: tuple[tuple[str, ...], ...] = ()


Rules = dict[tuple[str, ...], list[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """All meanings; two of the same meanings are the same, whatever their rules."""

    meanings: frozenset[Meaning] = frozenset()
    _rules: dict[str, Rules] = field(
        default_factory=dict, init=False, repr=False, compare=False, hash=False
    )

    def __post_init__(self) -> None:
        for language in LANGUAGES:
            self._rules[language] = _rules_of(self.meanings, language)

    def slots(self, sequence: Sequence[str], language: str) -> list[Slot]:
        """Return ``sequence`` in slots: the longest known words first, then one by one."""
        rules = self._rules[language]
        longest = max(map(len, rules), default=1)
        found, at = [], 0
        while at < len(sequence):
            size = next(
                (
                    size
                    for size in range(min(longest, len(sequence) - at), 0, -1)
                    if tuple(sequence[at : at + size]) in rules
                ),
                1,
            )
            words = tuple(sequence[at : at + size])
            found.append(Slot(words, tuple(rules.get(words, ()))))
            at += size
        return found


def _rules_of(meanings: Iterable[Meaning], language: str) -> Rules:
    rules: Rules = defaultdict(list)
    for each in sorted(meanings, key=lambda each: (each.text, each.means)):
        text, means = (tuple(terms(one, language)) for one in (each.text, each.means))
        if each.language in ("", language) and text and means and text != means:
            rules[text].append(means)
    return dict(rules)


EMPTY = Thesaurus()
