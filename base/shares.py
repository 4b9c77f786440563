"""Shares of two groups compared, with what chance alone could have made of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """0.0 to 1.0; nothing of nothing is 0."""
        return self.hits / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float

    @property
    def is_below_zero(self) -> bool:
        return self.high < 0

    @property
    def is_above_zero(self) -> bool:
        return self.low > 0


def z_of(confidence: float) -> float:
    """Return how many standard errors a two-sided interval of ``confidence`` reaches."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def interval(share: Share, *, confidence: float = 0.95) -> Interval:
    """Return Wilson's score interval for one share; of nothing it is 0 to 1.

    Wilson, Probable inference, the law of succession, and statistical inference (1927).
    """
    if not share.of:
        return Interval(0.0, 1.0)
    z, n, p = z_of(confidence), share.of, share.value
    middle = 2 * n * p + z * z
    reach = z * sqrt(z * z + 4 * n * p * (1 - p))
    scale = 2 * (n + z * z)
    return Interval(max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale))


def change(before: Share, after: Share, *, confidence: float = 0.95) -> Interval:
    """Return Newcombe's interval for ``after`` minus ``before``, below zero when it fell.

    Newcombe, Interval estimation for the difference between independent proportions:
    comparison of eleven methods (1998), method 10.
    """
    one, other = (interval(each, confidence=confidence) for each in (after, before))
    difference = after.value - before.value
    down = sqrt((after.value - one.low) ** 2 + (other.high - before.value) ** 2)
    up = sqrt((one.high - after.value) ** 2 + (before.value - other.low) ** 2)
    return Interval(difference - down, difference + up)
