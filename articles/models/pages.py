"""The knowledge base: a tree of sections and articles per language, and its votes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeAlias

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count
from django.db.models.functions import Substr
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from accounts.roles import audience_of
from articles import related, structured
from articles.blocks import BodyBlock
from articles.body import Rendered, address_of, render
from base.audience import Audience
from search.visit import VISITOR_COOKIE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import SiteRequest
    from accounts.roles import Reader

Context: TypeAlias = dict[str, Any]

SLUG_PANELS = [FieldPanel("slug")]
is_icon_name = RegexValidator(r"^[a-z0-9-]+\Z", _("A name from lucide.dev, like “truck”."))


class KnowledgeQuerySet(PageQuerySet):
    def readable_by(self, reader: Reader) -> Self:
        """Published, and for an audience that ``reader`` belongs to."""
        readable: Self = self.live().filter(effective_audience__lte=audience_of(reader))
        return readable

    def for_listing(self) -> Self:
        """In the order of the tree, without the long texts."""
        listing: Self = self.defer_streamfields().order_by("path")
        return listing

    def count_by_child_of(self, page: Page) -> dict[str, int]:
        """Return how many of these pages lie in each child of ``page``, by its path."""
        child = Substr("path", 1, (page.depth + 1) * Page.steplen)
        counted = self.order_by().annotate(child=child).values("child")
        return dict(counted.annotate(n=Count("pk")).values_list("child", "n"))


KnowledgeManager = PageManager.from_queryset(KnowledgeQuerySet)


class TreePage(Page):
    """What all our pages share: addresses that cost no query, one kind of privacy."""

    private_page_options: list[str] = []  # audience decides; two systems would leak

    class Meta:
        abstract = True

    def get_url(self, *args: Any, **kwargs: Any) -> str:  # noqa: ARG002
        """Return the address: the root's slug is its language, so it is the tree's path.

        Wagtail asks the cache for every link, which is a query where the cache is a table.
        """
        return address_of(self.url_path)

    url = property(get_url)

    def get_view_restrictions(self) -> models.QuerySet[Any]:
        """There are none: see ``private_page_options``; saves two queries a page."""
        none: models.QuerySet[Any] = PageViewRestriction.objects.none()
        return none

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        if getattr(self, "effective_audience", Audience.PUBLIC) > Audience.PUBLIC:
            return []
        urls: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return urls

    def listing_for(self, reader: Reader) -> dict[str, Any]:
        """Return the sections and articles right below, as ``reader`` may see them."""
        sections = list(
            SectionPage.objects.child_of(self).readable_by(reader).for_listing()
        )
        below = ArticlePage.objects.descendant_of(self).readable_by(reader)
        counts = below.count_by_child_of(self)
        for section in sections:
            section.article_count = counts.get(section.path, 0)
        return {
            "sections": sections,
            "articles": ArticlePage.objects.child_of(self)
            .readable_by(reader)
            .for_listing(),
            "article_count": sum(counts.values()),
        }


class GuidesPage(TreePage):
    """The root of one language: lists its sections."""

    template = "articles/guides.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["articles.SectionPage", "articles.ArticlePage"]
    promote_panels: list[Any] = []  # the slug is the language and stays

    class Meta:
        verbose_name = _("guides")
        verbose_name_plural = _("guides")

    def route(self, request: SiteRequest, path_components: list[str]) -> RouteResult:
        """Find the page in two queries, however deep it lies."""
        if not path_components:
            return super().route(request, path_components)
        url_path = f"{self.url_path}{'/'.join(path_components)}/"
        for model in (ArticlePage, SectionPage):
            found = model.objects.live().filter(url_path=url_path)
            page = found.select_related("locale").first()
            if page is not None:
                return RouteResult(page)
        raise Http404

    def get_context(
        self, request: SiteRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        others = GuidesPage.objects.live().filter(translation_key=self.translation_key)
        translations = others.exclude(pk=self.pk).select_related("locale")
        return context | self.listing_for(request.user) | {"translations": translations}


class KnowledgePage(TreePage):
    """What sections and articles share."""

    summary = models.CharField(_("summary"), max_length=500, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    audience = models.PositiveSmallIntegerField(
        _("audience"), choices=Audience.choices, default=Audience.PUBLIC
    )
    effective_audience = models.PositiveSmallIntegerField(
        choices=Audience.choices,
        default=Audience.STAFF,  # shut until the service has looked at the parents
        editable=False,
        db_index=True,
    )
    source_name = models.CharField(max_length=120, blank=True, editable=False)
    source_path = models.CharField(max_length=500, blank=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    # Facts about the page as a whole: publishing an old revision must not bring them back.
    KEPT = ["effective_audience", "source_name", "source_path", "content_hash"]

    promote_panels = SLUG_PANELS

    objects = KnowledgeManager()

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> Self:
        page: Self = super().with_content_json(content)
        for name in self.KEPT:
            setattr(page, name, getattr(self, name))
        return page

    @cached_property
    def rendered(self) -> Rendered:
        return render(self.body.raw_data)

    def frame_for(self, reader: Reader) -> dict[str, Any]:
        """Return the way down to this page and its other languages."""
        above = SectionPage.objects.ancestor_of(self).readable_by(reader).for_listing()
        translations = type(self).objects.filter(translation_key=self.translation_key)
        others = translations.exclude(pk=self.pk).readable_by(reader)
        return {
            "above": above,
            "structured": [structured.way_to(self, above)],
            "translations": others.select_related("locale").for_listing(),
        }

    def can_be_read_by(self, reader: Reader) -> bool:
        return self.effective_audience <= audience_of(reader)

    def serve(self, request: SiteRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; to those it is not for, it does not exist."""
        if not self.can_be_read_by(request.user):
            raise Http404
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response


class SectionPage(KnowledgePage):
    """A branch of the knowledge base; its text introduces what is below it."""

    icon = models.CharField(_("icon"), max_length=40, blank=True, validators=[is_icon_name])

    template = "articles/section.html"
    parent_page_types = ["articles.GuidesPage", "articles.SectionPage"]
    subpage_types = ["articles.SectionPage", "articles.ArticlePage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("icon"),
        FieldPanel("audience"),
        FieldPanel("body", heading=_("introduction")),
    ]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        indexes = [
            models.Index(fields=["source_name", "source_path"], name="section_source")
        ]

    @property
    def key(self) -> str:
        return f"section:{self.pk}"

    def get_context(
        self, request: SiteRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        listing = self.listing_for(request.user)
        return context | self.frame_for(request.user) | listing


class ArticlePage(KnowledgePage):
    """One page of the knowledge base."""

    reviewed_on = models.DateField(_("checked on"), null=True, blank=True)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)
    unhelpful_count = models.PositiveIntegerField(default=0, editable=False)

    KEPT = [*KnowledgePage.KEPT, "helpful_count", "unhelpful_count"]

    template = "articles/article.html"
    parent_page_types = ["articles.GuidesPage", "articles.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("reviewed_on")],
            heading=_("For whom, and when checked"),
        ),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            models.Index(fields=["source_name", "source_path"], name="article_source")
        ]

    @property
    def key(self) -> str:
        return f"article:{self.pk}"

    @property
    def vote_count(self) -> int:
        return self.helpful_count + self.unhelpful_count

    def _vote_of(self, request: SiteRequest) -> Any:
        """Return what this reader said before; nobody gets a cookie for reading."""
        visit, reader = request.visit, request.user
        is_known = reader.is_authenticated or VISITOR_COOKIE in request.COOKIES
        visitor = visit.visitor if is_known else ""
        return self.votes.of(reader=reader, visitor=visitor or visit.session).first()

    def siblings_for(self, reader: Reader) -> KnowledgeQuerySet:
        """Return other articles of the same section."""
        siblings = ArticlePage.objects.sibling_of(self, inclusive=False)
        listing: KnowledgeQuerySet = siblings.readable_by(reader).for_listing()
        return listing

    def serve(self, request: SiteRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if not getattr(request, "is_preview", False):
            request.visit.note_read(self.key)
        return response

    def get_context(
        self, request: SiteRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        reader = request.user
        frame = self.frame_for(reader)
        frame["structured"].append(structured.article(self))
        beside = related.related_to(self, reader)
        return context | frame | beside | {"vote": self._vote_of(request)}
