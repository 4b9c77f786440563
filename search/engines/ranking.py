"""The second look at the best documents: words side by side, whole titles, gentle priors.

Only what the postings cannot tell is asked here, of the 50 documents whose words fit
best; what comes after them keeps the order of its words' scores.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from search.engines.fields import code_of
from search.engines.planning import earliness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engines.fields import About
    from search.engines.planning import Plan
    from search.weights import Weights

LOOKED_AT = 50
LOOKED_INTO = 1_500  # terms of each, some 10 KB of text
PAIR_K1 = 2.0
MANY_VOTES = 50  # from here on, more votes say no more
FRESH_DAYS = 180.0  # after which a thread is 1/e as fresh
REVIEW_DAYS = 720.0  # the same for the review of an article
SECONDS_A_DAY = 86_400

Points = npt.NDArray[np.float64]


class Reasons(NamedTuple):
    """What the second look made of one document."""

    cover: float  # 0 to 1: how much of the title the query has
    beside: float  # points for words side by side
    priors: dict[str, float]  # shares of the score, by name


@dataclass(frozen=True, slots=True)
class Pairs:
    """The neighbouring words of a query and what each pair is worth."""

    keys: npt.NDArray[np.uint64]  # sorted
    weights: npt.NDArray[np.float64]
    terms: npt.NDArray[np.uint32]  # every word of the query


def pairs_of(plan: Plan, weights: Weights) -> Pairs:
    """Return the pairs of the words as typed; early ones and rare ones are worth more."""
    worth: dict[int, float] = {}
    for place, (one, other) in enumerate(pairwise(plan.sequence)):
        if not {one, other} <= plan.rarities.keys():
            continue
        mean = (plan.rarities[one] + plan.rarities[other]) / 2
        key = (code_of(one) << 32) | code_of(other)
        worth.setdefault(key, mean * earliness(place, weights))
    keys = np.array(sorted(worth), np.uint64)
    codes = np.array([code_of(term) for term in plan.rarities], np.uint32)
    return Pairs(keys, np.array([worth[int(key)] for key in keys], np.float64), codes)


def look_again(
    documents: Sequence[tuple[About, str]], pairs: Pairs, weights: Weights
) -> list[Reasons]:
    """Return what there is for each document, given with its kind."""
    abouts = [about for about, _kind in documents]
    covers, beside = _cover(abouts, pairs), _beside(abouts, pairs, weights)
    return [
        Reasons(float(covers[at]), float(beside[at]), priors_of(about, kind, weights))
        for at, (about, kind) in enumerate(documents)
    ]


def final_score(score: float, reasons: Reasons, weights: Weights) -> float:
    """Return the score by words with what the second look found."""
    covered = score * (1 + weights.title_cover * reasons.cover) + reasons.beside
    return covered * (1 + sum(reasons.priors.values()))


def priors_of(about: About, kind: str, weights: Weights) -> dict[str, float]:
    """Return what speaks for a document whatever was asked, as shares of its score."""
    age = max(0.0, time.time() / SECONDS_A_DAY - about.day)
    is_thread = kind == "thread"
    days, newness = (
        (FRESH_DAYS, weights.fresh) if is_thread else (REVIEW_DAYS, weights.reviewed)
    )
    votes = min(1.0, log(1 + max(0, about.helpful)) / log(1 + MANY_VOTES))
    return {
        "solved": weights.solved if about.is_solved else 0.0,
        "helpful": weights.helpful * votes,
        "fresh" if is_thread else "reviewed": newness * exp(-age / days)
        if about.day
        else 0.0,
    }


def _cover(abouts: Sequence[About], pairs: Pairs) -> Points:
    sizes = np.array([about.title_size for about in abouts])
    titles = np.concatenate(
        [about.sequence[: about.title_size] for about in abouts] or [pairs.terms[:0]]
    )
    owners = np.repeat(np.arange(len(abouts)), [_size(about) for about in abouts])
    known = np.bincount(owners, np.isin(titles, pairs.terms), minlength=len(abouts))
    shares: Points = known / np.maximum(sizes, 1)
    return shares


def _size(about: About) -> int:
    return min(about.title_size, len(about.sequence))


def _beside(abouts: Sequence[About], pairs: Pairs, weights: Weights) -> Points:
    """Return the points for pairs: BM25 without lengths, titles counted by themselves."""
    many, most = len(abouts), len(pairs.keys)
    if not most or not many:
        return np.zeros(many)
    sequences = [about.sequence[:LOOKED_INTO] for about in abouts]
    sequence = np.concatenate(sequences).astype(np.uint64)
    sizes = [len(each) for each in sequences]
    owners = np.repeat(np.arange(many), sizes)
    starts = np.repeat(np.cumsum([0, *sizes[:-1]]), sizes)
    titles = np.repeat([about.title_size for about in abouts], sizes)
    in_body = (np.arange(len(sequence)) - starts >= titles).astype(np.int64)
    keys = (sequence[:-1] << np.uint64(32)) | sequence[1:]
    at = np.minimum(np.searchsorted(pairs.keys, keys), most - 1)
    hits = (pairs.keys[at] == keys) & (owners[:-1] == owners[1:])
    cells = ((in_body[:-1] * many + owners[:-1]) * most + at)[hits]
    times = np.bincount(cells, minlength=2 * many * most).reshape(2, many, most)
    points = (times * (PAIR_K1 + 1) / (times + PAIR_K1)) @ pairs.weights
    in_titles, in_texts = points
    beside: Points = weights.adjacency_title * in_titles + weights.adjacency * in_texts
    return beside
