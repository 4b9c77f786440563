"""How alike texts are: by their own words, and by the texts that are like both."""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse import linalg as sparse_linalg

from search.topics.matrix import Matrix, Numbers, blocks, strongest, unit, without_small

NEIGHBOURS = 15
LEAST_KIN = 0.1  # of what speaks for two texts: who has less is no neighbour
STEPS = 16
FULL_TIES = 1.0  # who has less to its neighbours altogether rather stays where it is
LEAST_REACHED = 5e-4  # of a walk: what is reached less often is forgotten
FEW_TEXTS = 30  # of which what most walks reach still says something
LEAST_SEEN = 0.02  # of a walk's length 1, as above
WALKS = 0.6  # the share of walks in likeness; the rest is of words and ties
LEAST_LIKENESS = 0.02  # of walks, and of words and ties

# Walks are trusted where there are many texts, and where texts say enough to have relations
# beyond a word in common: two words of one search do not.
HALF_TRUST = 500  # texts
NO_TRUST, FULL_TRUST = 2, 5  # words of a text
ENOUGH_BY_WORDS = 0.4  # of texts that are one topic, where walks are not trusted
ENOUGH_BY_BOTH = 0.15  # where they are

Shares = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
NONE = np.empty(0, dtype=np.int64)


def likeness_of(
    traits: Matrix, words: Numbers, opened: Matrix, *, settled: Flags
) -> Matrix:
    """Return how alike two texts are; 1 is enough. Each pair once, with the smaller row.

    Two wordings of one question may share few words, but a third shares words with each;
    and two that share words may be about different things, which their neighbours tell.
    So likeness is a geometric mean of both: where either says no, it is small. A search
    of two words has neighbours by one word only, which lead anywhere: there, and among
    few texts, what speaks for the two themselves decides. And from which people opened
    different pages, they are about different things, whatever words they share.

    Args:
        traits: a row for each text. The product of two rows is what speaks for these two.
        words: how many words each text has.
        opened: a row for each text, of pages people opened from it.
        settled: whether each text stays where it is; of two such nothing is asked.
    """
    turned = traits.T.tocsr()
    trust = _trust(words)
    walks = walked(_neighbours(traits, turned), trust > 0)
    walks_turned = walks.T.tocsr()
    low, high, alike = [], [], []
    rest = np.flatnonzero(~settled)
    for part in blocks(len(rest)):
        rows = rest[part]
        direct = without_small((traits[rows] @ turned).tocsr(), LEAST_LIKENESS).tocoo()
        by_walks = without_small((walks[rows] @ walks_turned).tocsr(), LEAST_LIKENESS)
        one, other = rows[direct.row], direct.col
        once = settled[other] | (other > one)
        row, one, other = direct.row[once], one[once], other[once]
        walked_to = np.asarray(by_walks[row, other]).ravel() if len(row) else np.empty(0)
        trusted = np.sqrt(trust[one] * trust[other])
        both = _enough(direct.data[once], walked_to, trusted)
        low.append(np.minimum(one, other))
        high.append(np.maximum(one, other))
        alike.append(both * _led_together(opened, one, other))
    places = np.concatenate([*low, NONE]), np.concatenate([*high, NONE])
    return Matrix((np.concatenate([*alike, NONE]), places), shape=(len(words), len(words)))


def _led_together(opened: Matrix, one: Numbers, other: Numbers) -> Shares:
    """Return 1 for pairs of which nobody knows, and less the surer they led apart."""
    together = np.ones(len(one))
    if not opened.nnz:
        return together
    trust = sparse_linalg.norm(opened, axis=1)
    known = np.flatnonzero(trust[one] * trust[other])
    one, other = one[known], other[known]
    same = np.asarray(opened[one].multiply(opened[other]).sum(axis=1)).ravel()
    together[known] -= trust[one] * trust[other] - same
    return together


def _trust(words: Numbers) -> Shares:
    """Return how far walks from each text are trusted, from 0 to 1."""
    many = len(words) ** 2 / (len(words) ** 2 + HALF_TRUST**2)
    said = np.clip((words - NO_TRUST) / (FULL_TRUST - NO_TRUST), 0, 1)
    return many * said


def _enough(direct: Shares, by_walks: Shares, trust: Shares) -> Shares:
    """Return the geometric mean of both, against what is enough for one topic."""
    share = WALKS * trust
    walked_to = np.maximum(by_walks, LEAST_LIKENESS)
    enough = ENOUGH_BY_WORDS ** (1 - trust) * ENOUGH_BY_BOTH**trust
    return walked_to**share * direct ** (1 - share) / enough


def _neighbours(traits: Matrix, turned: Matrix) -> Matrix:
    """Return what speaks for each text and its NEIGHBOURS nearest, both ways."""
    found = []
    for rows in blocks(traits.shape[0]):
        near = (traits[rows] @ turned).tocsr()
        near.setdiag(0, k=rows.start)
        found.append(strongest(without_small(near, LEAST_KIN), NEIGHBOURS))
    graph = sparse.vstack(found, format="csr")
    return cast("Matrix", graph.maximum(graph.T).tocsr())


def walked(graph: Matrix, asked: Flags) -> Matrix:
    """Return a row of length 1 for each text asked for: where walks from it lead.

    Rows of the others are empty.

    What all walks reach alike says nothing of a text, so it is taken off; of a few texts
    only a part of it. After M. Szummer and T. Jaakkola, "Partially labeled classification
    with Markov random walks", NIPS 14 (2001).
    """
    size, starts = graph.shape[0], np.flatnonzero(asked)
    step, walks = _step(graph), [Matrix((0, graph.shape[0]), dtype=np.float32)]
    for part in blocks(len(starts)):
        at = seen = _at(starts[part], size)
        for _ in range(STEPS):
            at = without_small((at @ step).tocsr(), LEAST_REACHED)
            seen = seen + at
        walks.append(seen)
    seen = sparse.vstack(walks, format="csr")
    usual = np.asarray(seen.sum(axis=0)).ravel() / (len(starts) + FEW_TEXTS)
    seen.data -= usual[seen.indices]
    found = without_small(unit(without_small(seen, 0)), LEAST_SEEN)
    return cast("Matrix", (_at(starts, size).T @ found).tocsr())


def _at(places: Numbers, size: int) -> Matrix:
    """Return a row for each of ``places`` that has 1 there."""
    ones = np.ones(len(places), dtype=np.float32)
    return Matrix((ones, (np.arange(len(places)), places)), shape=(len(places), size))


def _step(graph: Matrix) -> Matrix:
    """Return the chances of one step: to each neighbour by its likeness, or of staying."""
    ties = np.asarray(graph.sum(axis=1)).ravel()
    enough = np.maximum(ties, FULL_TIES)
    step = sparse.diags_array(1 / enough) @ graph + sparse.diags_array(1 - ties / enough)
    return cast("Matrix", step.tocsr().astype(np.float32))
