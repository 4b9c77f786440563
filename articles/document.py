"""Articles and sections as search sees them: documents in, cards out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.body import text_of
from articles.models import ArticlePage, KnowledgePage, SectionPage
from base.audience import Audience
from search.document import Card, Document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from accounts.roles import Reader

MODELS: dict[str, type[KnowledgePage]] = {"article": ArticlePage, "section": SectionPage}
TOP_DEPTH = 3  # Wagtail's root, the language, then the first sections
STEP = KnowledgePage.steplen
BATCH = 200


class ArticleSource:
    """The published pages of the knowledge base."""

    kinds = frozenset(MODELS)

    def documents(self, keys: Collection[str] | None = None) -> Iterator[Document]:
        """Yield the documents that exist (all of them, or those of ``keys``)."""
        tops = _tops()
        for kind, pages in _published(keys):
            for page in pages.select_related("locale").iterator(chunk_size=BATCH):
                yield Document(
                    key=page.key,
                    kind=kind,
                    language=page.locale.language_code,
                    title=page.title,
                    body=f"{page.summary}\n{text_of(page.body.raw_data)}".strip(),
                    audience=Audience(page.effective_audience),
                    place=_place(tops, page),
                    version=_version(page),
                )

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
            for page in pages.readable_by(reader).select_related("locale")
            for place, place_url in [_place_of(tops, page, reader)]
        }


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
    sections = SectionPage.objects.filter(depth=TOP_DEPTH).defer_streamfields()
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
    """Change whenever the text, the audience or the place does.

    Every publication has a revision of its own; the path names the place.
    """
    top = page.path[: TOP_DEPTH * STEP]
    moment = page.last_published_at.timestamp() if page.last_published_at else 0
    return f"{page.live_revision_id}.{moment:.0f}.{page.effective_audience}.{top}"


source = ArticleSource()
