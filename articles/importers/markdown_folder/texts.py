"""What one file says about its page: title, summary, slug, audience, text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from articles.importers.markdown_folder.files import read
from articles.importers.markdown_folder.outline import humanise, is_index
from articles.importers.markdown_folder.report import Finding
from base.audience import Audience
from base.sanitize import plain_text

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from articles.importers.markdown_folder.outline import Node
    from articles.importers.markdown_folder.report import Report

TITLE_LENGTH = 255
SUMMARY_LENGTH = 500
SLUG_LENGTH = 120
ICON = re.compile(r"[a-z0-9-]{1,40}\Z")
_markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@dataclass(slots=True)
class PageText:
    """One page as its file has it, links not yet resolved."""

    path: str
    title: str
    slug: str
    summary: str = ""
    icon: str = ""
    audience: Audience = Audience.PUBLIC
    published_at: datetime | None = None
    is_draft: bool = False
    markdown: str = ""
    line_offset: int = 0


def text_of_node(root: Path, node: Node, report: Report) -> PageText:
    """Return what the file of ``node`` says; a section without one says its name.

    Raises:
        ImportProblem: the file cannot be used.
    """
    if not node.path:
        slug = slugify(node.source_path.split("#")[-1].strip("/").split("/")[-1])
        title = node.title[:TITLE_LENGTH] or _("Untitled")
        return PageText("", title, slug or "section", summary=node.summary[:SUMMARY_LENGTH])
    file = read(root, node.path)
    title, markdown = _title(file.text, file.word("title"), node, report)
    if "title" in file.meta and not file.word("title"):
        report.warnings.append(
            Finding(node.path, 1, _("the title is empty; used “%(t)s”") % {"t": title})
        )
    icon = file.word("icon")
    return PageText(
        path=node.path,
        title=_cut(title, TITLE_LENGTH),
        slug=_slug(file.word("slug"), node),
        summary=_cut(file.word("description") or node.summary, SUMMARY_LENGTH),
        icon=icon if ICON.match(icon) else "",
        audience=file.audience,
        published_at=file.published_at,
        is_draft=file.meta.get("draft") is True,
        markdown=markdown,
        line_offset=file.line_offset,
    )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _slug(wanted: str, node: Node) -> str:
    """Return the last part of the address: the given slug, else the file's name."""
    place = PurePosixPath(node.path)
    name = place.parent.name if is_index(node.path) and "/" in node.path else place.stem
    slug = slugify(wanted.strip("/").split("/")[-1]) or slugify(humanise(name))
    return (slug or slugify(node.title) or "page")[:SLUG_LENGTH]


def _title(text: str, given: str, node: Node, report: Report) -> tuple[str, str]:
    """Return the page's title, and the text without the heading that was it."""
    headings = _headings(text)
    top = next((found for found in headings if found[0] == "h1"), None)
    if top and (not given or top[1] == given):
        return top[1], _without(text, top[2], top[3])
    if given or node.title:
        return given or node.title, text
    if headings:
        return headings[0][1], text
    name = humanise(PurePosixPath(node.path).stem)
    text_of_it = _("has no title; used its name, “%(t)s”") % {"t": name}
    report.warnings.append(Finding(node.path, 1, text_of_it))
    return name, text


def _headings(text: str) -> list[tuple[str, str, int, int]]:
    """Return (tag, words, first line, line after) of the headings that have words."""
    tokens = _markdown.parse(text)
    found = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            html = _markdown.renderer.render([tokens[place + 1]], _markdown.options, {})
            words = " ".join(plain_text(str(html)).split())
            if words:
                found.append((token.tag, words, token.map[0], token.map[1]))
    return found


def _without(text: str, first: int, after: int) -> str:
    """Blank the lines of a heading, so that the numbers of the others stay."""
    lines = text.split("\n")
    return "\n".join([*lines[:first], *[""] * (after - first), *lines[after:]])
