"""Wagtail tells us that a page changed; we keep audiences right and tell search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished, post_page_move

import search.services
from articles import services
from articles.models import ArticlePage, KnowledgePage, SectionPage

if TYPE_CHECKING:
    from wagtail.models import Page


@receiver(page_published)
def on_published(instance: Page, **kwargs: Any) -> None:
    """A new audience reaches everything below; a new title or slug only the page."""
    if not isinstance(instance, KnowledgePage):
        return
    with transaction.atomic():
        if isinstance(instance, ArticlePage):
            services.count_votes(instance)  # one may have come while it was edited
        changed = services.recompute_audience(instance)
        search.services.note_changed({instance.key, *changed})


@receiver(page_unpublished)
def on_unpublished(instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, KnowledgePage):
        search.services.note_changed([instance.key])


@receiver(post_page_move)
def on_moved(instance: Page, **kwargs: Any) -> None:
    """A new place may mean a new audience, and is a new address for all below."""
    with transaction.atomic():
        page = instance.specific
        services.recompute_audience(page)
        search.services.note_changed(services.keys_below(page))


@receiver(post_delete, sender=SectionPage)
@receiver(post_delete, sender=ArticlePage)
def on_deleted(instance: KnowledgePage, **kwargs: Any) -> None:
    search.services.note_changed([instance.key])
