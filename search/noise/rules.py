"""What junk and waves are; pure, so that each rule can be read and tried alone.

A wave is ten people or more who send nearly the same long text in a day, nobody did before,
and do nothing else. In an outage many people type one thing on one day as well: in few
words, or, where they paste an error message, as people who were here before, who open
something, ask or search on. docs/adr/0018-waves-and-rising-words.md
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.language.analysis import fold
from search.noise.alike import near_identical

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

WAVE_PEOPLE = 10
LONG = 5  # different words; what is shorter many people type by themselves
ALIKE = 0.5  # of all words of two texts
MOST_BUSY = 0.2  # of a wave's senders may do something else
JUNK_LENGTH = 4  # letters that are all the same
WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Sent:
    """A text and who sent it; who is nobody counts by each search."""

    text: str
    people: frozenset[str]


def is_junk(text: str) -> bool:
    """Whether no question can be in ``text``: signs alone, or one letter on and on."""
    letters = [each for each in fold(text) if each.isalnum()]
    return not letters or (len(set(letters)) == 1 and len(letters) >= JUNK_LENGTH)


def words_of(text: str) -> frozenset[str]:
    """Return what makes texts alike: neither numbers nor signs, which senders vary."""
    return frozenset(WORD.findall(fold(text)))


def waves(sent: Collection[Sent], busy: Collection[str] = ()) -> Iterator[set[str]]:
    """Yield the texts of each wave.

    Args:
        sent: each different text once.
        busy: senders who did anything else.
    """
    doing_more = set(busy)
    for some in _nearly_the_same(sent):
        people = _people(some)
        is_idle = len(people & doing_more) < MOST_BUSY * len(people)
        if len(people) >= WAVE_PEOPLE and is_idle:
            yield {each.text for each in some}


def copies(sent: Collection[Sent]) -> set[str]:
    """Return the long texts that somebody else sent as well, or nearly so."""
    found = (some for some in _nearly_the_same(sent) if len(_people(some)) > 1)
    return {each.text for some in found for each in some}


def _people(sent: Collection[Sent]) -> frozenset[str]:
    return frozenset().union(*(each.people for each in sent))


def _nearly_the_same(sent: Collection[Sent]) -> Iterator[list[Sent]]:
    """Yield the long texts in groups, many of them of one text alone."""
    by_words: dict[frozenset[str], list[Sent]] = defaultdict(list)
    for each in sent:
        words = words_of(each.text)
        if len(words) >= LONG:
            by_words[words].append(each)
    texts = list(by_words)
    groups = near_identical(texts, ALIKE)
    grouped = {place for places in groups for place in places}
    alone = ([place] for place in range(len(texts)) if place not in grouped)
    for places in (*groups, *alone):
        yield [each for place in places for each in by_words[texts[place]]]
