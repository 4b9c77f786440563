"""What search remembers: notes for the index, searches, needs, gaps and wishes."""

from __future__ import annotations

from search.models.curation import Judgement, Pin, Synonym
from search.models.events import Click, SearchEvent, VisitorKey
from search.models.gaps import Gap, GapComment, GapLink, Proof, Wording
from search.models.needs import Need, Outcome
from search.models.notes import IndexNote
from search.models.rising import CountedAnyway, RisingWord, SearchWeek, WeekTerm
from search.models.terms import (
    ArticleTotal,
    CommunityTotal,
    CommunityVisit,
    CountedPeriod,
    TermTotal,
)
from search.models.totals import DailyTotal
from search.models.wishes import AnswerWish

__all__ = [
    "AnswerWish",
    "ArticleTotal",
    "Click",
    "CommunityTotal",
    "CommunityVisit",
    "CountedAnyway",
    "CountedPeriod",
    "DailyTotal",
    "Gap",
    "GapComment",
    "GapLink",
    "IndexNote",
    "Judgement",
    "Need",
    "Outcome",
    "Pin",
    "Proof",
    "RisingWord",
    "SearchEvent",
    "SearchWeek",
    "Synonym",
    "TermTotal",
    "VisitorKey",
    "WeekTerm",
    "Wording",
]
