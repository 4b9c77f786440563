"""What is asked on the boards, as feeds that anybody may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from base.templatetags.structured import absolute, xml_safe
from community.models import Board, Post, Thread
from community.structured import excerpt_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.utils.feedgenerator import SyndicationFeed

ITEMS = 30
SUMMARY_CHARACTERS = 500


class MultilingualAtom(Atom1Feed):
    """Marks each entry with its language: on a board people write in several."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"xml:lang": item["language"]}


class CommunityFeed(Feed[Thread, "Board | None"]):
    """The newest threads of all public boards; the reader is always anonymous."""

    feed_type = MultilingualAtom

    def get_feed(self, obj: Board | None, request: HttpRequest) -> SyndicationFeed:
        feed = super().get_feed(obj, request)
        feed.feed["feed_url"] = absolute(request.path)
        return feed

    def title(self, obj: Board | None) -> str:
        name = obj.title if obj else _("Community")
        return xml_safe(f"{name} · {settings.WAGTAIL_SITE_NAME}")

    def subtitle(self, obj: Board | None) -> str:
        described = xml_safe(obj.description) if obj else ""
        return described or _("The newest questions and discussions")

    def link(self, obj: Board | None) -> str:
        address = obj.get_absolute_url() if obj else reverse("community:index")
        return absolute(address)

    def author_name(self) -> str:
        return str(settings.SITE_NAME)

    def items(self, obj: Board | None) -> QuerySet[Thread]:
        threads = Thread.objects.visible_to(AnonymousUser())
        if obj is not None:
            threads = threads.filter(board=obj)
        opening = Post.objects.filter(position=1).defer("body_markdown")
        return (
            threads.select_related("author")
            .prefetch_related(Prefetch("posts", queryset=opening))
            .order_by("-asked_at", "-pk")[:ITEMS]
        )

    def item_title(self, item: Thread) -> str:
        return xml_safe(item.title)

    def item_description(self, item: Thread) -> str:
        words = " ".join(xml_safe(excerpt_of(item.posts.all())).split())
        return escape(Truncator(words).chars(SUMMARY_CHARACTERS))  # Atom says it is HTML

    def item_link(self, item: Thread) -> str:
        return absolute(item.get_absolute_url())

    def item_author_name(self, item: Thread) -> str:
        return xml_safe(item.author.name)

    def item_pubdate(self, item: Thread) -> datetime:
        return item.asked_at

    def item_updateddate(self, item: Thread) -> datetime:
        return item.last_post_at

    def item_extra_kwargs(self, item: Thread) -> dict[str, Any]:
        return {"language": item.language}


class BoardFeed(CommunityFeed):
    """The newest threads of one public board."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Board:  # noqa: ARG002
        return get_object_or_404(
            Board.objects.visible_to(AnonymousUser()), slug=kwargs["slug"]
        )
