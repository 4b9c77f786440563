"""The site's map for search engines: one list, or an index where that would be long."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from articles.sitemaps import ArticlesSitemap, GuidesSitemap, SectionsSitemap
from community.sitemaps import BoardsSitemap, ThreadsSitemap

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMIT = 5_000  # addresses in one list


class FixedSitemap(Sitemap[str]):
    """The pages that every site has, by the names of their addresses."""

    def items(self) -> list[str]:
        return ["home", "community:index", "support:contact"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS: Mapping[str, type[Sitemap[Any]]] = {
    "site": FixedSitemap,
    "guides": GuidesSitemap,
    "sections": SectionsSitemap,
    "articles": ArticlesSitemap,
    "boards": BoardsSitemap,
    "threads": ThreadsSitemap,
}


def entries(name: str, page: int = 1) -> list[dict[str, Any]]:
    """Return one page of a sitemap, in addresses of the site's own name.

    Raises:
        KeyError: there is no such sitemap.
        EmptyPage: it has no such page.
    """
    home = urlsplit(settings.SITE_URL)
    site: Any = SimpleNamespace(domain=home.netloc)
    return SITEMAPS[name]().get_urls(page=page, site=site, protocol=home.scheme)


def parts() -> list[dict[str, str]]:
    """Return what the index lists; nothing where all fits in one list."""
    pages = {name: sitemap().paginator for name, sitemap in SITEMAPS.items()}
    if sum(paginator.count for paginator in pages.values()) <= LIMIT:
        return []
    return [
        {"location": f"{settings.SITE_URL}{reverse('sitemap_part', args=[name])}?p={page}"}
        for name, paginator in pages.items()
        for page in paginator.page_range
        if paginator.count
    ]
