"""How long an answer takes on a board, in clock time, those still waiting counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.utils import timezone

from base.percentiles import Claim, Wait, expected_wait
from community.models import Thread

if TYPE_CHECKING:
    from community.models import Board

PERIOD = timedelta(days=30)
KEPT_SECONDS = 300


def board_wait(board: Board | None, *, now: datetime | None = None) -> Claim | None:
    """Return what may be claimed of the time to a first answer by somebody else.

    Args:
        board: one board, or None for the whole community.
        now: the end of the 30 days looked at; None takes a cached answer.
    """
    if now is not None:
        return _compute(board, now)
    key = f"board-wait:{board.pk if board else 'all'}"
    found = cache.get(key)
    if found is None:
        found = (_compute(board, timezone.now()),)
        cache.set(key, found, KEPT_SECONDS)
    claim: Claim | None = found[0]
    return claim


def _compute(board: Board | None, now: datetime) -> Claim | None:
    asked = Thread.objects.questions().filter(
        hidden_at=None, asked_at__gt=now - PERIOD, asked_at__lte=now
    )
    if board is not None:
        asked = asked.filter(board=board)
    waits = []
    for asked_at, answered_at in asked.values_list("asked_at", "first_answer_at"):
        end = min(answered_at or now, now)
        is_over = answered_at is not None and answered_at <= now
        waits.append(Wait(minutes=(end - asked_at).total_seconds() / 60, is_over=is_over))
    return expected_wait(waits)
