"""People who search, for tests of what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from search import services
from search.visit import Visit

if TYPE_CHECKING:
    from datetime import datetime


def visitor_named(name: str) -> str:
    """Return a visitor that fits its column, which PostgreSQL insists on."""
    return blake2b(name.encode(), digest_size=16).hexdigest()


def searched(
    text: str,
    *,
    people: int = 3,
    at: datetime | None = None,
    language: str = "en",
    opened: int = 0,
    first: str = "",
    reader=None,
) -> None:
    """Have different people search ``text``, and open the result at place ``opened``."""
    begun = at or timezone.now() - timedelta(hours=2)
    for number in range(people):
        moment = begun + timedelta(seconds=number)
        who = visitor_named(f"{first or text}{number}")
        found = services.search(
            text=text,
            reader=reader or AnonymousUser(),
            visit=Visit(visitor=who, session=who),
            language=language,
            at=moment,
        )
        if opened:
            services.click(event=found.event, position=opened, at=moment)
