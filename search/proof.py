"""Whether an article closed its gap: searches before and after it, side by side.

Pure: numbers in, a verdict out. It is decided on two days only, each with half of the
allowed error, for who looks every day is fooled by chance far more often than once in 20.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from base.shares import Interval, Share, change

if TYPE_CHECKING:
    from datetime import datetime

PERIOD = timedelta(days=28)  # before, and after
EARLY_DAY, LAST_DAY = 14, 28
AGAIN_AFTER = 28  # days, while there are too few searches to say
LEAST_SEARCHES = 20
MOST_FAILED = 0.30  # of the searches may fail where a gap is closed
CONFIDENCE = 0.975  # of each of the two looks; together 95 %


class Verdict(StrEnum):
    """What can be said of a published gap on a day."""

    WAITING = "waiting"  # for the next day on which it is decided
    VERIFIED = "verified"  # the share that fails fell, and is small
    REOPENED = "reopened"  # it did not fall, or too many still fail
    TOO_FEW = "too_few"  # searches to say


@dataclass(frozen=True, slots=True)
class Compared:
    """Searches on a subject that failed, of all of them, before and after."""

    before: Share
    after: Share

    @property
    def change(self) -> Interval:
        """Between which values the change lies, as a share: below zero is better."""
        return change(self.before, self.after, confidence=CONFIDENCE)

    @property
    def has_fallen(self) -> bool:
        return self.change.is_below_zero

    @property
    def has_risen(self) -> bool:
        return self.change.is_above_zero

    @property
    def is_enough(self) -> bool:
        """Whether there is something to say: enough since, and anything to set it beside.

        Of a subject that people only asked about nothing was searched before: that few
        fail since is no fall, and no reason to open it again.
        """
        has_before = self.before.of > 0 or not self.is_small
        return has_before and self.after.of >= LEAST_SEARCHES

    @property
    def is_small(self) -> bool:
        return self.after.value <= MOST_FAILED


def decide(compared: Compared, *, day: int) -> Verdict:
    """Return the verdict on ``day`` after publication.

    On day 14 only what is clear is decided; from day 28 on everything, as long as there
    are enough searches.
    """
    if not compared.is_enough:
        return Verdict.TOO_FEW if day >= LAST_DAY else Verdict.WAITING
    if compared.has_fallen and compared.is_small:
        return Verdict.VERIFIED
    if day >= LAST_DAY or compared.has_risen:
        return Verdict.REOPENED
    return Verdict.WAITING


def day_of(published: datetime, now: datetime) -> int:
    """Return how many whole days lie between the two."""
    return (now - published) // timedelta(days=1)


def is_day_to_look(day: int, *, looked_on: int) -> bool:
    """Whether a day on which to decide has come since the one ``looked_on`` (0: never)."""
    return next_look(looked_on) <= day


def next_look(looked_on: int) -> int:
    """Return the next day after ``looked_on`` on which to decide: 14, 28, 56 and so on."""
    if looked_on < EARLY_DAY:
        return EARLY_DAY
    if looked_on < LAST_DAY:
        return LAST_DAY
    return looked_on - looked_on % AGAIN_AFTER + AGAIN_AFTER
