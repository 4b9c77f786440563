"""What was kept out lately, for staff to look at: by the same words, without rare ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from search.gaps.masking import masked
from search.models import SearchEvent
from search.models.gaps import MIN_PEOPLE

if TYPE_CHECKING:
    from datetime import datetime

LATELY = timedelta(days=28)
MOST_READ = 10_000  # searches, the latest
LISTED = 50
Reasons = SearchEvent.LeftOut


@dataclass(slots=True)
class KeptOut:
    """Searches of the same words that are kept out for one reason."""

    reason: str
    language: str
    stems: str
    text: str
    last_at: datetime
    latest: int  # pk of the latest of these searches
    searches: int = 0
    people: set[str] = field(default_factory=set)  # who may be told apart

    @property
    def label(self) -> str:
        return str(Reasons(self.reason).label)


def kept_out(*, now: datetime) -> list[KeptOut]:
    """Return what was kept out in the last 28 days, most searches first."""
    rows = SearchEvent.objects.filter(
        left_out__in=(Reasons.JUNK, Reasons.WAVE), at__gte=now - LATELY
    ).order_by("-at", "-pk")
    found: dict[tuple[str, str, str], KeptOut] = {}
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for reason, language, stems, text, at, visitor, pk in rows.values_list(
        *("left_out", "language", "stems", "text", "at", "visitor", "pk")
    )[:MOST_READ]:
        key = (reason, language, stems)
        one = found.setdefault(key, KeptOut(reason, language, stems, text, at, pk))
        one.searches += 1
        if not visitor:
            continue  # perhaps one person many times: that makes no word known
        one.people.add(visitor)
        for stem in stems.split():
            people[language, stem].add(visitor)
    known = {stem for stem, those in people.items() if len(those) >= MIN_PEOPLE}
    ranked = sorted(found.values(), key=lambda one: (-one.searches, one.text))[:LISTED]
    for one in ranked:
        one.text = masked(one.text, one.language, known)
    return ranked
