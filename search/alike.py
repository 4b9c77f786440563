"""What is like a text: suggestions while asking, what resembles a page, sections near."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from django.core.cache import caches

from accounts.roles import audience_of
from search import log
from search.cards import cards_of
from search.engine import EngineUnavailable, Hit, get_engine
from search.finding import BROWSER, MIXED, found_by_staff, query_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accounts.roles import Reader
    from search.document import Card
    from search.models import SearchEvent
    from search.visit import Visit

LIKE_SHARE = 0.3  # suggestions may match less of the words than results do
SIMILAR_SHARE = 0.15  # and what resembles a whole text even less
SIMILAR_CHARACTERS = 1_000
LIVE_SIZE = 8
LOOKED_AT = 30  # hits of both kinds, to have enough of each
KEPT_SECONDS = 600  # a page is read more often than what resembles it changes


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
    query = replace(
        query_for(text, reader, language),
        kinds=frozenset(kinds),
        limit=limit,
        least_share=LIKE_SHARE,
    )
    try:
        hits = get_engine().search(query).hits
    except EngineUnavailable:
        return []
    return list(cards_of(hits, reader).values())


def similar(
    *, key: str, text: str, language: str, reader: Reader, most: Mapping[str, int]
) -> dict[str, list[Card]]:
    """Return what resembles the document ``key``, by kind, the nearest first.

    Args:
        text: of the document, its title first; what comes late in it is not searched.
        most: how many of each kind to return: ``{"thread": 5, "article": 3}``.

    What is alike is looked for now and then, what ``reader`` may read each time.
    """
    text = text[:SIMILAR_CHARACTERS]
    keys = [each for each in _alike(text, language, reader) if each != key]
    chosen = [
        Hit(each, kind, "", 0.0)
        for kind, number in most.items()
        for each in [each for each in keys if each.startswith(f"{kind}:")][:number]
    ]
    cards = cards_of(chosen, reader).values()
    return {kind: [card for card in cards if card.kind == kind] for kind in most}


def _alike(text: str, language: str, reader: Reader) -> list[str]:
    """Return the keys of what is like ``text``, from this process's memory if there."""
    audience = audience_of(reader)
    kept = caches["process"]
    name = sha256(f"{audience}/{language}/{text}".encode()).hexdigest()
    keys: list[str] | None = kept.get(name)
    if keys is None:
        query = replace(
            query_for(text, reader, language), limit=LOOKED_AT, least_share=SIMILAR_SHARE
        )
        try:
            keys = [hit.key for hit in get_engine().search(query).hits]
        except EngineUnavailable:
            return []
        kept.set(name, keys, KEPT_SECONDS)
    return keys


@dataclass(frozen=True, slots=True)
class Suggested:
    """What may answer while one types; without an index nothing."""

    cards: list[Card] = field(default_factory=list)
    event: SearchEvent | None = None

    @property
    def groups(self) -> list[tuple[str, list[tuple[int, Card]]]]:
        """The cards with their places (from 1), those of one kind together."""
        placed = enumerate(self.cards, start=1)
        grouped = groupby(placed, key=lambda each: each[1].kind)
        return [(kind, list(several)) for kind, several in grouped]


def suggest(
    *,
    text: str,
    reader: Reader,
    visit: Visit,
    language: str,
    limit: int = 5,
    agent: str = BROWSER,
) -> Suggested:
    """Return what is most like ``text`` and write the search down, from the ask form."""
    query = replace(query_for(text, reader, language), limit=limit, least_share=LIKE_SHARE)
    try:
        hits = get_engine().search(query).hits
        blocked = 0 if hits else found_by_staff(query)
        language = get_engine().language_of(text, language)
    except EngineUnavailable:
        return Suggested()
    cards = list(cards_of(hits, reader).values())
    event = log.record(
        text=text,
        language=language,
        reader=reader,
        visit=visit,
        source="ask",
        found_before=len(hits) or blocked,
        found_after=len(cards),
        shown=cards,
        agent=agent,
    )
    return Suggested(cards, event)


def live(
    *, text: str, reader: Reader, visit: Visit, language: str, agent: str = BROWSER
) -> Suggested:
    """Return what the box shows while one types, and write the search down.

    Raises:
        EngineUnavailable: there is no index to read at the moment.
    """
    query = replace(query_for(text, reader, language), limit=LIVE_SIZE)
    engine = get_engine()
    hits = engine.suggest(query) or engine.search(query).hits
    cards = _by_kind(cards_of(hits, reader).values())
    event = log.record(
        text=text,
        language=engine.language_of(text, language),
        reader=reader,
        visit=visit,
        source="live",
        found_before=len(hits),
        found_after=len(cards),
        shown=cards,
        agent=agent,
    )
    return Suggested(cards, event)


def _by_kind(cards: Iterable[Card]) -> list[Card]:
    """Put the cards of one kind together, the kind of the best card first."""
    listed = list(cards)
    kinds = list(dict.fromkeys(card.kind for card in listed))
    return sorted(listed, key=lambda card: kinds.index(card.kind))


def sections_near(*, text: str, reader: Reader, language: str) -> list[Card]:
    """Return sections to look into when nothing was found."""
    return likely(text=text, reader=reader, language=language, limit=4, kinds={"section"})
