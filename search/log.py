"""Writing down searches and clicks; it never fails a search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.roles import audience_of
from base.scrub import scrub
from search.language.analysis import query_terms
from search.models import Click, Outcome, SearchEvent
from search.unfailing import unfailing
from search.visit import destroy_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.roles import Reader
    from search.document import Card
    from search.visit import Visit

TEXT_MAX = 200
TYPING = timedelta(seconds=5)  # a longer text within this replaces the first
PAGING = timedelta(minutes=30)
KEPT = timedelta(days=90)
CRAWLER = re.compile(
    r"bot\b|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|java/|headlesschrome",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a result led to, and the row of it that may learn how long it was read."""

    key: str
    click_id: int | None = None


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
    shown: Sequence[Card],
    agent: str,
    place: str = "",
    first: int = 0,
    at: datetime | None = None,
) -> SearchEvent | None:
    """Write one search down, scrubbed; what was typed on the way to it is no search.

    Returns None when the database refuses: results are shown all the same.

    Args:
        shown: what this page shows, in order.
        place: the board or section that was searched; without it, that of the first result.
        first: how many results the pages before it have; the same session's search is
            then carried on, for turning a page is no new search.
    """
    text = scrub(" ".join(text.split()))[:TEXT_MAX]
    event = SearchEvent(
        at=at or timezone.now(),
        text=text,
        stems=stems_of(text, language),
        language=language,
        audience=audience_of(reader),
        source=source,
        found_before=found_before,
        found_after=found_after,
        session=visit.session if visit.may_be_followed else "",
        keys=[""] * first + [card.key for card in shown],
        place=place or (shown[0].place_key if shown else ""),
    )
    event.left_out = _why_left_out(event, reader, visit, agent, first)
    return unfailing(partial(_write, event, visit, first))


def _write(event: SearchEvent, visit: Visit, first: int) -> SearchEvent:
    if first and (before := _carried_on(event)):
        kept, later = before.keys[:first], before.keys[len(event.keys) :]
        before.keys = [*kept, *event.keys[len(kept) :], *later]
        before.save(update_fields=["keys"])
        return before
    event.visitor = visit.visitor
    _merge_typing(event)
    event.save(force_insert=True)
    return event


def _carried_on(event: SearchEvent) -> SearchEvent | None:
    if not event.session:
        return None
    return (
        SearchEvent.objects.filter(
            session=event.session, text=event.text, at__gte=event.at - PAGING
        )
        .order_by("-at")
        .first()
    )


def _why_left_out(
    event: SearchEvent, reader: Reader, visit: Visit, agent: str, first: int
) -> str:
    """Return the first reason for which no figure counts ``event``, if there is one.

    Without a session nobody can tell typing from a search, nor a turned page: what the live
    box was asked counts once something of it is opened, a further page never.
    """
    reasons = SearchEvent.LeftOut
    if visit.is_load_test:
        return reasons.LOAD_TEST
    if reader.is_authenticated and reader.is_moderator:
        return reasons.STAFF
    if is_crawler(agent):
        return reasons.CRAWLER
    is_part = first > 0 or event.source == SearchEvent.Source.LIVE
    return reasons.TYPED_AHEAD if is_part and not event.session else reasons.COUNTED


def _merge_typing(event: SearchEvent) -> None:
    """Leave out what the same session typed on the way to ``event``."""
    if not event.session:
        return
    before = SearchEvent.objects.counted().filter(
        session=event.session, at__range=(event.at - TYPING, event.at)
    )
    typed = [
        pk
        for pk, text in before.values_list("pk", "text")
        if event.text.lower().startswith(text.lower())
    ]
    if typed:
        SearchEvent.objects.filter(pk__in=typed).update(
            left_out=SearchEvent.LeftOut.TYPED_AHEAD
        )


def click(
    *,
    event: SearchEvent,
    position: int,
    visit: Visit | None = None,
    at: datetime | None = None,
) -> Opened:
    """Write down that the result at ``position`` (from 1) was opened; return what it is.

    Somebody else's link, sent around, leads there as well and is not counted.

    Raises:
        LookupError: the search never had a result there.
    """
    if not 1 <= position <= len(event.keys) or not event.keys[position - 1]:
        raise LookupError(position)
    key: str = event.keys[position - 1]
    moment = at or timezone.now()
    if visit is not None and not _is_of(event, visit, moment):
        return Opened(key)
    row = unfailing(partial(_write_click, event, position, key, moment))
    return Opened(key, row.pk if row and event.session else None)


def _is_of(event: SearchEvent, visit: Visit, moment: datetime) -> bool:
    """Whether ``visit`` made the search: of one without a session, whoever comes soon."""
    if not event.session:
        return moment - event.at <= PAGING
    return visit.session == event.session


def _write_click(event: SearchEvent, position: int, key: str, moment: datetime) -> Click:
    row, _is_new = Click.objects.get_or_create(
        event=event, position=position, defaults={"key": key, "at": moment}
    )
    is_typing = event.left_out == SearchEvent.LeftOut.TYPED_AHEAD
    if is_typing and not event.session and event.source == SearchEvent.Source.LIVE:
        event.left_out = SearchEvent.LeftOut.COUNTED
        event.save(update_fields=["left_out"])
    return row


def purge(*, now: datetime | None = None) -> int:
    """Throw away rows and keys of visitors past their 90 days; return how many."""
    moment = now or timezone.now()
    searches = SearchEvent.objects.filter(at__lt=moment - KEPT).delete()[0]
    outcomes = Outcome.objects.filter(at__lt=moment - KEPT).delete()[0]
    return searches + outcomes + destroy_keys(now=moment)
