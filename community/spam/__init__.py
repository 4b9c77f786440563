"""How much a message looks like spam, by plain rules that say their reasons."""

from __future__ import annotations

from community.spam.facts import Facts
from community.spam.reasons import Reason, Score
from community.spam.scoring import HELD_FROM, held_from, score

__all__ = ["HELD_FROM", "Facts", "Reason", "Score", "held_from", "score"]
