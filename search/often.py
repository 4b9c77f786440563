"""What many people look for and find, for the first page."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count
from django.utils import timezone

from base.audience import Audience
from search.models import SearchEvent

PERIOD = timedelta(days=60)
MIN_PEOPLE = 5  # under this a text could tell about one person
CANDIDATES = 20
KEPT_SECONDS = 600  # these words change over weeks, not minutes


def often_asked(*, language: str, limit: int = 3) -> list[str]:
    """Return the texts that most people searched with success, one for each subject.

    What staff typed does not count, nor what fewer than ``MIN_PEOPLE`` people did.
    """
    key = f"often_asked:{language}:{limit}"
    found: list[str] | None = cache.get(key)
    if found is None:
        found = _count(language, limit)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _count(language: str, limit: int) -> list[str]:
    rows = (
        SearchEvent.objects.counted()
        .filter(
            language=language,
            audience__lt=Audience.STAFF,
            source=SearchEvent.Source.PAGE,
            found_after__gt=0,
            at__gte=timezone.now() - PERIOD,
        )
        .exclude(stems="")
        .values("stems", "text")
        .annotate(people=Count("visitor", distinct=True))
        .filter(people__gte=MIN_PEOPLE)
        .order_by("-people", "text")[:CANDIDATES]
    )
    texts: dict[str, str] = {}
    for row in rows:
        texts.setdefault(row["stems"], row["text"])
    return list(texts.values())[:limit]
