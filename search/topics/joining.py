"""Joining groups by their average likeness, within what is known and decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Collection

LEAST_AVERAGE = 1.0  # likeness of two groups that are one

Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Start:
    """What must be together and what apart before likeness is asked.

    Args:
        groups: the group of each text, from 0, without holes.
        is_known: for each group, whether it is a topic already; two such never join.
        apart: pairs of groups that never join.
    """

    groups: Labels
    is_known: npt.NDArray[np.bool_]
    apart: Collection[tuple[int, int]] = ()


def joined(likeness: sparse.csr_matrix, start: Start) -> Labels:
    """Return the group of each text: average linkage, whichever pairs are nearest first.

    In average linkage a pair of groups that are nearest to each other may be joined at
    once, whatever happens elsewhere (F. Murtagh, "A survey of recent advances in
    hierarchical clustering algorithms", 1983). So all such pairs join in one pass.
    """
    labels, is_known = start.groups, start.is_known
    apart = np.array(sorted({*start.apart}), dtype=np.int64).reshape(-1, 2)
    sizes = np.bincount(labels, minlength=len(is_known)).astype(np.float64)
    sums = _added(likeness.astype(np.float64), labels, len(is_known))
    while True:
        one, other = _nearest_to_each_other(sums, sizes, is_known, apart)
        if not len(one):
            return labels
        into = np.arange(len(sizes))
        into[other] = one
        _left, into = np.unique(into, return_inverse=True)
        sums = _added(sums, into, into.max() + 1)
        sizes = np.bincount(into, weights=sizes).astype(np.float64)
        is_known = np.bincount(into, weights=is_known) > 0
        apart, labels = into[apart], into[labels]


def _added(sums: sparse.csr_matrix, into: Labels, count: int) -> sparse.csr_matrix:
    """Return the likeness of all pairs between groups, added up; upper half only."""
    rows = np.repeat(np.arange(sums.shape[0]), np.diff(sums.indptr))
    one, other = into[rows], into[sums.indices]
    kept = one != other
    low, high = np.minimum(one, other)[kept], np.maximum(one, other)[kept]
    return sparse.csr_matrix((sums.data[kept], (low, high)), shape=(count, count))


def _nearest_to_each_other(
    sums: sparse.csr_matrix,
    sizes: npt.NDArray[np.float64],
    is_known: npt.NDArray[np.bool_],
    apart: Labels,
) -> tuple[Labels, Labels]:
    count = len(sizes)
    low = np.repeat(np.arange(count), np.diff(sums.indptr))
    high = sums.indices.astype(np.int64)
    average = sums.data / (sizes[low] * sizes[high])
    may_join = (average >= LEAST_AVERAGE) & ~(is_known[low] & is_known[high])
    if len(apart):
        pairs = np.sort(apart, axis=1)
        may_join &= ~np.isin(low * count + high, pairs[:, 0] * count + pairs[:, 1])
    low, high, average = low[may_join], high[may_join], average[may_join]
    best = np.full(count, -1)
    owners, others = np.concatenate([low, high]), np.concatenate([high, low])
    order = np.lexsort((others, -np.tile(average, 2), owners))
    firsts = np.unique(owners[order], return_index=True)[1]
    best[owners[order][firsts]] = others[order][firsts]
    one = np.flatnonzero((best >= 0) & (best[best] == np.arange(count)))
    one = one[one < best[one]]
    return one, best[one]
