"""Sites that messages here have linked to for long: a link there is no sign of spam."""

from __future__ import annotations

import re
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from community.models import Post
from community.spam.sites import owner_of

LINK = re.compile(r"""https?://([^\s/"'<>()\[\]:?#]+)""", re.IGNORECASE)
LOOKED_AT = 2000  # the latest messages with a link
SETTLED_AFTER = timedelta(days=7)  # by then moderators would have taken it down
AUTHORS = 3  # different ones: nobody makes a site known alone
KEPT_SECONDS = 3600
KEY = "linked-sites"


def long_linked_to() -> frozenset[str]:
    """Return who owns these sites, up to an hour old; one query when it is not."""
    found: frozenset[str] | None = cache.get(KEY)
    if found is None:
        found = _compute()
        cache.set(KEY, found, KEPT_SECONDS)
    return found


def _compute() -> frozenset[str]:
    settled = timezone.now() - SETTLED_AFTER
    posts = Post.objects.filter(
        hidden_at=None, posted_at__lt=settled, body_html__contains="://"
    )
    rows = posts.order_by("-posted_at").values_list("author", "body_html")[:LOOKED_AT]
    authors: dict[str, set[int]] = {}
    for author, html in rows:
        for host in LINK.findall(html):
            authors.setdefault(owner_of(host), set()).add(author)
    return frozenset(site for site, who in authors.items() if len(who) >= AUTHORS)
