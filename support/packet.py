"""Say it once: what support receives of a thread, and what its author may leave out.

What is struck out is stored nowhere, not even that something was.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings

import search.services
from articles.models import ArticlePage
from base.sanitize import plain_text
from support.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from community.models import Post, Thread
    from search.visit import Visit
    from support.desks.port import Packet

ARTICLE = "article:"


@dataclass(frozen=True, slots=True)
class Item:
    """One search or article of the author's way here, to be ticked or struck out."""

    id: str
    text: str
    at: datetime
    url: str = ""
    found: int | None = None


@dataclass(frozen=True, slots=True)
class StoryItems:
    searches: list[Item] = field(default_factory=list)
    articles: list[Item] = field(default_factory=list)

    def keeping(self, ids: Collection[str] | None) -> StoryItems:
        """Return what is ticked; None ticks all."""
        if ids is None:
            return self
        return StoryItems(
            [item for item in self.searches if item.id in ids],
            [item for item in self.articles if item.id in ids],
        )


def story_items(thread: Thread, visit: Visit | None = None) -> StoryItems:
    """Return the searches and articles read around ``thread``, each once, in order."""
    stories = [search.services.story_of(thread.key)]
    if visit is not None:
        stories.append(search.services.story_of_visit(visit))
    searches: dict[str, tuple[str, datetime, int]] = {}
    read: dict[str, datetime] = {}
    for story in stories:
        for text, at, found in story.searches:
            searches.setdefault(_search_id(text), (text, at, found))
        for key, at in story.articles:
            read.setdefault(key, at)
    return StoryItems(
        [Item(id_, text, at, found=n) for id_, (text, at, n) in searches.items()],
        _articles(read),
    )


def _search_id(text: str) -> str:
    digest = hashlib.sha256(text.casefold().encode()).hexdigest()
    return f"search:{digest[:12]}"


def _articles(read: dict[str, datetime]) -> list[Item]:
    ids = {key: int(key.removeprefix(ARTICLE)) for key in read if key.startswith(ARTICLE)}
    pages = ArticlePage.objects.in_bulk(list(ids.values()))
    return [
        Item(key, pages[pk].title, read[key], url=pages[pk].url or "")
        for key, pk in ids.items()
        if pk in pages
    ]


def build(
    thread: Thread,
    *,
    story: StoryItems | None = None,
    ticket_class: str = Ticket.Class.QUESTION,
) -> Packet:
    """Return all that support needs to know, as JSON."""
    author = thread.author
    posts = list(thread.posts.filter(hidden_at=None).select_related("author"))
    opening = next((post for post in posts if not post.is_answer), None)
    told = story or StoryItems()
    return {
        "class": str(ticket_class),
        "thread": {
            "id": thread.pk,
            "title": thread.title,
            "url": settings.SITE_URL + thread.get_absolute_url(),
            "board": thread.board.title_en,
            "language": thread.language,
            "asked_at": thread.asked_at.isoformat(),
            "text": plain_text(opening.body_html) if opening else "",
        },
        "replies": [_reply(post) for post in posts if post.is_answer],
        "people_affected": thread.me_too_count,
        "requester": {
            "id": author.pk,
            "name": author.name,
            "language": author.language,
            "shop": author.shop.name if author.shop else "",
        },
        "searches": [
            {"text": item.text, "at": item.at.isoformat(), "found": item.found}
            for item in told.searches
        ],
        "articles": [
            {"title": item.text, "url": item.url, "at": item.at.isoformat()}
            for item in told.articles
        ],
    }


def _reply(post: Post) -> dict[str, Any]:
    return {
        "author": post.author.name,
        "at": post.posted_at.isoformat(),
        "text": plain_text(post.body_html),
        "helpful": post.helpful_count,
    }
