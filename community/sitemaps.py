"""The public boards and threads, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q

from community.models import Board, Thread

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

LIMIT = 5_000  # addresses on one page of a sitemap


class BoardsSitemap(Sitemap[Board]):
    limit = LIMIT

    def items(self) -> QuerySet[Board]:
        shown = Q(threads__hidden_at=None)
        return (
            Board.objects.visible_to(AnonymousUser())
            .annotate(last_post_at=Max("threads__last_post_at", filter=shown))
            .only("slug")
            .order_by("pk")
        )

    def lastmod(self, item: Board) -> datetime | None:
        moment: datetime | None = getattr(item, "last_post_at", None)
        return moment


class ThreadsSitemap(Sitemap[Thread]):
    limit = LIMIT

    def items(self) -> QuerySet[Thread]:
        threads = Thread.objects.visible_to(AnonymousUser())
        return threads.only("slug", "last_post_at").order_by("pk")

    def lastmod(self, item: Thread) -> datetime:
        return item.last_post_at
