"""How often one person may do something, counted in the cache that all workers share."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from django.http import HttpRequest


class LimitReached(ValidationError):  # noqa: N818  (a state, not a fault)
    """Too often; ``retry_after`` says in how many seconds it works again."""

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        minutes = max(1, round(retry_after / 60))
        super().__init__(
            ngettext(
                "That was a lot in a short time. It works again in %(minutes)d minute; "
                "what you wrote is kept.",
                "That was a lot in a short time. It works again in %(minutes)d minutes; "
                "what you wrote is kept.",
                minutes,
            )
            % {"minutes": minutes},
            code="limit",
        )


def hit(scope: str, who: str) -> None:
    """Count one more ``scope`` by ``who``, within the window set in ``RATE_LIMITS``.

    Raises:
        LimitReached: the window's number is used up; nothing more is counted.
    """
    allowed, window = (int(part) for part in settings.RATE_LIMITS[scope].split("/"))
    now = int(time.time())
    key = f"limit:{scope}:{who}:{now // window}"
    if _count(key, seconds=window) > allowed:
        raise LimitReached(window - now % window)


def _count(key: str, *, seconds: int) -> int:
    """Return how often ``key`` was counted, this time with it.

    The cache in the database keeps what it increments for its own five minutes only, and
    may throw a key out between two calls.
    """
    cache.add(key, 0, timeout=seconds)
    try:
        count = cache.incr(key)
    except ValueError:
        cache.set(key, 1, timeout=seconds)
        return 1
    cache.touch(key, seconds)
    return count


def who(request: HttpRequest) -> str:
    """Return whom a limit counts: the member, else the address, never stored in clear."""
    if request.user.is_authenticated:
        return f"member:{request.user.pk}"
    salted = f"{settings.SECRET_KEY}:{client_address(request)}"
    return hashlib.sha256(salted.encode()).hexdigest()[:24]


def client_address(request: HttpRequest) -> str:
    """Return the address of the client, behind ``TRUSTED_PROXIES`` proxies of ours."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted and hops[-trusted]:
        return str(hops[-trusted])
    address: str = request.META.get("REMOTE_ADDR", "")
    return address
