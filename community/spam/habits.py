"""What the author and the last day's messages tell: age, speed, repetition."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from community.spam.phrases import folded
from community.spam.reading import Reading, read, words_of
from community.spam.reasons import Reason
from community.spam.sites import is_strange, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from community.spam.facts import Facts

SAME = 0.8  # share of common runs of words from which two texts are one
RUN = 4  # words
FEWEST_WORDS = 8  # "Thanks, that worked!" may be said often
HASTE_SECONDS = 20  # between two messages
# From how many shown messages on an author's standing outweighs how many points.
STANDINGS = ((50, 10), (10, 5))
STANDING_FROM_DAYS = 7


def reasons(reading: Reading, facts: Facts, familiar: frozenset[str]) -> Iterator[Reason]:
    runs = _runs(reading.prose)
    earlier = [read(text) for text in facts.recent_texts]
    same = sum(_is_same(runs, _runs(other.prose)) for other in earlier) if runs else 0
    if same:
        yield Reason("said-before", 10, same)
    owners = {owner_of(link.host) for link in reading.links}
    strange = {owner for owner in owners if is_strange(owner, familiar=familiar)}
    linked = {owner_of(link.host) for other in earlier for link in other.links}
    if again := strange & linked:
        yield Reason("linked-before", 4, len(again))
    if facts.seconds_since_last is not None and facts.seconds_since_last < HASTE_SECONDS:
        yield Reason("haste", 3)
    yield from _of_standing(facts)


def _of_standing(facts: Facts) -> Iterator[Reason]:
    """What is long shown here without harm speaks for the next message."""
    if facts.account_days is not None and facts.account_days < STANDING_FROM_DAYS:
        return
    for posts, points in STANDINGS:
        if (facts.earlier_posts or 0) >= posts:
            yield Reason("standing", -points, facts.earlier_posts or 0)
            return


@lru_cache(maxsize=1024)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = words_of(folded(text))
    if len(words) < FEWEST_WORDS:
        return frozenset()
    return frozenset(zip(*(words[start:] for start in range(RUN)), strict=False))


def _is_same(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return bool(other) and len(one & other) >= SAME * len(one | other)
