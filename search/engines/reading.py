"""Search, suggest and check words over the parts of any index, with the reader's limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.engines.fields import START_FIELD, code_of
from search.engines.masks import (
    any_of,
    counted,
    filtered,
    filters_of,
    has_phrases,
    having,
    may_read,
    readable,
    with_words,
)
from search.engines.planning import Plan, heaviest, plan_for
from search.engines.ranking import LOOKED_AT, final_score, look_again, pairs_of
from search.engines.scoring import best, score
from search.language import asking
from search.language.analysis import LANGUAGES, plain_words, terms, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from base.audience import Audience
    from search.engine import Query
    from search.engines.masks import Filter
    from search.engines.scoring import Floats, Index, Mask, Part
    from search.language.asking import Asked

OTHER_LANGUAGE = 0.5  # what a title in the language not asked for counts while typing
LONGEST_QUERY = 60  # terms; a whole post as a query says no more than its first words
MOST_ENDINGS = 60  # of an unfinished word
MOST_PHRASED = 2_000  # candidates of a phrase that are read
# Below this many terms the query is a search, above it a story in the reader's own words,
# of which no document has 60 %.
SEARCH_TERMS = 3
ARTICLE_PLACE = 2  # counted from 0, see Weights.article


NO_PLAN = Plan([], [], {})  # of a query that only filters


class Found(NamedTuple):
    """A document by its place, with its score."""

    score: float
    part: int
    number: int


@dataclass(frozen=True, slots=True)
class Matched:
    """Everything a query found: scores part by part, and who of them is shown first."""

    plans: dict[str, Plan]  # by language
    scores: list[Floats]  # zero where a document is not found
    open: list[Mask]  # the same before the filters, for counting


def match(index: Index, query: Query) -> Matched:
    """Score what the reader may read and has enough of the words."""
    asked = asking.read(query.text)
    scores = [np.zeros(part.size, np.float32) for part in index.parts]
    enough = [np.zeros(part.size, np.bool_) for part in index.parts]
    plans: dict[str, Plan] = {}
    for language in LANGUAGES:
        sequence = terms(asked.words, language)[:LONGEST_QUERY]
        slots = query.thesaurus.slots(list(dict.fromkeys(sequence)), language)
        if not slots:
            continue
        slots = heaviest(index, slots, sequence, language)
        plan = plans[language] = plan_for(index, slots, sequence, language)
        least = least_share(query.least_share, len(slots))
        for at, each in enumerate(score(index, plan.wanted, language)):
            scores[at] += each.scores
            enough[at] |= (each.scores > 0) & (each.shares >= least)
    if not plans and asked.has_filters:
        scores = [np.ones(part.size, np.float32) for part in index.parts]
        enough = [points > 0 for points in scores]
    return _within_limits(index, query, asked, Matched(plans, scores, enough))


def least_share(asked: float, terms: int) -> float:
    """Return how much must match: ``asked`` of short queries, less of long ones."""
    return asked * min(1.0, SEARCH_TERMS / terms) - 1e-6


def _within_limits(index: Index, query: Query, asked: Asked, found: Matched) -> Matched:
    filters = filters_of(query, asked)
    for at, part in enumerate(index.parts):
        mask = found.open[at] & readable(part, query)
        mask = with_words(index, mask, at, asked)
        if asked.phrases:
            mask = _with_phrases(part, mask, found.scores[at], asked.phrases)
        found.open[at] = mask
        found.scores[at] *= filtered(part, mask, filters)
    return found


def _with_phrases(part: Part, mask: Mask, scores: Floats, texts: Sequence[str]) -> Mask:
    candidates = best(scores * mask, MOST_PHRASED)
    kept = np.zeros(part.size, np.bool_)
    kept[candidates[has_phrases(part, candidates, texts)]] = True
    return kept


def find(index: Index, query: Query, found: Matched) -> list[Found]:
    """Return the documents of ``found``, best first, from offset to limit.

    Those in the language asked for come first, whatever the others' scores.
    """
    most = query.offset + query.limit
    languages = sorted(LANGUAGES, key=lambda each: each != query.language)
    ordered: list[Found] = []
    for language in languages:
        if len(ordered) < most:
            ordered += _ranked(index, found, language, query, most)
    return ordered[query.offset : most]


def _ranked(
    index: Index, found: Matched, language: str, query: Query, most: int
) -> list[Found]:
    ours = [
        Found(float(found.scores[at][number]), at, int(number))
        for at, part in enumerate(index.parts)
        for number in best(
            found.scores[at] * having(part, "language", frozenset([language])),
            max(most, LOOKED_AT),
        )
    ]
    ours.sort(key=lambda each: -each.score)
    looked_at, others = ours[:LOOKED_AT], ours[LOOKED_AT:most]
    again = _look_again(index, looked_at, found.plans.get(language, NO_PLAN))
    ordered = sorted(again, key=lambda each: -each.score) + others
    return _with_an_article(index, ordered)


def _look_again(index: Index, found: Sequence[Found], plan: Plan) -> list[Found]:
    documents = [
        (
            index.parts[each.part].about(each.number),
            kind_of(index.parts[each.part], each.number),
        )
        for each in found
    ]
    reasons = look_again(documents, pairs_of(plan, index.weights), index.weights)
    return [
        each._replace(score=final_score(each.score, reason, index.weights))
        for each, reason in zip(found, reasons, strict=True)
    ]


def kind_of(part: Part, number: int) -> str:
    is_thread = having(part, "kind", frozenset(["thread"]))[number]
    return "thread" if is_thread else "article"


def _with_an_article(index: Index, ordered: list[Found]) -> list[Found]:
    """Move the best article up to third place when threads alone stand above it."""
    at = next(
        (
            at
            for at, each in enumerate(ordered)
            if kind_of(index.parts[each.part], each.number) == "article"
        ),
        0,
    )
    if (
        at > ARTICLE_PLACE
        and ordered[at].score >= (1 - index.weights.article) * ordered[ARTICLE_PLACE].score
    ):
        ordered.insert(ARTICLE_PLACE, ordered.pop(at))
    return ordered


def total(index: Index, query: Query, found: Matched) -> int:
    """Return how many documents are found, filters included."""
    return sum(
        int(np.count_nonzero((scores > 0) & counted(part, query)))
        for part, scores in zip(index.parts, found.scores, strict=True)
    )


def counts(index: Index, query: Query, found: Matched) -> dict[str, dict[str, int]]:
    """Return, for each field of ``query.counted``, how many documents have which value.

    A field's own filter is left out: the numbers say what choosing otherwise would give.
    """
    filters = filters_of(query, asking.read(query.text))
    return {
        field: _count(
            index, query, found, field, [each for each in filters if each[0] != field]
        )
        for field in sorted(query.counted)
    }


def _count(
    index: Index, query: Query, found: Matched, field: str, filters: Sequence[Filter]
) -> dict[str, int]:
    totals: dict[str, int] = {}
    for part, mask in zip(index.parts, found.open, strict=True):
        values, numbers = part.keep(("values", field), partial(_values, part, field))
        held = np.bincount(
            numbers * filtered(part, mask & counted(part, query), filters),  # 0: none
            minlength=len(values) + 1,
        )
        for value, times in zip(values, held[1:], strict=True):
            if times:
                totals[value] = totals.get(value, 0) + int(times)
    return totals


def _values(part: Part, field: str) -> tuple[list[str], np.ndarray]:
    """Return the values of a field, and for each document the place of its own, from 1."""
    values = sorted(part.beginning(field, ""))
    numbers = np.zeros(part.size, np.int16)
    for place, value in enumerate(values, start=1):
        numbers[part.read(field, value).ids] = place
    return values, numbers


def begin(parts: Sequence[Part], query: Query) -> list[Found]:
    """Return documents whose title has the words, the last one perhaps unfinished."""
    words = plain_words(query.text)
    if not words:
        return []
    *whole, last = words
    found: list[Found] = []
    for at, part in enumerate(parts):
        mask = filtered(part, readable(part, query), filters_of(query, asking.read("")))
        for word in whole:
            mask &= any_of(part, START_FIELD, [word])
        mask &= any_of(part, START_FIELD, _endings(part, last))
        points = _short_titles_first(part, mask, query.language)
        found += [
            Found(float(points[number]), at, int(number))
            for number in best(points, query.offset + query.limit)
        ]
    found.sort(key=lambda each: -each.score)
    return found[query.offset : query.offset + query.limit]


def _endings(part: Part, prefix: str) -> Iterator[str]:
    return islice(part.beginning(START_FIELD, prefix), MOST_ENDINGS)


def _short_titles_first(part: Part, mask: Mask, language: str) -> Floats:
    ours = having(part, "language", frozenset([language]))
    lengths = np.maximum(part.lengths(START_FIELD), 1)
    points = np.where(ours, 1.0, OTHER_LANGUAGE) / lengths
    return np.where(mask, points, 0).astype(np.float32)


def is_used(parts: Sequence[Part], word: str, language: str, ceiling: Audience) -> bool:
    """Whether a living document that ``ceiling`` may read uses ``word`` as written."""
    field = f"words_{language}"
    for part in parts:
        if times := part.frequency(field, word):
            allowed = part.alive & may_read(part, ceiling)
            if times > part.size - np.count_nonzero(allowed):
                return True  # more use it than are hidden: no need to see which
            if allowed[part.read(field, word).ids].any():
                return True
    return False


def kept_words(index: Index, query: Query) -> str:
    """Return what of the query the best document has: what is worth searching instead."""
    loose = replace(query, least_share=0.0, offset=0, limit=1)
    top = find(index, loose, match(index, loose))
    if not top:
        return ""
    part = index.parts[top[0].part]
    codes = set(part.about(top[0].number).sequence.tolist())
    text = asking.read(query.text).words
    has = [
        word
        for language in LANGUAGES
        if having(part, "language", frozenset([language]))[top[0].number]
        for word in tokens(text, language)
        if code_of(word.term) in codes
    ]
    return " ".join(text[word.start : word.end] for word in has)
