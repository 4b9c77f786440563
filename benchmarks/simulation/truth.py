"""What the report should say, and how near it came; fixed before anything was played.

An open subject weighs the people whom nothing helped, times their share of all who came
with it: what they really had, whatever the site could see of it.

A proof is right when it calls a good article verified and a bad one reopened. "Too few to
say" is right as long as people made fewer than LEAST_SEARCHES searches on the subject
since it was published; anything else, also a subject that the report has no row for, is
wrong.
"""

from __future__ import annotations

import random
from collections import Counter
from math import sqrt
from statistics import fmean, quantiles
from typing import TYPE_CHECKING, Any

from scipy.stats import spearmanr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmarks.simulation.visiting import Had
    from benchmarks.simulation.world import Unit

MARK_RANK, MARK_PROOF = 0.9, 0.95
LEAST_SEARCHES = 20
OPEN, TOO_FEW = "open", "too few"
RIGHT = {"good": "verified", "bad": "reopened"}
TIMES = 2_000  # the mean is drawn anew, for its interval
Z = 1.96  # standard deviations: 95 %


def score_of(unit: Unit, had: Iterable[Had]) -> float:
    """Return what an open subject weighs, in people."""
    ours = [each.is_helped for each in had if each.unit == unit]
    failed = ours.count(False)
    return failed * failed / len(ours) if ours else 0.0


def rank_agreement(truth: Mapping[Unit, float], said: Mapping[Unit, float]) -> float:
    """Return Spearman's correlation; what is not in the report weighs nothing there."""
    units = list(truth)
    weighed = [said.get(unit, 0.0) for unit in units]
    return float(spearmanr([truth[unit] for unit in units], weighed).statistic)


def is_right(kind: str, verdict: str, searches_since: int) -> bool:
    """Whether the proof says of an article what it is."""
    if verdict == TOO_FEW:
        return searches_since < LEAST_SEARCHES
    return verdict == RIGHT[kind]


def summary(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of all seeds."""
    ranks = [each["spearman"] for each in results]
    proofs = [proof for each in results for proof in each["proofs"]]
    right = sum(proof["right"] for proof in proofs)
    verdicts = Counter(f"{proof['kind']}: {proof['verdict']}" for proof in proofs)
    return {
        "seeds": len(results),
        "spearman_mean": round(fmean(ranks), 4),
        "spearman_mean_95": _rounded(of_means(ranks)),
        "spearman_p5": round(quantiles(ranks, n=20)[0] if len(ranks) > 1 else ranks[0], 4),
        "spearman_lowest": min(ranks),
        "proofs": len(proofs),
        "proofs_right": round(right / len(proofs), 4) if proofs else 0.0,
        "proofs_right_95": _rounded(wilson(right, len(proofs))),
        "verdicts": dict(sorted(verdicts.items())),
    }


def _rounded(ends: tuple[float, float]) -> list[float]:
    return [round(end, 4) for end in ends]


def of_means(numbers: Sequence[float]) -> tuple[float, float]:
    """Return between which values the mean lies, 95 % (B. Efron's bootstrap, 1979)."""
    chance = random.Random(1)
    means = sorted(fmean(chance.choices(numbers, k=len(numbers))) for _time in range(TIMES))
    return means[int(0.025 * TIMES)], means[int(0.975 * TIMES) - 1]


def wilson(part: int, of: int) -> tuple[float, float]:
    """Return between which values a share lies, 95 % (E. B. Wilson, 1927)."""
    if not of:
        return 0.0, 1.0
    share, nearness = part / of, 1 + Z**2 / of
    middle = (share + Z**2 / (2 * of)) / nearness
    half = Z * sqrt(share * (1 - share) / of + Z**2 / (4 * of**2)) / nearness
    return middle - half, middle + half
