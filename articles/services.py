"""What happens to articles: audiences, votes, drafts from gaps."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone

import search.services
from articles.models import ArticlePage, SectionPage, Vote
from articles.tree import root_for
from base.audience import Audience
from base.scrub import scrub

if TYPE_CHECKING:
    from wagtail.models import Page

    from accounts.roles import Reader
    from articles.models import KnowledgePage
    from search.visit import Visit

__all__ = ["count_votes", "hash_of", "keys_below", "recompute_audience", "root_for", "vote"]

COMMENT_LENGTH = 1000
SEARCH_LENGTH = 200


def _below(page: Page) -> list[KnowledgePage]:
    """Return ``page`` and all below it, parents first."""
    pages = [
        found
        for model in (SectionPage, ArticlePage)
        for found in model.objects.descendant_of(page, inclusive=True).defer_streamfields()
    ]
    return sorted(pages, key=lambda found: str(found.path))


def keys_below(page: Page) -> list[str]:
    """Return the search keys of ``page`` and of all below it."""
    return [found.key for found in _below(page)]


@transaction.atomic
def recompute_audience(page: Page) -> list[str]:
    """Store who may read ``page`` and all below it; return the keys of what changed.

    Nobody may read a page who may not read the section it lies in.
    """
    above = SectionPage.objects.ancestor_of(page).values_list("audience", flat=True)
    floor = max(above, default=Audience.PUBLIC)
    effective: dict[str, int] = {}
    changed: list[KnowledgePage] = []
    for found in _below(page):
        parent = effective.get(found.path[: -found.steplen], floor)
        effective[found.path] = max(found.audience, parent)
        if found.effective_audience != effective[found.path]:
            found.effective_audience = effective[found.path]
            changed.append(found)
    for model in (SectionPage, ArticlePage):
        mine = [found for found in changed if isinstance(found, model)]
        model.objects.bulk_update(mine, ["effective_audience"], batch_size=500)
    return [found.key for found in changed]


def hash_of(page: KnowledgePage) -> str:
    """Return what tells one version of the text from another."""
    parts = [page.title, page.summary, list(page.body.raw_data)]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def vote(
    *,
    article: ArticlePage,
    by: Reader,
    visit: Visit,
    is_helpful: bool,
    reason: str = "",
    comment: str = "",
) -> Vote:
    """Keep what one person says about ``article``; saying it again changes their vote.

    A visitor without a cookie of ours is counted by the session, so at most once in it.

    Raises:
        Http404: ``by`` may not read the article.
    """
    article = ArticlePage.objects.select_for_update().get(pk=article.pk)
    if not article.live or not article.can_be_read_by(by):
        raise Http404
    visitor = "" if by.is_authenticated else (visit.visitor or visit.session)
    mine = Vote.objects.filter(article=article).of(reader=by, visitor=visitor)
    judged = mine.first() or Vote(article=article, visitor=visitor)
    judged.member = by if by.is_authenticated else None
    judged.is_helpful = is_helpful
    judged.reason = "" if is_helpful else reason
    judged.comment = "" if is_helpful else scrub(comment)[:COMMENT_LENGTH]
    judged.search_text = judged.search_text or _search_before(visit)
    judged.revision_id = article.live_revision_id
    judged.content_hash = hash_of(article)
    judged.voted_at = timezone.now()
    judged.save()
    count_votes(article)
    _tell_search(judged, article=article, visit=visit)
    return judged


def _search_before(visit: Visit) -> str:
    """Return what was last searched for in this visit, the likely way to the article."""
    searches = search.services.story_of_visit(visit).searches
    return str(searches[-1][0])[:SEARCH_LENGTH] if searches else ""


def count_votes(article: ArticlePage) -> None:
    """Count anew: cheap, and what a crash or a race left wrong heals by itself."""
    counted = Vote.objects.filter(article=article).aggregate(
        yes=Count("pk", filter=Q(is_helpful=True)),
        no=Count("pk", filter=Q(is_helpful=False)),
    )
    ArticlePage.objects.filter(pk=article.pk).update(
        helpful_count=counted["yes"], unhelpful_count=counted["no"]
    )
    search.services.note_changed([article.key])  # what helped is found first


def _tell_search(judged: Vote, *, article: ArticlePage, visit: Visit) -> None:
    key = f"{article.key}:{judged.pk}"
    if judged.is_helpful:
        search.services.withdraw_need(kind="unhelpful", key=key)
        search.services.record_outcome(visit=visit, kind="helpful", key=article.key)
        return
    search.services.record_need(
        kind="unhelpful",
        key=key,
        text=judged.search_text or article.title,
        language=article.locale.language_code,
        at=judged.voted_at,
        visitor=visit.visitor,
    )
