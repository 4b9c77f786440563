"""What many people look for and find, for the first page."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from base.audience import Audience
from search.models import Click, SearchEvent

PERIOD = timedelta(days=60)
MIN_PEOPLE = 5  # under this a text could tell about one person
CANDIDATES = 50
KEPT_SECONDS = 600  # these words change over weeks, not minutes


def often_asked(*, language: str, limit: int = 3) -> list[str]:
    """Return the texts from which most people opened something, one for each subject.

    Only what visitors typed who were not signed in: everybody reads it. What fewer than
    ``MIN_PEOPLE`` people typed does not count, nor a search that is known to have failed.
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
            audience=Audience.PUBLIC,
            source=SearchEvent.Source.PAGE,
            failure="",
            at__gte=timezone.now() - PERIOD,
        )
        .filter(Exists(Click.objects.filter(event=OuterRef("pk"))))
        .exclude(stems="")
        .values("stems", "text")
        .annotate(people=Count("visitor", distinct=True))
        .filter(people__gte=MIN_PEOPLE)
        .order_by("-people", "text")[:CANDIDATES]
    )
    texts: list[str] = []
    said: set[str] = set()
    for row in rows:
        stems = set(row["stems"].split())
        if not stems & said:
            texts.append(row["text"])
            said |= stems
    return texts[:limit]
