"""The public door of search: what other apps and the views call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search import community_visits, log, wishes
from search.alike import Suggested, likely, live, sections_near, similar, suggest
from search.cards import card, cards_at
from search.closing import check_drafts
from search.community_visits import in_community
from search.dwell import stayed, work_out_dwell
from search.finding import Filters, Result, Results, search
from search.gaps.answering import link_draft, note_asked
from search.gaps.editing import (
    assign,
    comment,
    decide,
    dismiss,
    merge,
    move,
    rename,
    reopen,
    set_due,
    split,
)
from search.gaps.refreshing import refresh_gaps
from search.indexing import note_changed, sweep
from search.log import click
from search.material import Material, Nature, material
from search.needs import (
    record_need,
    record_outcome,
    story_of,
    story_of_visit,
    withdraw_need,
)
from search.proving import look as look_at_proofs
from search.tasks import renew
from search.totals import add_up
from search.weekly import tell_due as tell_of_the_week
from search.wishes import (
    Wished,
    confirmable,
    look_again,
    stoppable,
    waits_for,
    wish,
    wishes_of,
)
from search.wishes import confirm as confirm_wish
from search.wishes import stop as stop_wish
from search.wishes import stop_mail as stop_wish_mail

if TYPE_CHECKING:
    from datetime import datetime


__all__ = [
    "Filters",
    "Material",
    "Nature",
    "Result",
    "Results",
    "Suggested",
    "Wished",
    "add_up",
    "assign",
    "card",
    "cards_at",
    "check_drafts",
    "click",
    "comment",
    "confirm_wish",
    "confirmable",
    "decide",
    "dismiss",
    "in_community",
    "likely",
    "link_draft",
    "live",
    "look_again",
    "look_at_proofs",
    "material",
    "merge",
    "move",
    "note_asked",
    "note_changed",
    "purge",
    "record_need",
    "record_outcome",
    "refresh_gaps",
    "rename",
    "renew_index",
    "reopen",
    "search",
    "sections_near",
    "set_due",
    "similar",
    "split",
    "stayed",
    "stop_wish",
    "stop_wish_mail",
    "stoppable",
    "story_of",
    "story_of_visit",
    "suggest",
    "sweep",
    "tell_of_the_week",
    "waits_for",
    "wish",
    "wishes_of",
    "withdraw_need",
    "work_out_dwell",
]


def renew_index() -> None:
    """Have the worker build an index anew that many changes have worn; by night."""
    renew.enqueue()


def purge(*, now: datetime | None = None) -> int:
    """Throw away searches, visits and wishes past their time; return how many rows."""
    return log.purge(now=now) + community_visits.purge(now=now) + wishes.purge(now=now)
