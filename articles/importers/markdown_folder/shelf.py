"""Where imported pages stand: found by their source, added, moved, written, paired."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import Locale

from articles.models import ArticlePage, GuidesPage, SectionPage
from articles.tree import free_slug

if TYPE_CHECKING:
    from articles.importers.markdown_folder.texts import PageText
    from articles.models import KnowledgePage

MODELS = (SectionPage, ArticlePage)


class Shelf:
    """The pages of one source in one language."""

    def __init__(self, *, language: str, source_name: str, pair_with: str = "") -> None:
        self.language = language
        self.source_name = source_name
        self.pair_with = pair_with

    def _mine(self, model: type[KnowledgePage]) -> Any:
        return model.objects.filter(
            locale__language_code=self.language, source_name=self.source_name
        )

    def find(self, path: str) -> KnowledgePage | None:
        """Return the page that ``path`` became, if it was imported before."""
        found = (self._mine(model).filter(source_path=path).first() for model in MODELS)
        return next((page for page in found if page is not None), None)

    def known_paths(self) -> set[str]:
        paths = {
            path
            for model in MODELS
            for path in self._mine(model).values_list("source_path", flat=True)
        }
        return paths - {""}

    @transaction.atomic
    def add(
        self,
        model: type[KnowledgePage],
        above: KnowledgePage | GuidesPage | None,
        *,
        path: str,
        title: str,
        slug: str,
    ) -> KnowledgePage:
        """Add an empty page that nobody can see yet."""
        if above is None:  # pragma: no cover  (a rehearsal adds nothing)
            message = "a page needs a place"
            raise ValueError(message)
        parent = type(above).objects.get(pk=above.pk)  # its number of children may be old
        page = model(
            title=title,
            slug=free_slug(parent, slug),
            locale=Locale.objects.get(language_code=self.language),
            live=False,
            source_name=self.source_name if path else "",
            source_path=path,
        )
        if other := self._pair_of(path):
            page.translation_key = other.translation_key
        parent.add_child(instance=page)
        return page

    def move_below(
        self, page: KnowledgePage, above: KnowledgePage | GuidesPage | None
    ) -> bool:
        """Move ``page`` if it stands elsewhere; say whether it did."""
        if above is None or page.path[: -page.steplen] == above.path:
            return False
        page.move(type(above).objects.get(pk=above.pk), pos="last-child")
        page.refresh_from_db()
        return True

    def put_in_order(self, wanted: list[KnowledgePage]) -> None:
        """Put the children of each section in the order of ``wanted``."""
        groups: dict[str, list[KnowledgePage]] = {}
        for page in wanted:
            page.refresh_from_db(fields=["path"])
            groups.setdefault(page.path[: -page.steplen], []).append(page)
        for pages in groups.values():
            if pages != sorted(pages, key=lambda page: str(page.path)):
                parent = pages[0].get_parent()
                for page in pages:
                    page.refresh_from_db()
                    page.move(type(parent).objects.get(pk=parent.pk), pos="last-child")
                    page.refresh_from_db()

    def pair(self, page: KnowledgePage) -> None:
        """Link ``page`` to the other language's, unless another page is linked already."""
        other = self._pair_of(page.source_path)
        if other is None or other.translation_key == page.translation_key:
            return
        taken = type(page).objects.filter(
            translation_key=other.translation_key, locale_id=page.locale_id
        )
        if not taken.exists():
            page.translation_key = other.translation_key
            type(page).objects.filter(pk=page.pk).update(
                translation_key=other.translation_key
            )

    def _pair_of(self, path: str) -> KnowledgePage | None:
        """Return the page of the same path in the other language.

        The other folder has the same name, or one that ends in its own language.
        """
        if not self.pair_with or not path:
            return None
        stem = self.source_name.removesuffix(self.language)
        names = {self.source_name, f"{stem}{self.pair_with}"}
        for model in MODELS:
            page: KnowledgePage | None = model.objects.filter(
                locale__language_code=self.pair_with,
                source_name__in=names,
                source_path=path,
            ).first()
            if page is not None:
                return page
        return None

    def write(
        self, page: KnowledgePage, values: dict[str, Any], *, digest: str, text: PageText
    ) -> None:
        """Give ``page`` its text in a revision, publish it, and note what it came from."""
        page = type(page).objects.get(pk=page.pk)  # children may have come since
        kept = {**values, "body": json.dumps(values["body"])}
        is_draft = kept.pop("is_draft")
        kept["slug"] = free_slug(page.get_parent(), kept["slug"], but=page.pk)
        for name, value in kept.items():
            setattr(page, name, value)
        page.full_clean()
        revision = page.save_revision()
        if not is_draft:
            revision.publish()
        facts: dict[str, Any] = {"content_hash": digest}
        if text.published_at is not None and not is_draft:
            facts |= {"last_published_at": text.published_at}
            facts |= {"first_published_at": text.published_at}
        type(page).objects.filter(pk=page.pk).update(**facts)
