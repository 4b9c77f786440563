"""Who typed which term in a week: words, and two that follow each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from search.language.analysis import readings
from search.noise.rules import Sent, copies

if TYPE_CHECKING:
    from collections.abc import Iterable

TERM_MAX = 100
MOST_WORDS = 30  # of a text
PART_OF_A_NUMBER = re.compile(r"\d{1,2}")  # "115.3.1" is about 115


@dataclass(slots=True)
class Typed:
    """One term in one week."""

    visitors: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)  # as typed, by texts

    @property
    def form(self) -> str:
        return min(self.forms, key=lambda form: (-self.forms[form], form))


@dataclass(slots=True)
class Week:
    """The searches of a week in one language."""

    by_text: dict[str, set[str]]  # visitors by text
    terms: dict[str, Typed]
    copies: set[str]  # long texts that others sent as well, or nearly so

    @property
    def people(self) -> int:
        return len(set().union(*self.by_text.values()))

    def copied(self, typed: Typed) -> int:
        """Return how many people typed a term in a text that others sent as well."""
        return sum(len(self.by_text[text]) for text in typed.texts & self.copies)


def week_of(searches: Iterable[tuple[str, str]], language: str) -> Week:
    """Return the terms of ``searches``, each a text and its visitor."""
    by_text: dict[str, set[str]] = defaultdict(set)
    for text, visitor in searches:
        by_text[text.lower()].add(visitor)
    terms: dict[str, Typed] = defaultdict(Typed)
    for text, visitors in by_text.items():
        for term, form in _terms_of(text, language).items():
            typed = terms[term]
            typed.visitors |= visitors
            typed.texts.add(text)
            typed.forms[form] += len(visitors)
    sent = [Sent(text, frozenset(visitors)) for text, visitors in by_text.items()]
    return Week(dict(by_text), dict(terms), copies(sent))


def _terms_of(text: str, language: str) -> dict[str, str]:
    """Return each term of ``text`` with the words it was typed as."""
    read = [
        (word, term)
        for _at, word, term in readings(text, language)[:MOST_WORDS]
        if term and not PART_OF_A_NUMBER.fullmatch(word)
    ]
    found = {term: word for word, term in read}
    for (word, term), (next_word, next_term) in pairwise(read):
        found[f"{term} {next_term}"] = f"{word} {next_word}"
    return {term: form for term, form in found.items() if len(term) <= TERM_MAX}
