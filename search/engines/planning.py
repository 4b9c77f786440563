"""A query in one language as documents are scored against it: which words, and how much."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from search.engines.scoring import idf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engines.scoring import Index
    from search.language.thesaurus import Slot
    from search.weights import Weights

MOST_SLOTS = 40  # of a query that are scored; a story has more
EARLY = 8  # words of a query that all count in full


@dataclass(frozen=True, slots=True)
class Wanted:
    """One place of a query in one language, with what it counts."""

    slot: Slot
    factors: dict[str, float]  # of each term as typed
    rarities: dict[str, float]

    @property
    def weight(self) -> float:
        return sum(self.factors[term] * self.rarities[term] for term in self.slot.terms)

    @property
    def factor(self) -> float:
        return sum(self.factors.values()) / max(len(self.factors), 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """A query in one language, as its documents are scored against it."""

    wanted: list[Wanted]
    sequence: Sequence[str]  # the terms as typed, repetitions included
    rarities: dict[str, float]  # of each term


def heaviest(
    index: Index, slots: list[Slot], sequence: Sequence[str], language: str
) -> list[Slot]:
    """Return the slots of a story that tell most: rare, repeated, early ones."""
    if len(slots) <= MOST_SLOTS:
        return slots
    times, documents = Counter(sequence), index.statistics.documents[language]

    def told(place: int) -> float:
        term = slots[place].terms[0]
        having = index.frequency(language, term)
        repeated = 1 + index.weights.repetition * log(max(times[term], 1))
        rare = idf(documents, having) ** (1 + index.weights.rarity)
        return rare * repeated * earliness(place, index.weights) if having else 0.0

    best_ones = sorted(range(len(slots)), key=lambda place: -told(place))[:MOST_SLOTS]
    return [slots[place] for place in sorted(best_ones)]


def plan_for(
    index: Index, slots: Sequence[Slot], sequence: Sequence[str], language: str
) -> Plan:
    """Return what each slot counts: the rare, the repeated and the early words more."""
    weights = index.weights
    typed = [term for slot in slots for term in slot.terms]
    rarities = {term: index.rarity(language, term) for term in typed}
    mean = sum(rarities.values()) / max(len(rarities), 1)
    times = Counter(sequence)
    factors = {}
    for place, term in enumerate(rarities):
        repeated = 1 + weights.repetition * log(max(times[term], 1))
        rare = (rarities[term] / mean) ** weights.rarity
        factors[term] = rare * repeated * earliness(place, weights)
    wanted = [
        Wanted(
            slot,
            {term: factors[term] for term in slot.terms},
            {term: rarities[term] for term in slot.terms},
        )
        for slot in slots
    ]
    return Plan(wanted, sequence, rarities)


def earliness(place: int, weights: Weights) -> float:
    """Return what the word at ``place`` (from 0) counts, from 1 down."""
    late = max(0, place - EARLY + 1)
    return 1 / (1 + late / weights.early) if weights.early else 1.0
