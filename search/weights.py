"""What counts how much in the order of results: every number of the ranking, in one place.

They were chosen on the even lines of six judged sets (``docs/search.md`` has the figures)
and can be set in the environment: ``SEARCH_WEIGHTS=title=1.2,fresh=0``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.language.asking import is_question

if TYPE_CHECKING:
    from collections.abc import Mapping

# A document's texts, and which of them are short: these have a B and K1 of their own.
TEXTS = ("title", "headings", "lead", "body", "accepted", "answers")
SHORT_TEXTS = frozenset({"title", "headings", "lead"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Numbers from 0 up; 0 leaves a thing out of account."""

    # BM25F: how much each text counts, its length (B, 0 to 1) and repetition (K1).
    title: float = 1.0
    title_question: float = 1.5  # added to it where the words are a question, as titles are
    headings: float = 0.55
    lead: float = 0.3  # the first 300 characters
    body: float = 1.0
    accepted: float = 1.0
    answers: float = 0.5
    b: float = 0.8
    k1: float = 2.0
    b_short: float = 0.1
    k1_short: float = 0.6

    # The query: rare words above common ones, repeated and early words of a long story.
    rarity: float = 0.5
    repetition: float = 1.2
    early: float = 14.0  # words after which a word counts half; 0 lets all count the same
    synonym: float = 0.9  # a synonym, against the word as typed

    # What the document makes of the words: all of them, side by side, a whole title.
    completeness: float = 0.25
    adjacency: float = 1.0
    adjacency_title: float = 0.45
    title_cover: float = 0.14

    # Threads on a subject do not push the article on it below third place, as long as its
    # score is not further behind than this share.
    article: float = 0.4

    # Gentle priors, each a share of the score that is added at most.
    solved: float = 0.06
    helpful: float = 0.06
    fresh: float = 0.04
    reviewed: float = 0.04

    def of_text(self, name: str) -> float:
        """Return how much the text ``name`` (one of ``TEXTS``) counts."""
        weight: float = getattr(self, name)
        return weight

    def for_words(self, text: str) -> Weights:
        """Return the weights for what somebody typed."""
        if not self.title_question or not is_question(text):
            return self
        return replace(self, title=self.title + self.title_question)

    def shape(self, name: str) -> tuple[float, float]:
        """Return B and K1 of the text ``name``."""
        is_short = name in SHORT_TEXTS
        return (self.b_short, self.k1_short) if is_short else (self.b, self.k1)


PLAIN = Weights(
    title_question=0,
    headings=0,
    lead=0,
    b=0.4,
    k1=1.6,
    b_short=0.4,
    k1_short=1.6,
    rarity=0,
    repetition=0,
    early=0,
    completeness=0,
    adjacency=0,
    adjacency_title=0,
    title_cover=0,
    article=0,
    solved=0,
    helpful=0,
    fresh=0,
    reviewed=0,
)  # BM25F and nothing else, to compare with


@cache
def _weights_of(changes: tuple[tuple[str, str], ...]) -> Weights:
    return changed(Weights(), dict(changes))


def current_weights() -> Weights:
    """Return the weights of the settings.

    Raises:
        ImproperlyConfigured: SEARCH_WEIGHTS has an unknown name, or no number.
    """
    return _weights_of(tuple(sorted(settings.SEARCH_WEIGHTS.items())))


def changed(weights: Weights, changes: Mapping[str, str | float]) -> Weights:
    """Return ``weights`` with some of them set otherwise.

    Raises:
        ImproperlyConfigured: an unknown name, or no number from 0 up.
    """
    known = {each.name for each in fields(Weights)}
    numbers: dict[str, float] = {}
    for name, value in changes.items():
        try:
            numbers[name] = float(value)
        except ValueError:
            numbers[name] = -1.0
        if name not in known or not 0 <= numbers[name] < float("inf"):
            raise ImproperlyConfigured(
                f"SEARCH_WEIGHTS: {name}={value} is not one of {', '.join(sorted(known))}"
                " with a number from 0 up."
            )
    return replace(weights, **numbers)
