"""A proof in words and numbers for editors: what an article did, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from search import proof as rules
from search.proving import Tally, compared

if TYPE_CHECKING:
    from datetime import datetime

    from search.models import Proof


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, before and since."""

    label: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ProofReport:
    """What is shown of one proof; shares and changes in whole per cent and points."""

    proof: Proof
    lines: list[Line]
    before_percent: int
    after_percent: int
    low: int  # of the change, in points: below zero is better
    high: int
    next_day: int  # after publication, on which it is looked at again

    @property
    def is_sure(self) -> bool:
        """Whether the change is more than chance would make."""
        return self.high < 0 or self.low > 0

    @property
    def has_fallen(self) -> bool:
        return self.high < 0

    @property
    def least_points(self) -> int:
        """The change in points, its sign left out, at least."""
        return min(abs(self.low), abs(self.high))

    @property
    def most_points(self) -> int:
        return max(abs(self.low), abs(self.high))


def report_of(proof: Proof, *, now: datetime) -> ProofReport:
    """Return what is shown of ``proof``; what is searched since is as of the last look."""
    before, after = Tally.of(proof.before), Tally.of(proof.after)
    sides = compared(proof)
    return ProofReport(
        proof=proof,
        lines=_lines(before, after),
        before_percent=round(100 * sides.before.value),
        after_percent=round(100 * sides.after.value),
        low=round(100 * sides.change.low),
        high=round(100 * sides.change.high),
        next_day=rules.next_look(
            max(proof.looked_on, rules.day_of(proof.published_at, now))
        ),
    )


def _lines(before: Tally, after: Tally) -> list[Line]:
    labels = {
        "searches": _("Searches"),
        "failed": _("Failed"),
        "no_result": _("Nothing found"),
        "blocked": _("Found only what they may not read"),
        "no_click": _("Nothing opened"),
        "reformulated": _("Searched again in other words"),
        "asked": _("Asked the community within a day"),
        "ticketed": _("Wrote to support within a day"),
        "helped": _("Said that it helped"),
    }
    return [
        Line(label, getattr(before, name), getattr(after, name))
        for name, label in labels.items()
    ]
