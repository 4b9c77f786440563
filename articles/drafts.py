"""From a gap to a draft: the editor starts with what people asked, not with nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.html import escape, format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

import search.services
from articles.models import ArticlePage, SectionPage
from articles.tree import free_slug, root_for
from base.sanitize import sanitize
from search.models import Gap
from search.services import Nature

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Member
    from articles.models import GuidesPage
    from search.material import Source
    from search.services import Material

TITLE_LENGTH = 255
Block = dict[str, Any]


@transaction.atomic
def draft_for_gap(*, gap_id: int, by: Member) -> ArticlePage:
    """Return the draft that belongs to the gap, made if there is none yet.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        Http404: there is no such gap.
    """
    if not by.is_support:
        raise PermissionDenied
    gap = get_object_or_404(Gap.objects.select_for_update(), pk=gap_id)
    known = _linked(gap.links.values_list("key", flat=True))
    if known is not None:
        return known
    parent = _parent_for(gap)
    with override(gap.language):
        body = _material(search.services.material(gap, by))
    article = _add(parent, title=gap.title, body=body, by=by)
    search.services.link_draft(gap_id=gap_id, key=article.key, by=by)
    return article


def _linked(keys: Iterable[str]) -> ArticlePage | None:
    """Return the first of the linked articles that still exists."""
    for key in keys:
        pk = key.removeprefix("article:")
        if pk.isdecimal() and (article := ArticlePage.objects.filter(pk=pk).first()):
            found: ArticlePage = article
            return found
    return None


def _parent_for(gap: Gap) -> GuidesPage | SectionPage:
    """Return where the draft begins: beside the nearest guide, else in the first section.

    The editor moves it when it belongs elsewhere.
    """
    root = root_for(gap.language)
    if (nearest := _linked([gap.nearest])) is not None:
        above = nearest.get_parent().specific
        if isinstance(above, SectionPage) and above.is_descendant_of(root):
            return above
    first: SectionPage | None = (
        SectionPage.objects.child_of(root).live().order_by("path").first()
    )
    return first or root


def _add(
    parent: GuidesPage | SectionPage, *, title: str, body: list[Block], by: Member
) -> ArticlePage:
    title = title[:1].upper() + title[1:TITLE_LENGTH]
    article = ArticlePage(
        title=title,
        slug=free_slug(parent, slugify(title) or "draft"),
        body=json.dumps(body),
        locale=parent.locale,
        owner=by,
        live=False,
    )
    parent.add_child(instance=article)
    article.save_revision(user=by)
    return article


def _material(material: Material) -> list[Block]:
    """Return the raw material as blocks, each clearly marked as such."""
    asked = format_html_join("", "<li>{}</li>", ((text,) for text in material.questions))
    blocks = [
        _callout(
            _("Raw material: take it out before you publish"),
            format_html("<p>{}</p><ul>{}</ul>", _("What people asked:"), asked),
        )
    ]
    return blocks + [_source(each) for each in material.sources]


def _source(source: Source) -> Block:
    lines = (escape(line) for line in source.text.splitlines() if line.strip())
    html = "".join(f"<p>{line}</p>" for line in lines)
    card = source.card
    link = format_html('<p><a href="{}">{}</a></p>', card.url, card.title)
    titles = {
        Nature.ACCEPTED: _("Raw material: the accepted answer to “%(title)s”"),
        Nature.ANSWERS: _("Raw material: answers to “%(title)s”, none accepted yet"),
        Nature.QUESTION: _("Raw material: “%(title)s”, which nobody answered"),
    }
    title = titles[source.nature] % {"title": card.title}
    return _callout(title, link + sanitize(html))


def _callout(title: str, html: str) -> Block:
    body = [{"type": "text", "value": html}]
    value = {"style": "warning", "title": title[:TITLE_LENGTH], "body": body}
    return {"type": "callout", "value": value}
