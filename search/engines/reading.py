"""Search, suggest and check words over the parts of any index, with the reader's limits."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from base.audience import Audience
from search.engines.fields import START_FIELD
from search.engines.scoring import any_of, best, score
from search.language.analysis import LANGUAGES, plain_words, query_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.engine import Query
    from search.engines.scoring import Floats, Mask, Part

OTHER_LANGUAGE = 0.5  # what a document in the language not asked for counts
LONGEST_QUERY = 24  # terms; a whole post as a query says no more than its first words
MOST_ENDINGS = 60  # of an unfinished word
# Below this many terms the query is a search, above it a story in the reader's own words,
# of which no document has 60 %.
SEARCH_TERMS = 3


class Found(NamedTuple):
    """A document by its place, with its score."""

    score: float
    part: int
    number: int


def find(parts: Sequence[Part], query: Query) -> list[Found]:
    """Return the documents that answer ``query``, best first, from offset to limit."""
    masks = [allowed(part, query) for part in parts]
    totals: list[Floats] = [np.zeros(part.size, np.float32) for part in parts]
    for language in LANGUAGES:
        terms = query_terms(query.text, language)[:LONGEST_QUERY]
        if not terms:
            continue
        factor = 1.0 if language == query.language else OTHER_LANGUAGE
        least = least_share(query.least_share, len(terms))
        for at, scored in enumerate(score(parts, terms, language)):
            enough = masks[at] & (scored.shares >= least)
            totals[at] += np.where(enough, scored.scores * factor, 0).astype(np.float32)
    return _page(totals, query)


def least_share(asked: float, terms: int) -> float:
    """Return how much must match: ``asked`` of short queries, less of long ones."""
    return asked * min(1.0, SEARCH_TERMS / terms) - 1e-6


def allowed(part: Part, query: Query) -> Mask:
    """Return which documents the reader may find and asked for."""
    mask = part.alive & may_read(part, query.audience)
    if query.kinds:
        mask &= any_of(part, "kind", query.kinds)
    if query.place:
        mask &= any_of(part, "place", [query.place])
    if query.state:
        mask &= any_of(part, "state", [query.state])
    return mask


def may_read(part: Part, ceiling: Audience) -> Mask:
    steps = [str(int(step)) for step in Audience if step <= ceiling]
    return any_of(part, "audience", steps)


def begin(parts: Sequence[Part], query: Query) -> list[Found]:
    """Return documents whose title has the words, the last one perhaps unfinished."""
    words = plain_words(query.text)
    if not words:
        return []
    *whole, last = words
    totals: list[Floats] = []
    for part in parts:
        mask = allowed(part, query)
        for word in whole:
            mask &= any_of(part, START_FIELD, [word])
        mask &= any_of(part, START_FIELD, _endings(part, last))
        totals.append(_short_titles_first(part, mask, query.language))
    return _page(totals, query)


def _endings(part: Part, prefix: str) -> list[str]:
    return list(islice(part.beginning(START_FIELD, prefix), MOST_ENDINGS))


def _short_titles_first(part: Part, mask: Mask, language: str) -> Floats:
    ours = any_of(part, "language", [language])
    lengths = np.maximum(part.lengths(START_FIELD), 1)
    points = np.where(ours, 1.0, OTHER_LANGUAGE) / lengths
    return np.where(mask, points, 0).astype(np.float32)


def _page(totals: list[Floats], query: Query) -> list[Found]:
    most = query.offset + query.limit
    found = [
        Found(float(points[number]), at, int(number))
        for at, points in enumerate(totals)
        for number in best(points, most)
    ]
    found.sort(key=lambda each: -each.score)
    return found[query.offset : most]


def is_used(parts: Sequence[Part], word: str, language: str, ceiling: Audience) -> bool:
    """Whether a living document that ``ceiling`` may read uses ``word`` as written."""
    for part in parts:
        ids = part.postings(f"words_{language}", word).ids
        if len(ids) and (part.alive & may_read(part, ceiling))[ids].any():
            return True
    return False
