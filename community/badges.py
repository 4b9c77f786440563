"""Which badges there are, and what earns them: each once, and never taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# What reputation counts. Nobody thanks themselves: own votes and own questions do not.
POINTS_ACCEPTED = 15
POINTS_HELPFUL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """What a member did that badges are for."""

    answers: int = 0  # to others
    accepted: int = 0  # by others
    votes: int = 0  # of others, for what they wrote
    helped: int = 0  # different people
    me_too: int = 0  # people who had the same question, for their best one
    years: int = 0  # since they came, of those who wrote something

    @property
    def reputation(self) -> int:
        return POINTS_ACCEPTED * self.accepted + POINTS_HELPFUL * self.votes


@dataclass(frozen=True, slots=True)
class BadgeKind:
    """One badge: ``least`` of a deed earns it."""

    name: str  # as in ``Badge.kind``; never renamed, rows hold it
    label: _StrPromise
    meaning: _StrPromise
    deed: str
    least: int


BADGES = {
    kind.name: kind
    for kind in (
        BadgeKind(
            "first-answer",
            _("First answer"),
            _("answered somebody for the first time"),
            "answers",
            1,
        ),
        BadgeKind(
            "first-accepted",
            _("Solved it"),
            _("wrote an answer that was accepted"),
            "accepted",
            1,
        ),
        BadgeKind(
            "ten-accepted", _("Problem solver"), _("ten accepted answers"), "accepted", 10
        ),
        BadgeKind(
            "fifty-accepted",
            _("Pillar of the community"),
            _("fifty accepted answers"),
            "accepted",
            50,
        ),
        BadgeKind("helped-ten", _("Good neighbour"), _("helped ten people"), "helped", 10),
        BadgeKind(
            "helped-hundred",
            _("Known for helping"),
            _("helped a hundred people"),
            "helped",
            100,
        ),
        BadgeKind(
            "good-question",
            _("Good question"),
            _("ten people had the same question"),
            "me_too",
            10,
        ),
        BadgeKind(
            "first-year", _("One year here"), _("a year here, and took part"), "years", 1
        ),
    )
}


def earned(deeds: Deeds) -> list[str]:
    """Return the names of the badges that ``deeds`` are enough for."""
    return [
        kind.name for kind in BADGES.values() if getattr(deeds, kind.deed) >= kind.least
    ]
