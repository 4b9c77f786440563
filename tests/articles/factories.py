"""Sections and articles for tests, published as an editor would."""

from __future__ import annotations

from typing import Any

from articles.models import ArticlePage, SectionPage
from articles.services import root_for
from base.audience import Audience


def text(html: str) -> list[dict[str, str]]:
    """A body of one rich text block."""
    return [{"type": "text", "value": html}]


def make_section(title: str = "Payouts", *, parent: Any = None, **fields: Any) -> SectionPage:
    return _publish(SectionPage(title=title, **fields), parent)


def make_article(title: str = "Why a payout waits", *, parent: Any = None, **fields: Any):
    fields.setdefault("body", text("<p>It waits for the bank.</p>"))
    return _publish(ArticlePage(title=title, **fields), parent)


def _publish(page: Any, parent: Any) -> Any:
    parent = parent or root_for("en")
    page.locale = parent.locale
    page.live = False
    page.audience = page.audience or Audience.PUBLIC
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)
