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
from articles.importers.markdown_folder.rich import RichText, line_of, link_to, number_lines
from articles.importers.markdown_folder.run import Run
from articles.importers.markdown_folder.tables import table_block

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.importers.markdown_folder.rich import Resolver
    from articles.importers.markdown_folder.run import Block

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = frozenset(
    ["a", "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr"]
)
SKIPPED = frozenset(["eb-line", "script", "style", "template", "noscript", "meta", "link", "input", "button"])
EXPLICIT_ID = re.compile(r"\s*\{#([\w.:-]+)\}\s*$")
ANCHOR = re.compile(r"[\w.:-]+\Z")
# What cannot stand inside one rich text.
STANDS_ALONE = [
    *HEADINGS,
    "figure",
    "table",
    "pre",
    "blockquote",
    "details",
    "eb-callout",
    "eb-fold",
    "eb-code",
    "eb-steps",
    "eb-file",
    "eb-embed",
    "eb-ref",
]
# Never by the element's own name: the text chooses that.
HANDLERS = {
    "figure": "_figure",
    "table": "_table",
    "pre": "_pre",
    "blockquote": "_blockquote",
    "details": "_details",
    "eb-callout": "_eb_callout",
    "eb-fold": "_eb_fold",
    "eb-steps": "_eb_steps",
    "eb-file": "_eb_file",
    "eb-embed": "_eb_embed",
    "eb-ref": "_eb_ref",
}
TITLE_LENGTH = 255
CAPTION_LENGTH = 500
NAME_LENGTH = 40


@dataclass(slots=True)
class Converter:
    """Turns one file's HTML into blocks."""

    resolver: Resolver
    rich: RichText = field(init=False)
    ranks: dict[str, int] = field(default_factory=dict)
    last_rank: int = 1  # the page's own title

    def __post_init__(self) -> None:
        self.rich = RichText(self.resolver)

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
        elif name in HANDLERS:
            getattr(self, HANDLERS[name])(tag, run, depth)
        else:  # a wrapper: only what is in it counts
            run.end_paragraph()
            self._walk(tag.children, run, depth)
            run.end_paragraph()

    # --- text -----------------------------------------------------------------------

    def _inline(self, tag: Tag, run: Run) -> None:
        if tag.name == "img" and not run.is_in_paragraph:
            run.add(*self._picture(tag))
        else:
            run.words(str(tag), is_markup=True)

    def _paragraph(self, tag: Tag, run: Run) -> None:
        images = tag.find_all("img")
        if images and not tag.get_text(strip=True):
            for image in images:
                run.add(*self._picture(image))
            return
        run.html(str(tag))

    def _heading(self, tag: Tag) -> list[Block]:
        anchors = [str(found["id"]) for found in tag.find_all(id=True)]
        text = " ".join(tag.get_text().split())
        if explicit := EXPLICIT_ID.search(text):
            anchors.insert(0, explicit[1])
            text = text[: explicit.start()]
        after = [block for image in tag.find_all("img") for block in self._picture(image)]
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
        has_pictures = any(
            not (img.find_parent("p") or img.parent).get_text(strip=True)
            for img in tag.find_all("img")
        )
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

    def _eb_steps(self, tag: Tag, run: Run, depth: int) -> None:
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

    def _eb_callout(self, tag: Tag, run: Run, depth: int) -> None:
        title = _data(tag, "title")[:TITLE_LENGTH]
        self._hold("callout", tag, run, depth, style=_data(tag, "style"), title=title)

    def _eb_fold(self, tag: Tag, run: Run, depth: int) -> None:
        title = _data(tag, "title")[:TITLE_LENGTH] or _("More")
        self._hold("fold", tag, run, depth, title=title)

    def _details(self, tag: Tag, run: Run, depth: int) -> None:
        summary = tag.find("summary")
        title = summary.get_text(" ", strip=True) if isinstance(summary, Tag) else ""
        if isinstance(summary, Tag):
            summary.extract()
        self._hold("fold", tag, run, depth, title=title[:TITLE_LENGTH] or _("More"))

    def _blockquote(self, tag: Tag, run: Run, depth: int) -> None:
        self._hold("quote", tag, run, depth, source="")

    # --- blocks that stand alone ----------------------------------------------------------

    def _picture(self, tag: Tag, caption: str = "") -> list[Block]:
        alt = " ".join(str(tag.get("alt") or "").split())
        number = self.resolver.image(str(tag.get("src") or ""), alt, line_of(tag))
        if number is None:
            words = caption or alt
            return self.rich.block(f"<p><em>{escape(words)}</em></p>", tag) if words else []
        value = {
            "image": number,
            "alt": (alt or caption)[:TITLE_LENGTH],
            "caption": caption[:CAPTION_LENGTH],
        }
        return [{"type": "image", "value": value}]

    def _figure(self, tag: Tag, run: Run, depth: int) -> None:
        note = tag.find("figcaption")
        caption = note.get_text(" ", strip=True) if isinstance(note, Tag) else ""
        links = note.find_all("a", href=True) if isinstance(note, Tag) else []
        if isinstance(note, Tag):
            note.extract()
        images = tag.find_all("img")
        for image in images:
            is_last = image is images[-1]
            run.add(*self._picture(image, caption if is_last else ""))
            image.extract()
        self._walk(tag.children, run, depth)
        if caption and not images:
            run.html(f"<p>{escape(caption)}</p>")
        if links:  # a caption is plain text: what it links to follows it
            run.html("<p>" + " ".join(str(link) for link in links) + "</p>")

    def _table(self, tag: Tag, run: Run, depth: int) -> None:
        run.add(*table_block(tag, self.rich))

    def _pre(self, tag: Tag, run: Run, depth: int) -> None:
        code = tag.get_text().rstrip("\n")
        inner = tag.find("code")
        classes = inner.get("class") if isinstance(inner, Tag) else None
        language = _data(tag, "language") or " ".join(classes or [])
        holder = tag.find_parent("eb-code")
        title = _data(tag, "title") or (_data(holder, "title") if holder else "")
        value = {
            "language": language.removeprefix("language-")[:NAME_LENGTH],
            "title": title[:TITLE_LENGTH],
            "code": code,
        }
        run.add({"type": "code", "value": value})

    def _eb_ref(self, tag: Tag, run: Run, depth: int) -> None:
        href = _data(tag, "href")
        label = tag.get_text(" ", strip=True)
        run.html(self.rich.reference(href, label, tag))

    def _eb_file(self, tag: Tag, run: Run, depth: int) -> None:
        href = _data(tag, "href")
        title = tag.get_text(" ", strip=True)[:TITLE_LENGTH]
        number = self.resolver.document(href, line_of(tag))
        if number is not None:
            run.add({"type": "file", "value": {"document": number, "title": title}})
            return
        self.resolver.lost_link(href, line_of(tag))
        if title:
            run.html(f"<p>{escape(title)}</p>")

    def _eb_embed(self, tag: Tag, run: Run, depth: int) -> None:
        href = _data(tag, "href")
        label = tag.get_text(" ", strip=True) or href
        run.html(link_to(href, label, line_of(tag)))


def _data(tag: Tag, name: str) -> str:
    return str(tag.get(f"data-{name}") or "")


def _tight(tag: Tag) -> Tag:
    """Take the paragraphs out of list items, as Wagtail's editor keeps them."""
    for item in tag.find_all("li"):
        for place, paragraph in enumerate(item.find_all("p", recursive=False)):
            if place:
                paragraph.insert_before(Tag(name="br", can_be_empty_element=True))
            paragraph.unwrap()
    return tag
