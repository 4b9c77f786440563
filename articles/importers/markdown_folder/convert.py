"""From the HTML of one file to the blocks of an article's body; nothing is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.blocks import DEPTH
from articles.importers.markdown_folder.parts import TITLE_LENGTH, Parts, data
from articles.importers.markdown_folder.rich import RichText, number_lines, words_of
from articles.importers.markdown_folder.run import Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.importers.markdown_folder.rich import Resolver
    from articles.importers.markdown_folder.run import Block

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = {
    *("a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "font", "i", "img"),
    *("ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub"),
    *("sup", "tt", "u", "var", "wbr"),
}
SKIPPED = {"eb-line", "script", "style", "template", "noscript", "meta", "link"}
EXPLICIT_ID = re.compile(r"\s*\{#([\w.:-]+)\}\s*$")
ANCHOR = re.compile(r"[\w.:-]+\Z")
# Methods by element, never by the element's own name: the text chooses that.
STANDING = {
    "table": "table",
    "pre": "code",
    "eb-file": "file",
    "eb-embed": "embed",
    "eb-ref": "reference",
}
HOLDING = {
    "figure": "_figure",
    "blockquote": "_blockquote",
    "details": "_details",
    "eb-callout": "_callout",
    "eb-fold": "_fold",
    "eb-steps": "_numbered",
}
# What cannot stand inside one rich text.
STANDS_ALONE = [*HEADINGS, *STANDING, *HOLDING, "eb-code"]


@dataclass(slots=True)
class Converter:
    """Turns one file's HTML into blocks."""

    resolver: Resolver
    rich: RichText = field(init=False)
    parts: Parts = field(init=False)
    ranks: dict[str, int] = field(default_factory=dict)
    last_rank: int = 1  # the page's own title

    def __post_init__(self) -> None:
        self.rich = RichText(self.resolver)
        self.parts = Parts(self.resolver, self.rich)

    def blocks(self, html: str) -> list[Block]:
        """Return the blocks of a whole body."""
        soup = BeautifulSoup(html, "html.parser")
        number_lines(soup)
        used = sorted({str(tag.name) for tag in soup.find_all(HEADINGS)})
        self.ranks = {name: min(place + 2, 4) for place, name in enumerate(used)}
        return self.stream(soup.children, DEPTH)

    def stream(self, nodes: Iterable[Any], depth: int) -> list[Block]:
        """Return the blocks of ``nodes``; ``depth`` more levels may hold others."""
        run = Run(self.rich)
        self._walk(nodes, run, depth)
        return run.done()

    def _walk(self, nodes: Iterable[Any], run: Run, depth: int) -> None:
        for node in list(nodes):
            if isinstance(node, Comment):
                continue
            if isinstance(node, NavigableString):
                run.words(escape(str(node)))
            elif isinstance(node, Tag) and node.name not in SKIPPED:
                self._tag(node, run, depth)

    def _tag(self, tag: Tag, run: Run, depth: int) -> None:
        name = str(tag.name)
        if name in HEADINGS:
            run.add(*self._heading(tag))
        elif name in INLINE and not tag.find(STANDS_ALONE):
            self._inline(tag, run)
        elif name == "p" and not tag.find(STANDS_ALONE):
            self._paragraph(tag, run)
        elif name in {"ul", "ol"}:
            self._list(tag, run, depth)
        elif name == "hr":
            run.html("<hr/>")
        elif name in STANDING:
            run.add(*getattr(self.parts, STANDING[name])(tag))
        elif name in HOLDING:
            getattr(self, HOLDING[name])(tag, run, depth)
        else:  # a wrapper: only what is in it counts
            run.end_paragraph()
            self._walk(tag.children, run, depth)
            run.end_paragraph()

    # --- text -----------------------------------------------------------------------

    def _inline(self, tag: Tag, run: Run) -> None:
        if tag.name == "img" and not run.is_in_paragraph:
            run.add(*self.parts.picture(tag))
        else:
            run.words(str(tag), is_markup=True)

    def _paragraph(self, tag: Tag, run: Run) -> None:
        images = tag.find_all("img")
        if images and not tag.get_text(strip=True):
            for image in images:
                run.add(*self.parts.picture(image))
            return
        run.html(str(tag))

    def _heading(self, tag: Tag) -> list[Block]:
        anchors = [str(found["id"]) for found in tag.find_all(id=True)]
        text = words_of(tag)
        if explicit := EXPLICIT_ID.search(text):
            anchors.insert(0, explicit[1])
            text = text[: explicit.start()]
        after = [
            block for image in tag.find_all("img") for block in self.parts.picture(image)
        ]
        links = [
            a for a in tag.find_all("a", href=True) if not str(a["href"]).startswith("#")
        ]
        after += self.rich.block("".join(f"<p>{link}</p>" for link in links), tag)
        if not text:
            return after
        anchor = next((found for found in anchors if ANCHOR.match(found)), "")
        rank = min(self.ranks[str(tag.name)], self.last_rank + 1)
        self.last_rank = rank
        value = {
            "text": text[:TITLE_LENGTH],
            "level": f"h{rank}",
            "anchor": (anchor or slugify(text, allow_unicode=True))[:120],
        }
        return [{"type": "heading", "value": value}, *after]

    def _list(self, tag: Tag, run: Run, depth: int) -> None:
        has_pictures = any(_stands_alone(img) for img in tag.find_all("img"))
        if not has_pictures and not tag.find(STANDS_ALONE):
            run.html(str(_tight(tag)))
            return
        items = [child for child in tag.children if isinstance(child, Tag)]
        self._steps(items, run, depth, is_numbered=tag.name == "ol")

    def _steps(self, items: list[Tag], run: Run, depth: int, *, is_numbered: bool) -> None:
        if depth == 0:
            for item in items:
                run.end_paragraph()
                self._walk(item.children, run, depth)
            return
        parts = [self.stream(item.children, depth - 1) for item in items]
        values = [{"type": "item", "value": part} for part in parts if part]
        run.add({"type": "steps", "value": {"is_numbered": is_numbered, "items": values}})

    def _numbered(self, tag: Tag, run: Run, depth: int) -> None:
        items = [child for child in tag.children if isinstance(child, Tag)]
        self._steps(items, run, depth, is_numbered=True)

    # --- blocks that hold others ---------------------------------------------------------

    def _hold(self, kind: str, tag: Tag, run: Run, depth: int, **value: str) -> None:
        if depth == 0:
            if value.get("title"):
                run.html(f"<p><b>{escape(value['title'])}</b></p>")
            run.end_paragraph()
            self._walk(tag.children, run, depth)
            run.end_paragraph()
            return
        body = self.stream(tag.children, depth - 1)
        if body or value.get("title"):
            run.add({"type": kind, "value": {**value, "body": body}})

    def _callout(self, tag: Tag, run: Run, depth: int) -> None:
        title = data(tag, "title")[:TITLE_LENGTH]
        self._hold("callout", tag, run, depth, style=data(tag, "style"), title=title)

    def _fold(self, tag: Tag, run: Run, depth: int) -> None:
        title = data(tag, "title")[:TITLE_LENGTH] or _("More")
        self._hold("fold", tag, run, depth, title=title)

    def _details(self, tag: Tag, run: Run, depth: int) -> None:
        summary = tag.find("summary")
        title = words_of(summary) if isinstance(summary, Tag) else ""
        if isinstance(summary, Tag):
            summary.extract()
        self._hold("fold", tag, run, depth, title=title[:TITLE_LENGTH] or _("More"))

    def _blockquote(self, tag: Tag, run: Run, depth: int) -> None:
        self._hold("quote", tag, run, depth, source="")

    def _figure(self, tag: Tag, run: Run, depth: int) -> None:
        """Images, then whatever else a figure holds; the caption goes with the last."""
        note = tag.find("figcaption")
        caption = ""
        links: list[Tag] = []
        if isinstance(note, Tag):
            caption = words_of(note)
            links = note.find_all("a", href=True)
            note.extract()
        images = tag.find_all("img")
        for image in images:
            run.add(*self.parts.picture(image, caption if image is images[-1] else ""))
            image.extract()
        self._walk(tag.children, run, depth)
        if caption and not images:
            run.html(f"<p>{escape(caption)}</p>")
        if links:  # a caption is plain text: what it links to follows it
            run.html("<p>" + " ".join(str(link) for link in links) + "</p>")


def _tight(tag: Tag) -> Tag:
    """Take the paragraphs out of list items, as Wagtail's editor keeps them."""
    for item in tag.find_all("li"):
        for place, paragraph in enumerate(item.find_all("p", recursive=False)):
            if place:
                paragraph.insert_before(Tag(name="br", can_be_empty_element=True))
            paragraph.unwrap()
    return tag


def _stands_alone(image: Tag) -> bool:
    """Whether an image is all that its paragraph or list item holds."""
    around = image.find_parent(["p", "li"])
    return around is None or not around.get_text(strip=True)
