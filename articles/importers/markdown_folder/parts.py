"""Blocks that hold no others: images, tables, code, files, links to whole pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4.element import Tag
from django.utils.html import escape

from articles.importers.markdown_folder.rich import line_of, link_to, words_of
from articles.importers.markdown_folder.tables import table_block
from base.sanitize import one_line

if TYPE_CHECKING:
    from articles.importers.markdown_folder.rich import Resolver, RichText
    from articles.importers.markdown_folder.run import Block

TITLE_LENGTH = 255
CAPTION_LENGTH = 500
NAME_LENGTH = 40


def data(tag: Tag, name: str) -> str:
    """Return what ``dialect`` noted on an element."""
    return str(tag.get(f"data-{name}") or "")


class Parts:
    """Makes single blocks of single elements."""

    def __init__(self, resolver: Resolver, rich: RichText) -> None:
        self.resolver = resolver
        self.rich = rich

    def picture(self, tag: Tag, caption: str = "") -> list[Block]:
        """Return the image; where there is none, its words."""
        alt = one_line(str(tag.get("alt") or ""))
        number = self.resolver.image(str(tag.get("src") or ""), alt, line_of(tag))
        if number is None:
            words = caption or alt
            return self.rich.block(f"<p><em>{escape(words)}</em></p>") if words else []
        value = {
            "image": number,
            "alt": (alt or caption)[:TITLE_LENGTH],
            "caption": caption[:CAPTION_LENGTH],
        }
        return [{"type": "image", "value": value}]

    def table(self, tag: Tag) -> list[Block]:
        return table_block(tag, self.rich)

    def code(self, tag: Tag) -> list[Block]:
        inner, holder = tag.find("code"), tag.find_parent("eb-code")
        classes = inner.get("class") if isinstance(inner, Tag) else None
        language = data(tag, "language") or " ".join(classes or [])
        title = data(tag, "title") or (data(holder, "title") if holder else "")
        value = {
            "language": language.removeprefix("language-")[:NAME_LENGTH],
            "title": title[:TITLE_LENGTH],
            "code": tag.get_text().rstrip("\n"),
        }
        return [{"type": "code", "value": value}]

    def reference(self, tag: Tag) -> list[Block]:
        """Return a link to a whole page, by its title."""
        href, label = data(tag, "href"), words_of(tag)
        found = self.resolver.page(href)
        words = found[2] if found else label or href
        return self.rich.block(link_to(href, words, line_of(tag)))

    def file(self, tag: Tag) -> list[Block]:
        href, title = data(tag, "href"), words_of(tag)[:TITLE_LENGTH]
        number = self.resolver.document(href)
        if number is not None:
            return [{"type": "file", "value": {"document": number, "title": title}}]
        self.resolver.lost_link(href, line_of(tag))
        return self.rich.block(f"<p>{escape(title)}</p>") if title else []

    def embed(self, tag: Tag) -> list[Block]:
        """Return a link: nothing of another site is shown inside ours."""
        href = data(tag, "href")
        label = words_of(tag) or href
        return self.rich.block(link_to(href, label, line_of(tag)))
