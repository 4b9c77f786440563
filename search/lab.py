"""The lab: what the real engine finds for a query, why, and why not this page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from search.clicked import clicked_words
from search.curating import pins_today, thesaurus
from search.engine import Hit, Query, get_engine
from search.finding import MIXED
from search.log import stems_of
from search.pages import cards_by_key
from search.reasons import Part, Word, missing_of, parts_of, words_of
from search.weights import current_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accounts.roles import Reader
    from base.audience import Audience
    from search.document import Card
    from search.explanation import Explanation
    from search.language.thesaurus import Thesaurus
    from search.models import Pin
    from search.weights import Weights

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Setup:
    """What staff can change about the order of results, saved or only tried."""

    thesaurus: Thesaurus
    weights: Weights
    pins: Mapping[tuple[str, str], Sequence[Pin]]  # by stems and language

    def query(self, text: str, language: str, audience: Audience) -> Query:
        return Query(
            text=text,
            language=language,
            audience=audience,
            kinds=MIXED,
            thesaurus=self.thesaurus,
            weights=self.weights,
            limit=SHOWN,
        )


def current_setup() -> Setup:
    """Return what holds now, for every reader."""
    return Setup(thesaurus(), current_weights(), pins_today())


@dataclass(frozen=True, slots=True)
class Ranked:
    """What the results page would show first, before the database is asked."""

    query: Query  # with the words that were searched in the end
    keys: list[str]
    pinned: frozenset[str] = frozenset()
    corrected: str = ""
    fewer: str = ""  # nothing has all the words: these some document has together
    total: int = 0
    scores: Mapping[str, float] | None = None

    @property
    def is_found(self) -> bool:
        return bool(self.keys) and not self.fewer


def rank(query: Query, pins: Mapping[tuple[str, str], Sequence[Pin]]) -> Ranked:
    """Search as the results page does, misspelt words and pins included.

    Raises:
        EngineUnavailable: there is no index to read.
    """
    found = _find(query)
    pinned = [
        explanation
        for pin in pins_for(query.text, query.language, pins)
        if _may_be_shown(explanation := get_engine().explain(found.query, pin.key))
    ]
    if not pinned:
        return found
    chosen = [each.key for each in pinned]
    if found.fewer:
        return Ranked(query, chosen, pinned=frozenset(chosen), total=len(chosen))
    keys = chosen + [key for key in found.keys if key not in chosen]
    by_pin = sum(not each.position for each in pinned)  # its words do not find it
    return replace(
        found,
        keys=keys[: query.limit],
        pinned=frozenset(chosen),
        total=found.total + by_pin,
    )


def pins_for(
    text: str, language: str, pins: Mapping[tuple[str, str], Sequence[Pin]]
) -> Sequence[Pin]:
    """Return those of ``pins`` that are for these words, in the language they are in."""
    if not pins:
        return ()
    typed_in = get_engine().language_of(text, language)
    return pins.get((stems_of(text, typed_in), typed_in), ())


def _may_be_shown(explanation: Explanation) -> bool:
    """Whether the index has the document, for such readers; a pin needs no words of it."""
    return not {"unknown", "audience"} & {*explanation.why_not}


def _find(query: Query) -> Ranked:
    engine = get_engine()
    matches = engine.search(query)
    if matches.hits:
        return _ranked(query, matches.hits, total=matches.total)
    typed_in = engine.language_of(query.text, query.language)
    better = engine.correct(query.text, typed_in, query.audience, clicked_words())
    if better:
        right = replace(query, text=better)
        if (matches := engine.search(right)).hits:
            return _ranked(right, matches.hits, corrected=better, total=matches.total)
    kept = engine.kept_words(replace(query, text=better or query.text))
    loose = replace(query, text=kept)
    hits = engine.search(loose).hits if kept else []
    return _ranked(loose if hits else query, hits, fewer=kept if hits else "")


def _ranked(
    query: Query,
    hits: Iterable[Hit],
    *,
    corrected: str = "",
    fewer: str = "",
    total: int = 0,
) -> Ranked:
    scores = {hit.key: hit.score for hit in hits}
    return Ranked(
        query,
        list(scores),
        corrected=corrected,
        fewer=fewer,
        total=total,
        scores=scores,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One result with all that speaks for it."""

    place: int  # from 1
    card: Card
    is_pinned: bool
    explanation: Explanation
    parts: list[Part]
    words: list[Word]
    missing: list[str]
    is_judged: bool = False

    @property
    def share_percent(self) -> int:
        return round(100 * self.explanation.share)

    @property
    def least_percent(self) -> int:
        return round(100 * self.explanation.least_share)

    @property
    def cover_percent(self) -> int:
        return round(100 * self.explanation.cover)


@dataclass(frozen=True, slots=True)
class Looked:
    """A query as the lab shows it."""

    ranked: Ranked
    rows: list[Row]
    others: list[tuple[Card, bool]]  # not among the rows: named or judged; is it judged


def look(query: Query, *, judged: Iterable[str], reader: Reader, named: str = "") -> Looked:
    """Return the first results of ``query`` with the reasons of each.

    Args:
        judged: keys of what was judged to be right.
        named: the key of a page that somebody misses among the results.

    Raises:
        EngineUnavailable: there is no index to read.
    """
    ranked = rank(query, pins_today())
    right = frozenset(judged)
    missed = {named} if named.partition(":")[0] in MIXED else set()
    elsewhere = sorted((right | missed) - {*ranked.keys})
    cards = cards_by_key([*ranked.keys, *elsewhere], reader)
    rows = [
        _row(place, cards[key], ranked, is_judged=key in right)
        for place, key in enumerate(ranked.keys, start=1)
        if key in cards
    ]
    others = [(cards[key], key in right) for key in elsewhere if key in cards]
    return Looked(ranked, rows, others)


def _row(place: int, card: Card, ranked: Ranked, *, is_judged: bool) -> Row:
    query, best = ranked.query, max((ranked.scores or {"": 0.0}).values(), default=0.0)
    explanation = get_engine().explain(query, card.key)
    return Row(
        place=place,
        card=card,
        is_pinned=card.key in ranked.pinned,
        explanation=explanation,
        parts=parts_of(explanation, query.weights, best),
        words=words_of(explanation, query),
        missing=missing_of(explanation, query),
        is_judged=is_judged,
    )
