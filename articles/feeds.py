"""What is new in the guides, as feeds that anybody may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles.models import ArticlePage, GuidesPage, SectionPage
from base.templatetags.structured import absolute, xml_safe

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest
    from django.utils.feedgenerator import SyndicationFeed

ITEMS = 30


class GuidesFeed(Feed[ArticlePage, Any]):
    """The latest articles below one page of the tree; the reader is always anonymous."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        roots = GuidesPage.objects.live().select_related("locale")
        return get_object_or_404(roots, locale__language_code=kwargs["language"])

    def get_feed(self, obj: Any, request: HttpRequest) -> SyndicationFeed:
        language = obj.locale.language_code
        with translation.override(language):
            feed = super().get_feed(obj, request)
        feed.feed["feed_url"] = absolute(request.path)
        feed.feed["language"] = language
        return feed

    def title(self, obj: Any) -> str:
        return xml_safe(f"{obj.title} · {settings.WAGTAIL_SITE_NAME}")

    def subtitle(self, obj: Any) -> str:
        summary = getattr(obj, "summary", "")
        return xml_safe(summary) or _("What is new in the guides")

    def link(self, obj: Any) -> str:
        return absolute(obj.url)

    def author_name(self) -> str:
        return str(settings.SITE_NAME)

    def items(self, obj: Any) -> Iterable[ArticlePage]:
        below = ArticlePage.objects.descendant_of(obj).readable_by(AnonymousUser())
        newest: Iterable[ArticlePage] = below.defer_streamfields().order_by(
            "-last_published_at", "-pk"
        )[:ITEMS]
        return newest

    def item_title(self, item: ArticlePage) -> str:
        return xml_safe(item.title)

    def item_description(self, item: ArticlePage) -> str:
        return escape(xml_safe(item.summary))  # Atom says it is HTML

    def item_link(self, item: ArticlePage) -> str:
        return absolute(item.url)

    def item_pubdate(self, item: ArticlePage) -> datetime | None:
        moment: datetime | None = item.first_published_at
        return moment

    def item_updateddate(self, item: ArticlePage) -> datetime | None:
        moment: datetime | None = item.last_published_at
        return moment


class SectionFeed(GuidesFeed):
    """The latest articles of one section and those below it."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        public = SectionPage.objects.readable_by(AnonymousUser()).select_related("locale")
        return get_object_or_404(public, pk=kwargs["pk"])
