"""Which documents a reader may find and asked for, as masks over a part."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from base.audience import Audience
from search.engines.fields import code_of
from search.language.analysis import LANGUAGES, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.engine import Query
    from search.engines.scoring import Index, Mask, Numbers, Part
    from search.language.asking import Asked

MOST_READ_FOR_PHRASES = 10_000  # candidates; a phrase of common words ends there
Filter = tuple[str, frozenset[str]]  # a field, and what it must be one of


def filters_of(query: Query, asked: Asked) -> list[Filter]:
    """Return what must hold: the filters of the page and the operators typed."""
    wanted = [
        ("kind", query.kinds),
        ("kind", asked.kinds),
        ("place", [query.place]),
        ("place", [f"board:{board.replace(' ', '-')}" for board in asked.boards]),
        ("state", [query.state]),
        ("state", asked.states),
        ("language", [query.only_language]),
        *(("tag", [tag.lower().replace(" ", "-")]) for tag in asked.tags),
    ]
    found = [(field, frozenset(filter(None, values))) for field, values in wanted]
    return [(field, values) for field, values in found if values]


def readable(part: Part, query: Query) -> Mask:
    """Return the living documents the reader may know of."""
    return part.alive & may_read(part, query.audience)


def counted(part: Part, query: Query) -> Mask:
    """Return the documents whose numbers may be told: the index is sure of them."""
    mask = np.ones(part.size, np.bool_)
    for key in query.uncounted:
        mask[part.read("key", key).ids] = False
    return mask


def may_read(part: Part, ceiling: Audience) -> Mask:
    steps = frozenset(str(int(step)) for step in Audience if step <= ceiling)
    return having(part, "audience", steps)


def filtered(part: Part, mask: Mask, filters: Iterable[Filter]) -> Mask:
    for field, values in filters:
        mask = mask & having(part, field, values)
    return mask


def having(part: Part, field: str, values: frozenset[str]) -> Mask:
    """Return which documents have one of ``values``; kept, for it does not change."""
    return part.keep(("having", field, values), partial(any_of, part, field, values))


def any_of(part: Part, field: str, values: Iterable[str]) -> Mask:
    mask = np.zeros(part.size, np.bool_)
    for value in values:
        mask[part.read(field, value).ids] = True
    return mask


def with_words(index: Index, mask: Mask, at: int, asked: Asked) -> Mask:
    """Return what of ``mask`` has the required words, and none of the excluded."""
    for text in [*asked.required, *asked.phrases]:
        mask = mask & (_with_all(index, at, text) | _without_words(index.parts[at], text))
    for text in asked.titles:
        part = index.parts[at]
        mask = mask & (_with_all_in_title(part, text) | _without_words(part, text))
    for text in asked.excluded:
        mask = mask & ~_with_phrase(index, mask, at, text)
    return mask


def _with_all(index: Index, at: int, text: str) -> Mask:
    """Return the documents with every word of ``text``, each in its own language."""
    part = index.parts[at]
    found = np.zeros(part.size, np.bool_)
    for language in LANGUAGES:
        wanted = terms(text, language)
        both = having(part, "language", frozenset([language]))
        for term in wanted:
            has = np.zeros(part.size, np.bool_)
            has[index.term(language, term)[at].ids] = True
            both = both & has
        if wanted:
            found |= both
    return found


def _without_words(part: Part, text: str) -> Mask:
    """Return the documents of the languages in which no word of ``text`` counts."""
    silent = frozenset(each for each in LANGUAGES if not terms(text, each))
    return having(part, "language", silent)


def _with_all_in_title(part: Part, text: str) -> Mask:
    found = np.zeros(part.size, np.bool_)
    for language in LANGUAGES:
        wanted = terms(text, language)
        masks = [any_of(part, f"title_{language}", [term]) for term in wanted]
        if masks:
            found |= np.logical_and.reduce(masks)
    return found


def _with_phrase(index: Index, mask: Mask, at: int, text: str) -> Mask:
    """Return the documents of ``mask`` in which ``text`` stands."""
    mask = mask & _with_all(index, at, text)
    if all(len(codes) == 1 for codes in _codes(text)):
        return mask  # of one word there is no order to read
    numbers = np.flatnonzero(mask).astype(np.int32)[:MOST_READ_FOR_PHRASES]
    keeps = has_phrases(index.parts[at], numbers, [text])
    mask[numbers[~keeps]] = False
    return mask


def has_phrases(part: Part, numbers: Numbers, texts: Sequence[str]) -> Mask:
    """Return which of these documents have every one of ``texts`` word by word."""
    phrases = [_codes(text) for text in texts]
    return np.array(
        [
            all(_stands_in(part.about(int(number)).sequence, each) for each in phrases)
            for number in numbers
        ],
        np.bool_,
    )


def _codes(text: str) -> list[list[int]]:
    """Return the phrase as codes, in each language where it has words that count."""
    found = [[code_of(term) for term in terms(text, language)] for language in LANGUAGES]
    return [codes for codes in found if codes]


def _stands_in(sequence: np.ndarray, readings: Sequence[Sequence[int]]) -> bool:
    """Whether one of ``readings`` stands in ``sequence``; a phrase of no words does."""
    return not readings or any(_runs(sequence, codes) for codes in readings)


def _runs(sequence: np.ndarray, codes: Sequence[int]) -> bool:
    last = len(sequence) - len(codes) + 1
    if last < 1:
        return False
    starts = np.ones(last, np.bool_)
    for place, code in enumerate(codes):
        starts &= sequence[place : place + last] == code
    return bool(starts.any())
