"""Searching for a reader: the results page and the live list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from accounts.roles import audience_of
from base.audience import Audience
from search import log
from search.cards import cards_of, place_names, readable
from search.clicked import clicked_words
from search.curating import pinned_keys, thesaurus
from search.engine import FACETS, Hit, Query, get_engine
from search.language import asking
from search.language.analysis import fold, terms
from search.models import IndexNote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.roles import Reader
    from search.document import Card
    from search.models import SearchEvent
    from search.visit import Visit

MIXED = frozenset({"article", "thread"})
PAGE_SIZE = 10
MOST_RESULTS = 100  # nobody pages further; more would only cost
MOST_PENDING = 1_000  # changes the index has not seen; with more, nothing is counted
BROWSER = "Mozilla/5.0 (a person)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What results are narrowed to; empty strings narrow nothing."""

    kind: str = ""
    place: str = ""
    state: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.kind or self.place or self.state or self.language)


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the results page."""

    card: Card
    words: str  # what was searched, as typed or put right, without operators
    position: int  # from 1, across pages
    is_pinned: bool = False  # chosen for this query by staff

    @property
    def excerpt(self) -> str:
        """The part of the text that answers best, as safe HTML with <mark>."""
        card = self.card
        return get_engine().highlight(card.text, self.words, card.language)


@dataclass(frozen=True, slots=True)
class Place:
    """A board or section to filter by, with how much is found in it."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results, and what to offer when there are none."""

    text: str
    hits: list[Result]
    total: int  # what has all the words, and this reader may read
    page: int
    event: SearchEvent | None  # None when it could not be written down
    corrected: str = ""  # what was searched instead, when the text as typed found nothing
    suggestion: str = ""  # "did you mean", when something was found all the same
    fewer: str = ""  # the words that ``hits`` have, when nothing has them all
    dropped: tuple[str, ...] = ()  # and those left out
    counts: dict[str, dict[str, int]] = field(default_factory=dict)  # facet, value, number
    places: list[Place] = field(default_factory=list)

    @property
    def pages(self) -> int:
        return -(-min(self.total, MOST_RESULTS) // PAGE_SIZE)

    @property
    def is_found(self) -> bool:
        """Whether there is something with all the words, or nearly all."""
        return self.total > 0


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine gave, for the text as typed, put right, or cut down."""

    hits: list[Hit]
    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    corrected: str = ""
    suggestion: str = ""
    fewer: str = ""


def query_for(text: str, reader: Reader, language: str) -> Query:
    """Return the query of ``reader`` with all they may find, and staff's synonyms."""
    return Query(
        text=text,
        language=language,
        audience=audience_of(reader),
        kinds=MIXED,
        thesaurus=thesaurus(),
    )


def search(
    *,
    text: str,
    reader: Reader,
    visit: Visit,
    language: str,
    source: str = "page",
    page: int = 1,
    filters: Filters | None = None,
    agent: str = BROWSER,
    literal: bool = False,
    at: datetime | None = None,
) -> Results:
    """Search for ``reader`` and write the search down.

    Args:
        language: the reader's own; results in it come first.
        literal: do not put misspelt words right, even when nothing is found.
        agent: what the browser calls itself, to leave crawlers out of the figures.

    Raises:
        EngineUnavailable: there is no index to read at the moment.
    """
    filters = filters or Filters()
    query = _filtered(query_for(text, reader, language), filters)
    typed_in = get_engine().language_of(text, language)
    found, known = _find_known(query, reader, typed_in, literal=literal)
    pins = [] if filters else _readable_pins(text, typed_in, reader)
    if pins and found.fewer:
        found, known = Found([], suggestion=found.suggestion), []  # staff chose the answer
    allowed = _with_pins(known, pins)
    # An address with a page too many shows the last one: nothing was missed there.
    page = min(page, max(1, -(-len(allowed) // PAGE_SIZE)))
    start = (page - 1) * PAGE_SIZE
    shown = list(cards_of(allowed[start : start + PAGE_SIZE], reader).values())
    has_all = bool(allowed) and not found.fewer
    places = _places(found, filters.place, reader)
    event = log.record(
        text=text,
        language=typed_in,
        reader=reader,
        visit=visit,
        source=source,
        found_before=found.total if found.hits and has_all else found_by_staff(query),
        found_after=len(allowed) if has_all else 0,
        shown=shown,
        place=filters.place if filters.place in {each.key for each in places} else "",
        first=start,
        agent=agent,
        at=at,
    )
    words = asking.read(found.corrected or found.fewer or text).words
    # With too many changes to wait for, what the index says may tell of hidden rows.
    total = found.total + len(allowed) - len(known) if query.counted else 0
    return Results(
        text=text,
        hits=[
            Result(each, words, place, each.key in pins)
            for place, each in enumerate(shown, start=start + 1)
        ],
        total=max(len(allowed), total) if has_all else 0,
        page=page,
        event=event,
        corrected=found.corrected,
        suggestion=found.suggestion,
        fewer=found.fewer,
        dropped=_dropped(found.suggestion or text, found.fewer, typed_in),
        counts=found.counts,
        places=places,
    )


def _filtered(query: Query, filters: Filters) -> Query:
    pending = list(IndexNote.objects.values_list("key", flat=True)[: MOST_PENDING + 1])
    return replace(
        query,
        kinds=frozenset({filters.kind}) if filters.kind in MIXED else MIXED,
        place=filters.place,
        state=filters.state,
        only_language=filters.language,
        uncounted=frozenset(pending),
        counted=FACETS if len(pending) <= MOST_PENDING else frozenset(),
        limit=MOST_RESULTS,
    )


def _find_known(
    query: Query, reader: Reader, language: str, *, literal: bool
) -> tuple[Found, list[Hit]]:
    """Search, and ask the database, the authority, what ``reader`` may know of it.

    Where it refuses something that nobody noted, the numbers must not tell of that either.
    """
    found = _find(query, language, literal=literal)
    known = readable(found.hits, reader)
    refused = {hit.key for hit in found.hits} - {hit.key for hit in known}
    if query.counted and refused - query.uncounted:
        query = replace(query, uncounted=query.uncounted | refused)
        found = _find(query, language, literal=literal)
        known = readable(found.hits, reader)
    return found, known


def _find(query: Query, language: str, *, literal: bool) -> Found:
    """Search; put words right, or leave some out, by itself only when nothing is found."""
    engine = get_engine()
    matches = engine.search(query)
    found = Found(matches.hits, matches.total, matches.counts)
    if literal or len(found.hits) >= PAGE_SIZE:
        return found
    better = engine.correct(query.text, language, query.audience, clicked_words())
    if found.hits:
        return replace(found, suggestion=better)
    if better and (right := engine.search(replace(query, text=better))).hits:
        return Found(right.hits, right.total, right.counts, corrected=better)
    return _with_fewer_words(query, better)


def _with_fewer_words(query: Query, better: str) -> Found:
    engine = get_engine()
    kept = engine.kept_words(replace(query, text=better or query.text))
    fewer = engine.search(replace(query, text=kept)) if kept else None
    if fewer is None or not fewer.hits:
        return Found([], suggestion=better)
    return Found(fewer.hits, fewer.total, fewer.counts, suggestion=better, fewer=kept)


def _dropped(text: str, fewer: str, language: str) -> tuple[str, ...]:
    """Return the words of ``text`` that ``fewer`` does without."""
    if not fewer:
        return ()
    kept = {fold(word.lower()) for word in fewer.split()}
    words = asking.read(text).words.split()
    return tuple(
        word
        for word in words
        if fold(word.lower()).strip("?!.,;:") not in kept and terms(word, language)
    )


def _readable_pins(text: str, language: str, reader: Reader) -> list[str]:
    """Return what staff chose for ``text``, as far as ``reader`` may read it."""
    chosen = [_hit(key) for key in pinned_keys(text, language)]
    return [hit.key for hit in readable(chosen, reader)] if chosen else []


def _with_pins(hits: list[Hit], pins: Sequence[str]) -> list[Hit]:
    """Put what staff chose first."""
    return [_hit(key) for key in pins] + [hit for hit in hits if hit.key not in pins]


def _hit(key: str) -> Hit:
    return Hit(key, key.partition(":")[0], "", 0.0)


def found_by_staff(query: Query) -> int:
    """Return how much there is that the reader may not read: a search was blocked."""
    if query.audience is Audience.STAFF:
        return 0
    everything = replace(query, audience=Audience.STAFF, counted=frozenset())
    return get_engine().search(everything).total


def _places(found: Found, chosen: str, reader: Reader) -> list[Place]:
    """Return boards and sections to filter by, those with most first; the chosen stays."""
    counts = found.counts.get("place", {})
    names = place_names({*counts, *filter(None, [chosen])}, reader)
    places = [Place(key, name, counts.get(key, 0)) for key, name in names.items()]
    return sorted(places, key=lambda each: (-each.count, each.name))
