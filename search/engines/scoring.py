"""BM25F over whole posting arrays: the same sums as Whoosh's matchers, done in numpy.

Robertson, Zaragoza: The Probabilistic Relevance Framework (2009), in the form Whoosh
gives it: each field is scored alone, and the fields are added.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from search.engines.fields import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

B = 0.4
K1 = 1.6
# What a document loses that has none of the words' weight. 0.5 gains nothing in English
# over 0.3 and costs French half a point of MRR@10 (help links).
COMPLETENESS = 0.3

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


class Postings(NamedTuple):
    """The documents of a part that have a term, and how often."""

    ids: Numbers
    weights: Floats


NONE = Postings(np.zeros(0, np.int32), np.zeros(0, np.float32))


class Part(Protocol):
    """A piece of an index: documents numbered from 0, dead ones still among them."""

    @property
    def size(self) -> int: ...

    @property
    def alive(self) -> Mask: ...

    def postings(self, field: str, term: str) -> Postings: ...

    def lengths(self, field: str) -> Floats:
        """Return the number of terms each document has in ``field``."""

    def total_length(self, field: str) -> float:
        """Return the exact sum of the lengths; those above may be rounded."""

    def beginning(self, field: str, prefix: str) -> Iterable[str]:
        """Yield the terms of ``field`` that begin with ``prefix``."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one part's documents, and how much of the query each matched."""

    scores: Floats
    shares: Floats  # 0 to 1: the matched terms' part of the weight of all terms


def idf(documents: int, having: int) -> float:
    """How rare a term is; Whoosh's formula, kept above zero in tiny collections."""
    return max(log(max(documents, 1) / (having + 1)) + 1, 0.1)


def impact(found: Postings, lengths: Floats, average: float, rarity: float) -> Floats:
    """Return what a term adds to the score of each document that has it."""
    norm = K1 * ((1 - B) + B * lengths[found.ids] / average)
    weighed = (rarity * (K1 + 1)) * found.weights / (found.weights + norm)
    return weighed.astype(np.float32)


def average_length(parts: Sequence[Part], field: str) -> float:
    """Return the mean length of ``field`` among the documents that have it."""
    having = sum(int(np.count_nonzero(part.lengths(field))) for part in parts)
    return sum(part.total_length(field) for part in parts) / max(having, 1)


def score(parts: Sequence[Part], terms: Sequence[str], language: str) -> list[Scored]:
    """Score every document of ``language`` against ``terms``, part by part."""
    documents = sum(len(part.postings("language", language).ids) for part in parts)
    scores = [np.zeros(part.size, np.float32) for part in parts]
    has = [np.zeros((len(terms), part.size), np.bool_) for part in parts]
    for name, weight in WEIGHTS.items():
        field = f"{name}_{language}"
        average = average_length(parts, field) or 1.0
        for number, term in enumerate(terms):
            found = [part.postings(field, term) for part in parts]
            rarity = weight * idf(documents, sum(len(each.ids) for each in found))
            for at, (part, each) in enumerate(zip(parts, found, strict=True)):
                if len(each.ids):
                    added = impact(each, part.lengths(field), average, rarity)
                    scores[at][each.ids] += added
                    has[at][number, each.ids] = True
    return _with_shares(scores, has, documents)


def _with_shares(scores: list[Floats], has: list[Mask], documents: int) -> list[Scored]:
    """Put documents with all the words first: part of the score is for completeness."""
    having = sum((each.sum(axis=1) for each in has), np.zeros(len(has[0]) if has else 0))
    weights = np.array([idf(documents, int(each)) for each in having], np.float32)
    scored = []
    for points, matched in zip(scores, has, strict=True):
        shares = ((weights @ matched) / (weights.sum() or 1.0)).astype(np.float32)
        ranked = (points * (1 - COMPLETENESS * (1 - shares))).astype(np.float32)
        scored.append(Scored(ranked, shares))
    return scored


def any_of(part: Part, field: str, terms: Iterable[str]) -> Mask:
    """Return which documents have at least one of ``terms`` in ``field``."""
    mask = np.zeros(part.size, np.bool_)
    for term in terms:
        mask[part.postings(field, term).ids] = True
    return mask


def best(scores: Floats, most: int) -> Numbers:
    """Return the numbers of the ``most`` best documents above zero, best first.

    Equals come in the order of their numbers, so that pages follow one another.
    """
    numbers = np.flatnonzero(scores > 0)
    if len(numbers) > most:
        least = np.partition(scores[numbers], -most)[-most]
        numbers = numbers[scores[numbers] >= least]
    order = np.argsort(-scores[numbers], kind="stable")[:most]
    return numbers[order].astype(np.int32)
