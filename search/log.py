"""Writing down searches and clicks; it never fails a search."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.roles import audience_of
from base.scrub import scrub
from search.language.analysis import query_terms
from search.models import Click, SearchEvent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.roles import Reader
    from search.visit import Visit

TEXT_MAX = 200
TYPING = timedelta(seconds=5)  # a longer text within this replaces the first
PAGING = timedelta(minutes=30)
KEPT = timedelta(days=90)
CRAWLER = re.compile(
    r"bot\b|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|java/|headlesschrome",
    re.IGNORECASE,
)


def stems_of(text: str, language: str) -> str:
    """Return what ``text`` is about, whatever the order and endings of its words."""
    return " ".join(sorted(query_terms(text, language)))[:TEXT_MAX]


def is_crawler(agent: str) -> bool:
    """Whether a browser says, or by saying nothing shows, that no person is behind it."""
    return not agent or CRAWLER.search(agent) is not None


def record(
    *,
    text: str,
    language: str,
    reader: Reader,
    visit: Visit,
    source: str,
    found_before: int,
    found_after: int,
    keys: Sequence[str],
    agent: str,
    first: int = 0,
    at: datetime | None = None,
) -> SearchEvent:
    """Write one search down, scrubbed; what was typed on the way to it is no search.

    Args:
        keys: what this page shows, in order.
        first: how many results the pages before it have; the same session's search is
            then carried on, for turning a page is no new search.
    """
    moment = at or timezone.now()
    text = scrub(" ".join(text.split()))[:TEXT_MAX]
    shown = [""] * first + list(keys)
    if first and (event := _carried_on(visit.session, text, moment)):
        event.keys = [*event.keys, *shown[len(event.keys) :]]
        event.keys[first:] = list(keys)
        event.save(update_fields=["keys"])
        return event
    event = SearchEvent.objects.create(
        at=moment,
        text=text,
        stems=stems_of(text, language),
        language=language,
        audience=audience_of(reader),
        source=source,
        found_before=found_before,
        found_after=found_after,
        visitor=visit.visitor,
        session=visit.session,
        left_out=_why_left_out(reader, agent),
        keys=shown,
    )
    _merge_typing(event)
    return event


def _carried_on(session: str, text: str, moment: datetime) -> SearchEvent | None:
    return (
        SearchEvent.objects.filter(session=session, text=text, at__gte=moment - PAGING)
        .order_by("-at")
        .first()
    )


def _why_left_out(reader: Reader, agent: str) -> str:
    if reader.is_authenticated and reader.is_moderator:
        return SearchEvent.LeftOut.STAFF
    return SearchEvent.LeftOut.CRAWLER if is_crawler(agent) else SearchEvent.LeftOut.COUNTED


def _merge_typing(event: SearchEvent) -> None:
    """Leave out what the same session typed on the way to ``event``."""
    before = SearchEvent.objects.filter(
        session=event.session, at__gte=event.at - TYPING, at__lte=event.at, left_out=""
    ).exclude(pk=event.pk)
    typed = [row.pk for row in before if event.text.lower().startswith(row.text.lower())]
    SearchEvent.objects.filter(pk__in=typed).update(
        left_out=SearchEvent.LeftOut.TYPED_AHEAD
    )


def click(
    *,
    event: SearchEvent,
    position: int,
    visit: Visit | None = None,
    at: datetime | None = None,
) -> str:
    """Write down that the result at ``position`` (from 1) was opened; return its key.

    Somebody else's link, sent around, leads there as well and is not counted.

    Raises:
        LookupError: the search never had a result there.
    """
    if not 1 <= position <= len(event.keys) or not event.keys[position - 1]:
        raise LookupError(position)
    key: str = event.keys[position - 1]
    if visit is None or visit.session == event.session:
        Click.objects.get_or_create(
            event=event,
            position=position,
            defaults={"key": key, "at": at or timezone.now()},
        )
    return key


def purge(*, now: datetime | None = None) -> int:
    """Throw away rows past their 90 days; return how many."""
    old = SearchEvent.objects.filter(at__lt=(now or timezone.now()) - KEPT)
    return old.delete()[0]
