"""How long people wait, said honestly: those who still wait count too."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MIN_CASES = 20  # under this nothing is claimed
DAY_MINUTES = 24 * 60
HIGH_PERCENTS = (80, 66)  # the highest of these that was really reached is claimed


@dataclass(frozen=True, slots=True)
class Wait:
    """One case: how long it took, or how long it has been waiting up to now."""

    minutes: float
    is_over: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What may be said of a wait; a figure that was not reached is None."""

    median_minutes: float | None
    high_minutes: float | None
    high_percent: int | None
    share_answered: float  # 0.0 to 1.0, as estimated for the longest wait seen
    share_in_a_day: float  # answered within 24 hours of the time counted
    cases: int

    @property
    def tenths_answered(self) -> int:
        return round(10 * self.share_answered)

    @property
    def tenths_in_a_day(self) -> int:
        return min(self.tenths_answered, round(10 * self.share_in_a_day))

    @property
    def tenths_without(self) -> int:
        """Of ten, how many get no answer; with ``tenths_answered`` it makes ten."""
        return 10 - self.tenths_answered


def answered_by(waits: Iterable[Wait]) -> Iterator[tuple[float, float]]:
    """Yield ``(minutes, share answered by then)`` at each moment somebody was answered.

    One minus the Kaplan–Meier estimate: a case that still waits counts among those at
    risk up to now, and is neither taken for answered nor for never answered.

    Source: E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete
    Observations", JASA 53 (1958), 457-481, doi:10.1080/01621459.1958.10501452.
    """
    ordered = sorted(waits, key=lambda wait: wait.minutes)
    at_risk = len(ordered)
    still_waiting = 1.0
    for minutes, group in groupby(ordered, key=lambda wait: wait.minutes):
        cases = list(group)
        answered = sum(case.is_over for case in cases)
        if answered:
            still_waiting *= 1 - answered / at_risk
            yield minutes, 1 - still_waiting
        at_risk -= len(cases)


def expected_wait(waits: Iterable[Wait]) -> Claim | None:
    """Return what may be claimed of ``waits``, or None under 20 cases."""
    cases = list(waits)
    if len(cases) < MIN_CASES:
        return None
    curve = list(answered_by(cases))
    high = next((percent for percent in HIGH_PERCENTS if _reached(curve, percent)), None)
    return Claim(
        median_minutes=_reached(curve, 50),
        high_minutes=_reached(curve, high) if high else None,
        high_percent=high,
        share_answered=curve[-1][1] if curve else 0.0,
        share_in_a_day=max(
            (share for at, share in curve if at <= DAY_MINUTES), default=0.0
        ),
        cases=len(cases),
    )


def _reached(curve: list[tuple[float, float]], percent: int) -> float | None:
    """Return after how many minutes ``percent`` were answered, if that ever happened."""
    share = percent / 100 - 1e-9  # sums of fractions fall a hair short
    return next((minutes for minutes, answered in curve if answered >= share), None)
