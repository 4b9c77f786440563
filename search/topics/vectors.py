"""Texts of one language as rows of weights: stems, pairs of stems, letters, all words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from search.language.analysis import LANGUAGES, readings, term_of
from search.topics.matrix import Matrix, unit
from search.topics.slips import slips_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MOST_WORDS = 60  # of a text: who writes more says it in the beginning
LETTERS = 3
RARE = 8  # texts
FEW = 6  # texts: among so few nobody sees which words are common, so words say less
MOST_TEXTS = 2_000  # what more have in common tells nothing, and takes long to compare

# Shares of the likeness of two texts, found on banking77's and clinc150's train parts.
STEMS = 0.4
LETTER_GROUPS = 0.2
ALL_WORDS = 0.4  # "why", "how" and "not" tell questions of the same nouns apart


class Words:
    """The words of one text as typed, their terms; those that tell much, with stems."""

    __slots__ = ("all", "language", "stems", "telling", "typed")

    def __init__(self, text: str, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        read = readings(text, self.language)[:MOST_WORDS]
        self.typed = [word for _start, word, _term in read]
        self.telling = [word for _start, word, term in read if term]
        self.stems = [term for _start, _word, term in read if term]
        self.all = [term or term_of(word, self.language) for _start, word, term in read]

    def meaning(self, meant: Mapping[str, str]) -> Words:
        """Return the same with some words, or pairs of words, read as others."""
        words, at = [], 0
        while at < len(self.typed):
            pair = " ".join(self.typed[at : at + 2])
            if pair in meant:
                words.append(meant[pair])
            else:
                words.append(meant.get(self.typed[at], self.typed[at]))
            at += 2 if pair in meant else 1
        return self if words == self.typed else Words(" ".join(words), self.language)


def vectors_of(texts: Sequence[Words]) -> Matrix:
    """Return a row for each text, empty where it has no words.

    The square of its length is what the same words say: from a half, where there are few
    texts, up to 1.
    """
    meant = slips_in([text.telling for text in texts])
    texts = [text.meaning(meant) for text in texts]
    blocks = [
        (STEMS, _weighed(texts, _stems_and_pairs, least=1)),
        (LETTER_GROUPS, _weighed(texts, _letter_groups, least=2)),
        (ALL_WORDS, _weighed(texts, lambda words: words.all, least=1)),
    ]
    joined = sparse.hstack([block * np.sqrt(share) for share, block in blocks])
    sureness = (len(texts) + FEW) / (len(texts) + 2 * FEW)
    return cast("Matrix", unit(joined.tocsr()) * np.float32(np.sqrt(sureness)))


def _weighed(
    texts: Sequence[Words], analyzer: Callable[[Words], Iterable[str]], *, least: int
) -> Matrix:
    """Return tf-idf of what occurs in at least ``least`` texts, rows of length 1.

    What one text alone has weighs no more than what RARE have: it tells that a text is
    different, which a word of its own does, and not how different.
    """
    counter = CountVectorizer(analyzer=analyzer, dtype=np.float32)
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # no text has a word
        return Matrix((len(texts), 0), dtype=np.float32)
    often = np.bincount(counts.indices, minlength=counts.shape[1])
    chosen = (often >= least) & (often <= MOST_TEXTS)
    counts, often = counts[:, chosen], often[chosen]
    counts.data = 1 + np.log(counts.data)
    weights = 1 + np.log((1 + len(texts)) / (1 + np.maximum(often, RARE)))
    return unit((counts @ sparse.diags_array(weights.astype(np.float32))).tocsr())


def _stems_and_pairs(words: Words) -> list[str]:
    return words.stems + [f"{one} {other}" for one, other in pairwise(words.stems)]


def _letter_groups(words: Words) -> list[str]:
    return [
        padded[start : start + LETTERS]
        for padded in (f" {stem} " for stem in words.stems)
        for start in range(len(padded) - LETTERS + 1)
    ]
