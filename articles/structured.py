"""Articles and sections as search engines read them (schema.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from base.templatetags.structured import absolute, breadcrumbs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.models import ArticlePage, KnowledgePage, SectionPage

HEADLINE_MAX_CHARACTERS = 110


def article(page: ArticlePage) -> dict[str, Any]:
    """Return the Article of ``page``.

    Source: https://schema.org/Article
    """
    publisher = {
        "@type": "Organization",
        "name": settings.SITE_NAME,
        "url": settings.COMPANY_URL or settings.SITE_URL,
    }
    address = absolute(page.url)
    facts = {
        "@type": "Article",
        "headline": page.title[:HEADLINE_MAX_CHARACTERS],
        "description": page.summary,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": page.first_published_at,
        "dateModified": page.last_published_at,
        "inLanguage": page.locale.language_code,
        "author": publisher,
        "publisher": publisher,
    }
    return {name: fact for name, fact in facts.items() if fact}


def way_to(page: KnowledgePage, above: Iterable[SectionPage]) -> dict[str, Any]:
    """Return the BreadcrumbList that the reader sees above ``page``, with the page."""
    language = page.locale.language_code
    return breadcrumbs(
        [
            (_("Help"), reverse("home")),
            (_("Guides"), f"/{language}/"),
            *((section.title, section.url) for section in above),
            (page.title, page.url),
        ]
    )
