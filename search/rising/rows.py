"""Which terms rise, and which of them come in the same searches; pure.

What is usual is the lower quartile of the weeks before: what rose last week and goes on is
still news. People who type a term by themselves spread about as the root of that number;
real ones spread more, for days differ. So a term rises that is so many of these spreads
above it, for as many people as searched at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import fmean, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from search.rising.counting import Typed, Week

WEEKS = 8  # before, that say what is usual
LEAST_WEEKS = 2
LEAST_PEOPLE = 5
LEAST_RATIO = 2.0  # of the usual number
LEAST_OF_MEAN = 1.3  # of the mean of the weeks before, or it is falling already
LEAST_SCORE = 4.0  # spreads
UNEVEN = 0.3  # of the usual number: how much weeks differ beyond chance
UNSEEN = 0.5  # people of a week in which fewer than two typed a term
LISTED = 20  # rows of a week
WORDS = 3  # of a row
SAMPLES = 3
SHOWN_FROM = 3  # people
SHARED = 0.5  # of all people of two terms, for them to be of one row
MOST_COPIED = 0.5  # of its people sent what others sent: no words of their own


@dataclass(frozen=True, slots=True)
class Before:
    """A week that is over: how many searched, and how many typed each term."""

    people: int  # one or more
    terms: Mapping[str, int]

    def people_of(self, term: str) -> float:
        return self.terms.get(term, UNSEEN)


@dataclass(frozen=True, slots=True)
class Rise:
    """One term that rises."""

    term: str
    typed: Typed
    usual: float
    score: float


@dataclass(frozen=True, slots=True)
class Row:
    """Terms that rise together."""

    title: str
    words: list[str]
    samples: list[str]
    people: int
    usual: float
    score: float


def rises(week: Week, before: Sequence[Before]) -> list[Rise]:
    """Return the terms that rise, the furthest first; none after too few weeks."""
    if len(before) < LEAST_WEEKS:
        return []
    found = []
    for term, typed in week.terms.items():
        now = len(typed.visitors)
        if now < LEAST_PEOPLE or week.copied(typed) >= MOST_COPIED * now:
            continue
        seen = [each.people_of(term) * week.people / each.people for each in before]
        usual = quantiles(seen, n=4, method="inclusive")[0]
        score = (now - usual) / sqrt(usual + (UNEVEN * usual) ** 2 + 1)
        is_more = now >= LEAST_RATIO * usual and now >= LEAST_OF_MEAN * fmean(seen)
        if score >= LEAST_SCORE and is_more:
            found.append(Rise(term, typed, usual, score))
    return sorted(found, key=lambda rise: (-rise.score, -len(rise.term), rise.term))


def rows_of(rises: Collection[Rise], week: Week) -> Iterator[Row]:
    """Yield up to LISTED rows: each term that rises, with those of the same people."""
    left = list(rises)
    for _place in range(LISTED):
        if not left:
            return
        first = left[0]
        together = [each for each in left if _is_with(each, first)]
        left = [each for each in left if each not in together]
        yield _row(first, together, week)


def _is_with(one: Rise, first: Rise) -> bool:
    ours, theirs = one.typed.visitors, first.typed.visitors
    return len(ours & theirs) >= SHARED * len(ours | theirs)


def _row(first: Rise, together: Collection[Rise], week: Week) -> Row:
    words = [each.typed.form for each in together if each is not first]
    texts = sorted(
        (text for text in first.typed.texts if len(week.by_text[text]) >= SHOWN_FROM),
        key=lambda text: (-len(week.by_text[text]), text),
    )
    return Row(
        title=first.typed.form,
        words=words[:WORDS],
        samples=texts[:SAMPLES],
        people=len(first.typed.visitors),
        usual=first.usual,
        score=first.score,
    )
