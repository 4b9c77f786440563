"""Explain one document's score with the same sums that made it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from search.engines.masks import (
    filtered,
    filters_of,
    has_phrases,
    having,
    readable,
    with_words,
)
from search.engines.ranking import look_again, pairs_of
from search.engines.reading import NO_PLAN, find, kind_of, least_share, match
from search.explanation import Explanation, TermPart
from search.language import asking
from search.language.analysis import LANGUAGES
from search.weights import TEXTS

if TYPE_CHECKING:
    from search.engine import Query
    from search.engines.planning import Wanted
    from search.engines.reading import Matched
    from search.engines.scoring import Index

MOST_PLACES = 1_000  # further down, a place says nothing


def explain(index: Index, query: Query, key: str) -> Explanation:
    """Say why the document ``key`` is found where it is, or why it is not."""
    place = _place_of(index, key)
    if place is None:
        return Explanation(key=key, why_not=("unknown",))
    at, number = place
    found = match(index, query)
    language = _language_of(index, at, number)
    plan = found.plans.get(language, NO_PLAN)
    wanted = plan.wanted
    part = index.parts[at]
    terms = _terms(index, at, number, language, wanted)
    known = {each.word for each in terms}
    share = _share(wanted, known)
    about = part.about(number)
    again = look_again(
        [(about, kind_of(part, number))], pairs_of(plan, index.weights), index.weights
    )[0]
    position, score = _position(index, query, found, at, number)
    return Explanation(
        key=key,
        position=position,
        score=score,
        terms=terms,
        missing=[t for each in wanted for t in each.factors if t not in known],
        share=share,
        least_share=max(0.0, least_share(query.least_share, max(len(wanted), 1))),
        cover=again.cover,
        beside=again.beside,
        priors=again.priors,
        why_not=() if position else _why_not(index, query, at, number),
    )


def _place_of(index: Index, key: str) -> tuple[int, int] | None:
    for at, part in enumerate(index.parts):
        for number in part.read("key", key).ids:
            if part.alive[number]:
                return at, int(number)
    return None


def _language_of(index: Index, at: int, number: int) -> str:
    part = index.parts[at]
    return next(
        each for each in LANGUAGES if having(part, "language", frozenset([each]))[number]
    )


def _terms(
    index: Index, at: int, number: int, language: str, wanted: list[Wanted]
) -> list[TermPart]:
    part = index.parts[at]
    found = []
    for each in wanted:
        weight = index.weights.synonym
        synonyms = {term: weight for means in each.slot.means for term in means}
        for term, factor in {**synonyms, **each.factors}.items():
            for text, rarity in index.rarities(language, term).items():
                ids, added = index.in_text(part, language, term, text, rarity)
                found += [
                    TermPart(term, text, float(points) * factor)
                    for points in added[ids == number]
                ]
    return sorted(found, key=lambda one: (-one.points, TEXTS.index(one.text)))


def _share(wanted: list[Wanted], known: set[str]) -> float:
    whole = sum(each.weight for each in wanted)
    has = 0.0
    for each in wanted:
        by_synonym = any(known.issuperset(means) for means in each.slot.means)
        has += (
            each.weight
            if by_synonym
            else sum(
                each.factors[term] * each.rarities[term]
                for term in each.factors
                if term in known
            )
        )
    return has / whole if whole else 0.0


def _position(
    index: Index, query: Query, found: Matched, at: int, number: int
) -> tuple[int, float]:
    listed = find(index, replace(query, offset=0, limit=MOST_PLACES), found)
    for place, each in enumerate(listed, start=1):
        if (each.part, each.number) == (at, number):
            return place, each.score
    return 0, 0.0


def _why_not(index: Index, query: Query, at: int, number: int) -> tuple[str, ...]:
    part, asked = index.parts[at], asking.read(query.text)
    can_read = readable(part, query)
    reasons = {
        "audience": not can_read[number],
        "filter": not filtered(part, part.alive, filters_of(query, asked))[number],
        "operators": not with_words(index, part.alive, at, asked)[number]
        or not has_phrases(part, np.array([number], np.int32), asked.phrases)[0],
    }
    named = tuple(name for name, holds in reasons.items() if holds)
    return named or ("words",)
