"""Articles and sections as search sees them: documents in, cards out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import get_script_prefix

from articles.body import headings_of, text_of
from articles.models import ArticlePage, KnowledgePage, SectionPage
from base.audience import Audience
from search.document import Card, Document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from accounts.roles import Reader

MODELS: dict[str, type[KnowledgePage]] = {"article": ArticlePage, "section": SectionPage}
TOP_DEPTH = 3  # Wagtail's root, the language, then the first sections
STEP = KnowledgePage.steplen
SHOWN_OF_A_PLACE = ("path", "title", "url_path", "live", "effective_audience")
SHOWN_OF_A_RESULT = (*SHOWN_OF_A_PLACE, "locale", "summary", "body")
BATCH = 200


class ArticleSource:
    """The published pages of the knowledge base."""

    kinds = frozenset(MODELS)

    def documents(self, keys: Collection[str] | None = None) -> Iterator[Document]:
        """Yield the documents that exist (all of them, or those of ``keys``)."""
        tops = _tops()
        for kind, pages in _published(keys):
            for page in pages.select_related("locale").iterator(chunk_size=BATCH):
                yield _document(tops, kind, page)

    def versions(self) -> dict[str, str]:
        """Return ``{key: version}`` of all documents, without reading their texts."""
        return {
            page.key: _version(page)
            for _kind, pages in _published(None)
            for page in pages.defer_streamfields()
        }

    def readable(self, keys: Collection[str], reader: Reader) -> set[str]:
        """Return those of ``keys`` that ``reader`` may read, in one query a kind."""
        return {
            f"{kind}:{pk}"
            for kind, pages in _published(keys)
            for pk in pages.readable_by(reader).values_list("pk", flat=True)
        }

    def keys_at(self, paths: Collection[str]) -> dict[str, str]:
        """Return ``{path: key}`` for those ``paths`` that are published pages."""
        before = get_script_prefix().rstrip("/")
        wanted = {f"{path.removeprefix(before).rstrip('/')}/": path for path in paths}
        return {
            wanted[page.url_path]: page.key
            for _kind, pages in _published(None)
            for page in pages.filter(url_path__in=wanted).defer_streamfields()
        }

    def originals(self, keys: Collection[str]) -> dict[str, str]:
        """Return, for articles in several languages, the key of the one made first."""
        wanted = [pk for key in keys if (pk := _pk(key, "article")) is not None]
        named = ArticlePage.objects.filter(pk__in=wanted).values("translation_key")
        family = ArticlePage.objects.filter(translation_key__in=named)
        first: dict[Any, int] = {}
        found: dict[str, str] = {}
        for pk, name in family.order_by("pk").values_list("pk", "translation_key"):
            found[f"article:{pk}"] = f"article:{first.setdefault(name, pk)}"
        return found

    def places(self, keys: Collection[str], reader: Reader) -> dict[str, str]:
        """Return ``{place: name}`` of the top sections ``reader`` may know of."""
        wanted = [pk for key in keys if (pk := _pk(key, "section")) is not None]
        sections = SectionPage.objects.live().filter(pk__in=wanted).readable_by(reader)
        return {section.key: section.title for section in sections.defer_streamfields()}

    def cards(self, keys: Sequence[str], reader: Reader) -> dict[str, Card]:
        """Return the cards of those ``keys`` that ``reader`` may read, and no others."""
        tops = _tops()
        return {
            page.key: Card(
                key=page.key,
                kind=kind,
                language=page.locale.language_code,
                title=page.title,
                url=page.url,
                text=f"{page.summary}\n{text_of(page.body.raw_data)}".strip(),
                place=place,
                place_url=place_url,
                place_key=_place(tops, page),
            )
            for kind, pages in _published(keys)
            for page in pages.readable_by(reader)
            .select_related("locale")
            .only(*SHOWN_OF_A_RESULT, "locale__language_code")
            for place, place_url in [_place_of(tops, page, reader)]
        }


def _document(tops: dict[str, SectionPage], kind: str, page: KnowledgePage) -> Document:
    dated, helpful = _checked(page)
    return Document(
        key=page.key,
        kind=kind,
        language=page.locale.language_code,
        title=page.title,
        headings="\n".join(headings_of(page.body.raw_data)),
        body=f"{page.summary}\n{text_of(page.body.raw_data)}".strip(),
        audience=Audience(page.effective_audience),
        place=_place(tops, page),
        helpful=helpful,
        dated=dated,
        version=_version(page),
    )


def _checked(page: KnowledgePage) -> tuple[date | None, int]:
    """Return when somebody last looked whether it is right, and how many it helped.

    Those whom it did not help are taken off: half and half speaks for nothing.
    """
    published = page.last_published_at.date() if page.last_published_at else None
    if not isinstance(page, ArticlePage):
        return published, 0
    return page.reviewed_on or published, max(0, page.helpful_count - page.unhelpful_count)


def _published(keys: Collection[str] | None) -> Iterable[tuple[str, Any]]:
    """Yield the published pages of each kind, of ``keys`` where given."""
    for kind, model in MODELS.items():
        pages = model.objects.live().order_by("path")
        if keys is not None:
            wanted = [pk for key in keys if (pk := _pk(key, kind)) is not None]
            if not wanted:
                continue
            pages = pages.filter(pk__in=wanted)
        yield kind, pages


def _pk(key: str, kind: str) -> int | None:
    name, _colon, pk = key.partition(":")
    return int(pk) if name == kind and pk.isdecimal() else None


def _tops() -> dict[str, SectionPage]:
    """Return the sections right under the languages, by path: the places of search."""
    sections = SectionPage.objects.filter(depth=TOP_DEPTH).only(*SHOWN_OF_A_PLACE)
    return {section.path: section for section in sections}


def _top_of(tops: dict[str, SectionPage], page: KnowledgePage) -> SectionPage | None:
    top = tops.get(page.path[: TOP_DEPTH * STEP])
    return top if top is not None and top.pk != page.pk else None


def _place(tops: dict[str, SectionPage], page: KnowledgePage) -> str:
    top = _top_of(tops, page)
    return top.key if top else ""


def _place_of(
    tops: dict[str, SectionPage], page: KnowledgePage, reader: Reader
) -> tuple[str, str]:
    """Return name and address of the place of ``page``, if ``reader`` may know it."""
    top = _top_of(tops, page)
    if top is None or not (top.live and top.can_be_read_by(reader)):
        return "", ""
    return top.title, top.url


def _version(page: KnowledgePage) -> str:
    """Change whenever the text, the audience, the place or the votes do.

    Every publication has a revision of its own; the path names the place.
    """
    top = page.path[: TOP_DEPTH * STEP]
    moment = page.last_published_at.timestamp() if page.last_published_at else 0
    dated, helpful = _checked(page)
    parts = (f"{page.live_revision_id}.{moment:.0f}", page.effective_audience, top)
    return ".".join(map(str, (*parts, dated, helpful)))


source = ArticleSource()
