"""How good a ranking is, by what people judged to be right: the usual measures.

Sources: E. Voorhees, The TREC-8 Question Answering Track Report (1999), for MRR;
K. Järvelin, J. Kekäläinen, Cumulated Gain-Based Evaluation of IR Techniques, ACM TOIS 20
(2002), for nDCG, here with a gain of 1 for what is right and 0 for the rest.
"""

from __future__ import annotations

from collections import defaultdict
from math import log2
from statistics import mean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


def measures(found: Sequence[str], relevant: Collection[str]) -> dict[str, float]:
    """Return each measure, from 0 to 1, of one ranking with at least one right answer."""
    right = [key in relevant for key in found]
    first = right.index(True) + 1 if True in right else 0
    gains = sum(1 / log2(place + 1) for place, hit in enumerate(right[:10], 1) if hit)
    ideal = sum(1 / log2(place + 1) for place in range(1, min(10, len(relevant)) + 1))
    return {
        "hit@1": float(0 < first <= 1),
        "hit@3": float(0 < first <= 3),
        "hit@5": float(0 < first <= 5),
        "mrr@10": 1 / first if 0 < first <= 10 else 0.0,
        "ndcg@10": gains / ideal,
        "recall@10": sum(right[:10]) / len(relevant),
        "recall@100": sum(right[:100]) / len(relevant),
    }


def averages(several: Iterable[dict[str, float]]) -> dict[str, float]:
    """Return the mean of each measure over all queries."""
    columns: dict[str, list[float]] = defaultdict(list)
    for each in several:
        for name, value in each.items():
            columns[name].append(value)
    return {name: mean(values) for name, values in columns.items()}
