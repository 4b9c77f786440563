"""Figures about a whole board, all of its time."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from django.db.models import F, Min

from community.models import Post

if TYPE_CHECKING:
    from community.models import Board


def first_answer_figures(board: Board) -> tuple[float | None, float]:
    """Return how long a first answer by somebody else took, and how many had none.

    Every question and answer counts, taken down since or not: this says how it was.

    Returns:
        The median in minutes over the questions that have such an answer (None without
        any), and the share from 0.0 to 1.0 of those that have none.
    """
    questions = board.threads.questions()
    by_others = (
        Post.objects.answers()
        .filter(thread__in=questions)
        .exclude(author=F("thread__author"))
        .values("thread")
        .annotate(first=Min("posted_at"))
        .values_list("thread__asked_at", "first")
    )
    waits = [(first - asked).total_seconds() / 60 for asked, first in by_others]
    total = questions.count()
    share_without = 1 - len(waits) / total if total else 0.0
    return (median(waits) if waits else None), share_without
