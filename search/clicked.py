"""The words by which people found what they opened: "did you mean" prefers them.

Such words only put others in order. What is proposed still has to stand in a document
that the reader may read, so no search of anybody's is ever shown to another.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.utils import timezone

from base.audience import Audience
from search.language import asking
from search.language.analysis import is_stop_word, words
from search.language.vocabulary import SHORTEST, folded
from search.log import KEPT
from search.models import SearchEvent
from search.often import MIN_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_SEARCHES = 5_000  # the newest with a click; counted in some 50 ms
KEPT_SECONDS = 600  # it changes over weeks, not minutes
KEY = "clicked_words"


def clicked_words() -> Mapping[str, int]:
    """Return how many people opened a result of a search with each word, folded.

    Words of fewer than ``MIN_PEOPLE`` people are left out, and so are those of staff.
    """
    kept: dict[str, int] | None = caches["process"].get(KEY)
    if kept is None:
        kept = _count()
        caches["process"].set(KEY, kept, KEPT_SECONDS)
    return kept


def _count() -> dict[str, int]:
    newest = (
        SearchEvent.objects.counted()
        .filter(
            audience__lt=Audience.STAFF,
            at__gte=timezone.now() - KEPT,
            clicks__isnull=False,
        )
        .exclude(visitor="")
        .distinct()
        .order_by("-at")
        .values_list("at", "visitor", "text", "language")[:MOST_SEARCHES]
    )
    return _people((visitor, text, language) for _at, visitor, text, language in newest)


def _people(searches: Iterable[tuple[str, str, str]]) -> dict[str, int]:
    people: dict[str, set[str]] = defaultdict(set)
    for visitor, text, language in searches:
        for _start, _end, word in words(asking.read(text).words, language):
            if len(word) >= SHORTEST and not is_stop_word(word, language):
                people[folded(word)].add(visitor)
    return {
        word: len(visitors)
        for word, visitors in people.items()
        if len(visitors) >= MIN_PEOPLE
    }
