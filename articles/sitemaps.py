"""The public pages of the knowledge base, for search engines."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap

from articles.body import address_of
from articles.models import ArticlePage, GuidesPage, SectionPage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

LIMIT = 5_000  # addresses on one page of a sitemap
COLUMNS = ("url_path", "last_published_at", "translation_key", "locale__language_code")

Row = dict[str, Any]  # one page, as COLUMNS


class PagesSitemap(Sitemap[Row]):
    """Pages that anybody may read, each with its other languages."""

    limit = LIMIT

    def readable(self) -> QuerySet[Any]:
        raise NotImplementedError

    def items(self) -> Iterable[Row]:
        rows: Iterable[Row] = self.readable().order_by("path").values(*COLUMNS)
        return rows

    def location(self, item: Row) -> str:
        return address_of(item["url_path"])

    def lastmod(self, item: Row) -> datetime | None:
        moment: datetime | None = item["last_published_at"]
        return moment

    def get_urls(
        self, page: int | str = 1, site: Any = None, protocol: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the entries of ``page`` with all their languages, in one query more."""
        urls = super().get_urls(page, site, protocol)
        found = self._languages({url["item"]["translation_key"] for url in urls})
        home = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        for url in urls:
            in_languages = found[url["item"]["translation_key"]]
            if len(in_languages) > 1:
                url["alternates"] = [
                    {"lang_code": code, "location": f"{home}{address_of(path)}"}
                    for code, path in in_languages
                ]
        return urls

    def _languages(self, keys: set[UUID]) -> dict[UUID, list[tuple[str, str]]]:
        found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
        rows = self.readable().filter(translation_key__in=keys).order_by("path")
        for row in rows.values(*COLUMNS):
            place = (row["locale__language_code"], row["url_path"])
            found[row["translation_key"]].append(place)
        return found


class ArticlesSitemap(PagesSitemap):
    def readable(self) -> QuerySet[ArticlePage]:
        pages: QuerySet[ArticlePage] = ArticlePage.objects.readable_by(AnonymousUser())
        return pages


class SectionsSitemap(PagesSitemap):
    def readable(self) -> QuerySet[SectionPage]:
        pages: QuerySet[SectionPage] = SectionPage.objects.readable_by(AnonymousUser())
        return pages


class GuidesSitemap(PagesSitemap):
    def readable(self) -> QuerySet[GuidesPage]:
        pages: QuerySet[GuidesPage] = GuidesPage.objects.live()
        return pages
