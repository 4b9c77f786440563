"""What search remembers: notes for the index, searches, needs and gaps."""

from __future__ import annotations

from search.models.events import Click, SearchEvent, VisitorKey
from search.models.gaps import Gap, GapLink, GapQuery
from search.models.needs import Need, Outcome
from search.models.notes import IndexNote

__all__ = [
    "Click",
    "Gap",
    "GapLink",
    "GapQuery",
    "IndexNote",
    "Need",
    "Outcome",
    "SearchEvent",
    "VisitorKey",
]
