"""Sections and articles for tests, published as an editor would."""

from __future__ import annotations

import json
from typing import Any

from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from articles.models import ArticlePage, GuidesPage, SectionPage
from articles.services import root_for


def text(html: str) -> list[dict[str, str]]:
    """A body of one rich text block."""
    return [{"type": "text", "value": html}]


def root() -> GuidesPage:
    return root_for("en")


def make_picture() -> Image:
    return Image.objects.create(title="A picture", file=get_test_image_file())


def make_section(
    title: str = "Payouts", *, parent: Any = None, **fields: Any
) -> SectionPage:
    return _publish(SectionPage(title=title, **_stored(fields)), parent)


def make_article(
    title: str = "Why a payout waits", *, parent: Any = None, **fields: Any
) -> ArticlePage:
    fields.setdefault("body", text("<p>It waits for the bank.</p>"))
    return _publish(ArticlePage(title=title, **_stored(fields)), parent)


def _stored(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "body": json.dumps(fields.get("body", []))}


def _publish(page: Any, parent: Any) -> Any:
    parent = type(parent).objects.get(pk=parent.pk) if parent else root()
    page.locale = parent.locale
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)
