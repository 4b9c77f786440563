"""What other apps push here: signs of need, and what people did after searching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from base.scrub import scrub
from search.gaps.masking import LEFT_OUT
from search.log import stems_of
from search.models import Need, Outcome, SearchEvent

if TYPE_CHECKING:
    from datetime import datetime

    from search.visit import Visit

TEXT_MAX = 300
STORY_MAX = 20


@dataclass(frozen=True, slots=True)
class Story:
    """What somebody tried before asking, oldest first."""

    searches: list[tuple[str, datetime, int]]  # text, when, how many results
    articles: list[tuple[str, datetime]]  # key, when


def record_need(
    *,
    kind: str,
    key: str,
    text: str,
    language: str,
    at: datetime | None = None,
    visitor: str = "",
) -> None:
    """Write down one sign of need; the same ``kind`` and ``key`` again changes nothing."""
    text = scrub(text)[:TEXT_MAX]
    Need.objects.get_or_create(
        kind=kind,
        key=key,
        defaults={
            "text": text,
            # A question stands on the site; of the others the next night says what may.
            "shown": text if kind == Need.Kind.UNANSWERED else LEFT_OUT,
            "stems": stems_of(text, language),
            "language": language,
            "visitor": visitor,
            "at": at or timezone.now(),
        },
    )


def withdraw_need(*, kind: str, key: str) -> None:
    """Take a sign of need back: it was met."""
    Need.objects.filter(kind=kind, key=key).delete()


def record_outcome(
    *,
    visit: Visit,
    kind: str,
    key: str,
    text: str = "",
    language: str = "",
    at: datetime | None = None,
) -> None:
    """Write down what somebody did after searching, with what was read in that visit.

    Args:
        text: what was asked, in ``language``; only its stems are kept, which tell whether
            an earlier search was on the same subject.
    """
    Outcome.objects.get_or_create(
        kind=kind,
        key=key,
        session=visit.session,
        defaults={
            "visitor": visit.visitor,
            "stems": stems_of(scrub(text), language) if text else "",
            "articles_read": [
                [name, moment.isoformat()] for name, moment in visit.articles_read
            ],
            "at": at or timezone.now(),
        },
    )


def story_of(key: str) -> Story:
    """Return the searches and readings of the visit in which ``key`` was asked."""
    outcome = (
        Outcome.objects.filter(kind=Outcome.Kind.ASKED, key=key).order_by("at").first()
    )
    if outcome is None:
        return Story([], [])
    articles = [
        (name, moment)
        for name, text in outcome.articles_read
        if (moment := parse_datetime(text)) is not None
    ]
    return Story(_searches(outcome.session, until=outcome.at), articles)


def story_of_visit(visit: Visit) -> Story:
    """Return the searches and readings of the running visit."""
    return Story(_searches(visit.session, until=timezone.now()), visit.articles_read)


def _searches(session: str, *, until: datetime) -> list[tuple[str, datetime, int]]:
    if not session:
        return []
    rows = SearchEvent.objects.filter(session=session, at__lte=until).exclude(
        left_out=SearchEvent.LeftOut.TYPED_AHEAD
    )
    latest = rows.order_by("-at").values_list("text", "at", "found_after")[:STORY_MAX]
    return list(latest)[::-1]
