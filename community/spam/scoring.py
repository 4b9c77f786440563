"""Add the reasons up: from ``HELD_FROM`` points on, a moderator looks first."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.conf import settings

from community.spam import habits, linking, wording
from community.spam.reading import read
from community.spam.reasons import Reason, Score
from community.spam.sites import familiar_owners

if TYPE_CHECKING:
    from community.spam.facts import Facts

HELD_FROM = 10
FILLER_POINTS = 4


def held_from() -> int:
    """Return the points from which a message is held; 0 for never."""
    chosen = getattr(settings, "SPAM_HELD_FROM", None)
    return HELD_FROM if chosen is None else int(chosen)


def score(facts: Facts) -> Score:
    """Return how much a message looks like spam, and why; no database, no network."""
    reading = read(facts.text)
    familiar = familiar_owners(facts.own_hosts | facts.trusted_hosts)
    found = list(
        chain(
            linking.reasons(reading, facts, familiar),
            wording.reasons(reading, facts),
            habits.reasons(reading, facts, familiar),
        )
    )
    found += _together({reason.code for reason in found})
    found.sort(key=lambda reason: -reason.points)
    return Score(max(0, sum(reason.points for reason in found)), tuple(found))


def _together(codes: set[str]) -> list[Reason]:
    """A text that fits anywhere is harmless, and so is a link: both at once seldom are."""
    is_filler = "tone" in codes and not codes.isdisjoint({"links", "links-new"})
    return [Reason("filler", FILLER_POINTS)] if is_filler else []
