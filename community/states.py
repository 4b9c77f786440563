"""The states of a question, derived; one definition for SQL and for one row.

The first that holds: solved, with support, needs attention, answered, unanswered.
Discussions have none.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from community.models import Thread


class State(StrEnum):
    SOLVED = "solved"
    SUPPORT = "support"
    ATTENTION = "attention"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


LABELS = {
    State.SOLVED: _("Solved"),
    State.SUPPORT: _("With support"),
    State.ATTENTION: _("Needs attention"),
    State.ANSWERED: _("Answered"),
    State.UNANSWERED: _("Unanswered"),
}
IS_WITH_SUPPORT = Q(support_state__in=["sending", "with_support", "waiting", "not_sent"])
HAS_ANSWER = Q(peer_answer_count__gt=0)
IS_QUESTION = Q(kind="question")
# The last word is the author's, or the author said that the answers do not help.
IS_OPEN_AGAIN = Q(is_last_by_author=True) | Q(not_helped_at__isnull=False)
# Each excludes those before it, so that a thread is in exactly one. Solved is asked of
# solved_at, which a constraint ties to accepted_post: the unique index of the latter
# misleads SQLite into reading the whole table.
_open = IS_QUESTION & Q(solved_at=None)
_ours = _open & ~IS_WITH_SUPPORT
CONDITIONS = {
    State.SOLVED: IS_QUESTION & Q(solved_at__isnull=False),
    State.SUPPORT: _open & IS_WITH_SUPPORT,
    State.ATTENTION: _ours & HAS_ANSWER & IS_OPEN_AGAIN,
    State.ANSWERED: _ours & HAS_ANSWER & ~IS_OPEN_AGAIN,
    State.UNANSWERED: _ours & ~HAS_ANSWER,
}


def state_of(thread: Thread) -> State | None:
    """Return the state of one row, by the same rules as ``CONDITIONS``."""
    if not thread.is_question:
        return None
    if thread.is_solved:
        return State.SOLVED
    if thread.support_state in {"sending", "with_support", "waiting", "not_sent"}:
        return State.SUPPORT
    if not thread.peer_answer_count:
        return State.UNANSWERED
    is_open_again = thread.is_last_by_author or thread.not_helped_at is not None
    return State.ATTENTION if is_open_again else State.ANSWERED
