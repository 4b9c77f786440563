"""The public door of search: what other apps and the views call."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from accounts.roles import audience_of
from base.audience import Audience
from search import log
from search.engine import EngineUnavailable, Hit, Query, get_engine
from search.gaps import dismiss, link_draft, needs_of, refresh_gaps, reopen
from search.indexing import note_changed, sweep
from search.log import click, purge
from search.models import SearchEvent
from search.needs import (
    record_need,
    record_outcome,
    story_of,
    story_of_visit,
    withdraw_need,
)
from search.syncing import sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from accounts.roles import Reader
    from search.document import Card
    from search.models import Gap
    from search.visit import Visit

__all__ = [
    "card",
    "click",
    "dismiss",
    "likely",
    "link_draft",
    "live",
    "material",
    "note_changed",
    "purge",
    "record_need",
    "record_outcome",
    "refresh_gaps",
    "reopen",
    "search",
    "sections_near",
    "story_of",
    "story_of_visit",
    "sweep",
    "withdraw_need",
]

MIXED = frozenset({"article", "thread"})
PAGE_SIZE = 10
MOST_RESULTS = 100  # nobody pages further; more would only cost
LIVE_SIZE = 8
LIKE_SHARE = 0.3  # suggestions may match less of the words than results do
BROWSER = "Mozilla/5.0 (a person)"


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the results page."""

    card: Card
    words: str  # what was searched, as typed or put right
    position: int  # from 1, across pages

    @property
    def excerpt(self) -> str:
        """The part of the text that answers best, as safe HTML with <mark>."""
        card = self.card
        return get_engine().highlight(card.text, self.words, card.language)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results, and what to offer when there are none."""

    text: str
    hits: list[Result]
    total: int  # what this reader may read, at most MOST_RESULTS
    page: int
    corrected: str  # what was searched instead, when the text as typed found nothing
    event: SearchEvent
    suggestion: str = ""  # "did you mean", when something was found all the same
    places: tuple[tuple[str, str], ...] = ()  # key and name of where the results are

    @property
    def pages(self) -> int:
        return -(-self.total // PAGE_SIZE)


@dataclass(frozen=True, slots=True)
class Material:
    """What an article could be made of."""

    questions: list[str]
    texts: list[tuple[Card, str]] = field(default_factory=list)


def cards_of(hits: Sequence[Hit], reader: Reader) -> dict[str, Card]:
    """Ask the database what ``reader`` may read of ``hits``; the index is no authority."""
    keys = [hit.key for hit in hits]
    found: dict[str, Card] = {}
    for source in sources():
        ours = [key for key in keys if key.partition(":")[0] in source.kinds]
        if ours:
            found |= source.cards(ours, reader)
    return {key: found[key] for key in keys if key in found}


def readable(hits: Sequence[Hit], reader: Reader) -> list[Hit]:
    """Ask the database which of ``hits`` the reader may know of; keep their order."""
    keys = [hit.key for hit in hits]
    allowed: set[str] = set()
    for source in sources():
        ours = [key for key in keys if key.partition(":")[0] in source.kinds]
        if ours:
            allowed |= source.readable(ours, reader)
    return [hit for hit in hits if hit.key in allowed]


def card(key: str, reader: Reader) -> Card | None:
    """Return one document's card, or None when ``reader`` may not read it."""
    for source in sources():
        if key.partition(":")[0] in source.kinds:
            return source.cards([key], reader).get(key)
    return None


def search(
    *,
    text: str,
    reader: Reader,
    visit: Visit,
    language: str,
    source: str = "page",
    page: int = 1,
    kind: str = "",
    place: str = "",
    state: str = "",
    agent: str = BROWSER,
    literal: bool = False,
    at: datetime | None = None,
) -> Results:
    """Search for ``reader`` and write the search down.

    Args:
        literal: do not put misspelt words right, even when nothing is found.
        agent: what the browser calls itself, to leave crawlers out of the figures.

    Raises:
        EngineUnavailable: there is no index to read at the moment.
    """
    query = Query(
        text=text,
        language=language,
        audience=audience_of(reader),
        kinds=frozenset({kind}) if kind in MIXED else MIXED,
        place=place,
        state=state,
        limit=MOST_RESULTS,
    )
    found = _find(query, literal=literal)
    allowed = readable(found.hits, reader)
    start = (page - 1) * PAGE_SIZE
    shown = list(cards_of(allowed[start : start + PAGE_SIZE], reader).values())
    event = log.record(
        text=text,
        language=language,
        reader=reader,
        visit=visit,
        source=source,
        found_before=len(found.hits) or _found_by_staff(query),
        found_after=len(allowed),
        keys=[card.key for card in shown],
        first=start,
        agent=agent,
        at=at,
    )
    words = found.corrected or text
    hits = [Result(card, words, place) for place, card in enumerate(shown, start=start + 1)]
    return Results(
        text=text,
        hits=hits,
        total=len(allowed),
        page=page,
        corrected=found.corrected,
        event=event,
        suggestion=found.suggestion,
        places=tuple(dict.fromkeys((card.place_key, card.place) for card in shown)),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine gave, for the text as typed or put right."""

    hits: list[Hit]
    corrected: str = ""
    suggestion: str = ""


def _find(query: Query, *, literal: bool) -> Found:
    """Search; put misspelt words right by itself only when nothing is found."""
    engine = get_engine()
    hits = engine.search(query)
    if literal or len(hits) >= PAGE_SIZE:
        return Found(hits)
    better = engine.correct(query.text, query.language, query.audience)
    if hits or not better:
        return Found(hits, suggestion=better)
    right = engine.search(replace(query, text=better))
    return Found(right, corrected=better if right else "")


def _found_by_staff(query: Query) -> int:
    """Return how much there is that this reader may not read: a search was blocked."""
    if query.audience is Audience.STAFF:
        return 0
    return len(get_engine().search(replace(query, audience=Audience.STAFF)))


def live(
    *, text: str, reader: Reader, visit: Visit, language: str, agent: str = BROWSER
) -> list[Card]:
    """Return what the box shows while one types, and write the search down.

    Raises:
        EngineUnavailable: there is no index to read at the moment.
    """
    query = Query(
        text=text,
        language=language,
        audience=audience_of(reader),
        kinds=MIXED,
        limit=LIVE_SIZE,
    )
    engine = get_engine()
    hits = engine.suggest(query) or engine.search(query)
    cards = list(cards_of(hits, reader).values())
    log.record(
        text=text,
        language=language,
        reader=reader,
        visit=visit,
        source=SearchEvent.Source.LIVE,
        found_before=len(hits),
        found_after=len(cards),
        keys=[card.key for card in cards],
        agent=agent,
    )
    return cards


def likely(
    *,
    text: str,
    reader: Reader,
    language: str,
    limit: int = 5,
    kinds: Iterable[str] = MIXED,
) -> list[Card]:
    """Return what is most like ``text``, for suggestions; nothing is written down.

    Without an index there is nothing to suggest, and no page fails for it.
    """
    query = Query(
        text=text,
        language=language,
        audience=audience_of(reader),
        kinds=frozenset(kinds),
        limit=limit,
        least_share=LIKE_SHARE,
    )
    try:
        hits = get_engine().search(query)
    except EngineUnavailable:
        return []
    return list(cards_of(hits, reader).values())


def sections_near(*, text: str, reader: Reader, language: str) -> list[Card]:
    """Return sections to look into when nothing was found."""
    return likely(text=text, reader=reader, language=language, limit=4, kinds={"section"})


def material(gap: Gap, reader: Reader) -> Material:
    """Return what people asked in the words of ``gap``, and what may answer it."""
    needs = needs_of(gap)
    keys = [need.key for need in needs]
    texts: list[tuple[Card, str]] = []
    for source in sources():
        cards = source.cards(
            [key for key in keys if key.split(":")[0] in source.kinds], reader
        )
        texts += [(card, card.text) for card in cards.values()]
    asked = [query.text for query in gap.queries.all()] + [need.text for need in needs]
    return Material(questions=list(dict.fromkeys(asked)), texts=texts)
