"""BM25F over whole posting arrays: the same sums as Whoosh's matchers, done in numpy.

Robertson, Zaragoza: The Probabilistic Relevance Framework (2009), in the form Whoosh
gives it: each field is scored alone, and the fields are added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import count
from math import log
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from search.engines.fields import TEXT_FIELDS
from search.language.analysis import LANGUAGES
from search.weights import TEXTS, Weights

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from search.engines.fields import About
    from search.engines.planning import Wanted

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Kept = TypeVar("Kept")

FULL_COUNT_UNTIL = 5_000  # documents; above, statistics may be a little behind
MAY_LAG = 0.01  # of the documents may have come or gone since they were taken
BLOCK = 256  # scores
TINY = np.finfo(np.float32).tiny  # above zero
_stamps = count(1)


class Postings(NamedTuple):
    """The documents of a part that have a term, and how often (or what it adds)."""

    ids: Numbers
    weights: Floats


NONE = Postings(np.zeros(0, np.int32), np.zeros(0, np.float32))


class Part(Protocol):
    """A piece of an index: documents numbered from 0, dead ones still among them."""

    @property
    def size(self) -> int: ...

    @property
    def alive(self) -> Mask: ...

    def read(self, field: str, term: str) -> Postings:
        """Return the postings of a term, read anew."""

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents have ``term`` in ``field``, dead ones included."""

    def lengths(self, field: str) -> Floats:
        """Return the number of terms each document has in ``field``."""

    def total_length(self, field: str) -> float:
        """Return the exact sum of the lengths; those above may be rounded."""

    def beginning(self, field: str, prefix: str) -> Iterable[str]:
        """Yield the terms of ``field`` that begin with ``prefix``."""

    def about(self, number: int) -> About:
        """Return what ranking wants to know of one document."""

    def keep(self, name: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return what ``make`` made, now or before; it is made of arrays."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers about the whole index, which every part's scores are made with."""

    documents: dict[str, int]  # by language, dead ones included
    averages: dict[str, float]  # terms a document has in a field, where it has any
    stamp: int  # of one taking; names what was computed with it


def take_statistics(parts: Sequence[Part], before: Statistics | None = None) -> Statistics:
    """Return the statistics of ``parts``: those from ``before`` while they are near."""
    documents = {
        language: sum(part.frequency("language", language) for part in parts)
        for language in LANGUAGES
    }
    if before is not None and _are_near(before.documents, documents):
        return before
    averages = {field: average_length(parts, field) or 1.0 for field in TEXT_FIELDS}
    return Statistics(documents, averages, next(_stamps))


def _are_near(before: dict[str, int], now: dict[str, int]) -> bool:
    return sum(now.values()) > FULL_COUNT_UNTIL and all(
        abs(now[language] - before[language]) <= MAY_LAG * now[language] for language in now
    )


def average_length(parts: Sequence[Part], field: str) -> float:
    """Return the mean length of ``field`` among the documents that have it."""
    having = sum(int(np.count_nonzero(part.lengths(field))) for part in parts)
    return sum(part.total_length(field) for part in parts) / max(having, 1)


def idf(documents: int, having: int) -> float:
    """How rare a term is; Whoosh's formula, kept above zero in tiny collections."""
    return max(log(max(documents, 1) / (having + 1)) + 1, 0.1)


def impact(
    found: Postings, lengths: Floats, average: float, shape: tuple[float, float]
) -> Floats:
    """Return what a term of idf 1 adds to each document that has it; shape is B, K1."""
    b, k1 = shape
    norm = k1 * ((1 - b) + b * lengths[found.ids] / average)
    added = (k1 + 1) * found.weights / (found.weights + norm)
    return added.astype(np.float32)


def in_texts(part: Part, language: str, term: str) -> tuple[int, ...]:
    """Return how many documents of ``part`` have ``term`` in each of their texts."""
    return tuple(part.frequency(f"{text}_{language}", term) for text in TEXTS)


@lru_cache(maxsize=200)
def _number_of(weights: Weights) -> int:
    """Return a number that stands for ``weights``, which are slow to compare."""
    return next(_stamps)


@dataclass(frozen=True, slots=True)
class Index:
    """The parts of an index with the numbers their scores are made with; of one query."""

    parts: Sequence[Part]
    statistics: Statistics
    weights: Weights
    _numbers: tuple[int, int] = field(init=False)
    _terms: dict[tuple[str, str], list[Postings]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        numbers = self.statistics.stamp, _number_of(self.weights)
        object.__setattr__(self, "_numbers", numbers)

    def term(self, language: str, term: str) -> list[Postings]:
        """Return, part by part, what ``term`` adds to each document, texts together."""
        if (language, term) not in self._terms:
            self._terms[language, term] = self._kept(language, term)
        return self._terms[language, term]

    def _kept(self, language: str, term: str) -> list[Postings]:
        name, rarities = (*self._numbers, language, term), dict[str, float]()
        return [
            part.keep(name, partial(self._add_up, part, language, term, rarities))
            for part in self.parts
        ]

    def _add_up(
        self,
        part: Part,
        language: str,
        term: str,
        rarities: dict[str, float],
    ) -> Postings:
        if not rarities:  # asked for when the term is new, and once for all parts
            rarities.update(self.rarities(language, term))
        sums = np.zeros(part.size, np.float32)
        for text, rarity in rarities.items():
            ids, added = self.in_text(part, language, term, text, rarity)
            sums[ids] += added
        ids = np.flatnonzero(sums).astype(np.int32)
        return Postings(ids, sums[ids]) if len(ids) else NONE

    def rarities(self, language: str, term: str) -> dict[str, float]:
        """Return the idf of ``term`` times the weight, of each text that has it."""
        name = ("in texts", language, term)  # kept: an update asks but the new part
        by_part = [
            part.keep(name, partial(in_texts, part, language, term)) for part in self.parts
        ]
        documents, found = self.statistics.documents[language], {}
        for at, text in enumerate(TEXTS):
            having, weight = sum(each[at] for each in by_part), self.weights.of_text(text)
            if having and weight:
                found[text] = weight * idf(documents, having)
        return found

    def in_text(
        self, part: Part, language: str, term: str, text: str, rarity: float
    ) -> Postings:
        """Return what ``term`` adds to the documents that have it in one text."""
        field = f"{text}_{language}"
        found = part.read(field, term)
        if not len(found.ids):
            return NONE
        average, shape = self.statistics.averages[field], self.weights.shape(text)
        added = rarity * impact(found, part.lengths(field), average, shape)
        return Postings(found.ids, added.astype(np.float32))

    def frequency(self, language: str, term: str) -> int:
        """Return about how many documents have ``term``: in title or body."""
        fields = (f"title_{language}", f"body_{language}")
        return max(
            sum(part.frequency(each, term) for part in self.parts) for each in fields
        )

    def rarity(self, language: str, term: str) -> float:
        """Return how rare a term is in any of the texts."""
        having = sum(len(found.ids) for found in self.term(language, term))
        return idf(self.statistics.documents[language], having)


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one part's documents, and how much of the query each matched."""

    scores: Floats
    shares: Floats  # 0 to 1: the matched terms' part of the weight of all terms


def score(index: Index, wanted: Sequence[Wanted], language: str) -> list[Scored]:
    """Score every document of ``language``, part by part."""
    whole = sum(each.weight for each in wanted) or 1.0
    found = [
        Scored(np.zeros(part.size, np.float32), np.zeros(part.size, np.float32))
        for part in index.parts
    ]
    for each in wanted:
        add = _add_with_synonyms if each.slot.means else _add
        add(index, each, language, found, whole)
    lost = index.weights.completeness
    for one in found:
        np.multiply(one.scores, 1 - lost * (1 - one.shares), out=one.scores)
    return found


def _add(
    index: Index, wanted: Wanted, language: str, found: Sequence[Scored], whole: float
) -> None:
    for term, factor in wanted.factors.items():
        share = factor * wanted.rarities[term] / whole
        for into, each in zip(found, index.term(language, term), strict=True):
            if len(each.ids):
                ids = each.ids.astype(np.intp)  # add.at is four times as fast with these
                np.add.at(into.scores, ids, np.float32(factor) * each.weights)
                np.add.at(into.shares, ids, np.float32(share))


def _add_with_synonyms(
    index: Index, wanted: Wanted, language: str, found: Sequence[Scored], whole: float
) -> None:
    """Add the better of the words as typed and of each synonym, document by document."""
    own = [Scored(np.zeros_like(o.scores), np.zeros_like(o.shares)) for o in found]
    _add(index, wanted, language, own, whole)
    for means in wanted.slot.means:
        by_term = [index.term(language, term) for term in means]
        for at, best in enumerate(own):
            points = _of_all(best.scores.shape[0], [each[at] for each in by_term])
            has = points > 0
            points *= np.float32(index.weights.synonym * wanted.factor)
            np.maximum(best.scores, points, out=best.scores)
            best.shares[has] = np.float32(wanted.weight / whole)
    for into, best in zip(found, own, strict=True):
        into.scores[:] += best.scores
        into.shares[:] += best.shares


def _of_all(size: int, terms: Sequence[Postings]) -> Floats:
    """Return the sums of the documents that have every one of ``terms``."""
    points, times = np.zeros(size, np.float32), np.zeros(size, np.int16)
    for each in terms:
        points[each.ids] += each.weights
        times[each.ids] += 1
    points[times < len(terms)] = 0
    return points


def _least(scores: Floats, most: int) -> np.float32:
    """Return what at least ``most`` scores reach: the best of some blocks do."""
    tops = np.maximum.reduceat(scores, range(0, len(scores), BLOCK)) if len(scores) else ()
    reached = np.partition(tops, -most)[-most] if len(tops) > most else np.float32(0)
    return max(reached, TINY)


def best(scores: Floats, most: int) -> Numbers:
    """Return the numbers of the ``most`` best documents above zero, best first.

    Equals come in the order of their numbers, so that pages follow one another.
    """
    numbers = np.flatnonzero(scores >= _least(scores, most))
    order = np.argsort(-scores[numbers], kind="stable")[:most]
    return numbers[order].astype(np.int32)
