"""The order of the pages: from SUMMARY.md as GitBook keeps it, else from the folders."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from articles.importers.markdown_folder.files import INDEX_NAMES, read
from articles.importers.markdown_folder.report import Finding, ImportProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

    from articles.importers.markdown_folder.report import Report

SUMMARY = "SUMMARY.md"
CATEGORY = "_category_.json"
NUMBER_PREFIX = re.compile(r"^\d+[-_. ]+(?=\D)")
LIST_OPEN = {"bullet_list_open", "ordered_list_open"}
LIST_CLOSE = {"bullet_list_close", "ordered_list_close"}
FIRST_PART_LEVEL = 2  # "# Table of contents" is no part, "## Part" is


@dataclass(slots=True)
class Node:
    """One page to be: an article, or a section when something lies below it."""

    title: str  # as the outline says, empty if it does not; the file may know better
    path: str  # of its file; empty for a section without one
    source_path: str  # what the page is known by at the next import
    children: list[Node] = field(default_factory=list)
    summary: str = ""
    position: float = float("inf")
    is_folder: bool = False

    @property
    def is_section(self) -> bool:
        return bool(self.children) or self.is_folder

    def walk(self) -> Iterator[tuple[Node, Node | None]]:
        """Yield every node below this one and its parent, parents first."""
        for child in self.children:
            yield child, self
            yield from child.walk()


def is_index(path: str) -> bool:
    return PurePosixPath(path).stem.lower() in INDEX_NAMES


def humanise(name: str) -> str:
    """Return a title made of a file's or folder's name."""
    words = NUMBER_PREFIX.sub("", name).replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or name


def outline(root: Path, files: list[str], report: Report) -> Node:
    """Return a node whose children are the pages of ``files`` in their order."""
    top = Node("", "", "")
    files = [path for path in files if path != SUMMARY]
    has_summary = (root / SUMMARY).is_file()
    if has_summary:
        _read_summary(root, top, report)
    listed = {node.path for node, _parent in top.walk()}
    known = set(files)
    for node, parent in list(top.walk()):
        if node.path and node.path not in known and parent is not None:
            _drop(node, parent, root, report)
    rest = [path for path in files if path not in listed]
    _add_files(root, top, rest, report)
    if has_summary:
        report.unlisted += rest
    else:
        _sort(top)
    return top


def _drop(node: Node, parent: Node, root: Path, report: Report) -> None:
    """A name in the outline without a file: keep what is below it."""
    if not (root / node.path).is_symlink():  # said already
        line = _line_of(root, node.path)
        text = _("%(path)s does not exist") % {"path": node.path}
        report.errors.append(Finding(SUMMARY, line, text))
    if node.children:
        node.path = ""
        return
    parent.children = [child for child in parent.children if child is not node]


def _line_of(root: Path, path: str) -> int:
    lines = read(root, SUMMARY).text.split("\n")
    name = PurePosixPath(path).name
    return next((n for n, line in enumerate(lines, 1) if name in unquote(line)), 0)


def _read_summary(root: Path, top: Node, report: Report) -> None:
    try:
        summary = read(root, SUMMARY)
    except ImportProblem as problem:
        report.errors.append(problem.finding)
        return
    holders: list[Node] = []  # what the lists that are open here belong to
    part = top
    seen: set[str] = set()
    tokens = MarkdownIt("commonmark").parse(summary.text)
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and int(token.tag[1]) >= FIRST_PART_LEVEL:
            part = _part(tokens[place + 1].content)
            top.children.append(part)
        elif token.type in LIST_OPEN:
            above = holders[-1] if holders else part
            deeper = bool(holders and above.children)
            holders.append(above.children[-1] if deeper else above)
        elif token.type in LIST_CLOSE:
            holders.pop()
        elif holders and token.type == "inline":
            _add_entry(token, holders[-1], seen, summary.line_offset, report)
    top.children = [node for node in top.children if node.path or node.children]


def _part(title: str) -> Node:
    return Node(title, "", f"{SUMMARY}#{slugify(title)}", is_folder=True)


def _add_entry(
    token: Token, holder: Node, seen: set[str], offset: int, report: Report
) -> None:
    line = (token.map[0] if token.map else 0) + offset + 1
    link = next(
        (child for child in token.children or [] if child.type == "link_open"), None
    )
    title = "".join(
        child.content
        for child in token.children or []
        if child.type in {"text", "code_inline"}
    )
    if link is None:
        trail = f"{holder.source_path}/{slugify(title)}".removeprefix(f"{SUMMARY}#")
        holder.children.append(
            Node(title, "", f"{SUMMARY}#{trail.strip('/')}", is_folder=True)
        )
        return
    target = urlsplit(str(link.attrGet("href") or ""))
    if target.scheme or target.netloc:
        text = _("leads to another site: %(url)s") % {"url": target.geturl()}
        report.unresolved_links.append(Finding(SUMMARY, line, text))
        return
    path = _normal(unquote(target.path))
    if path in seen:
        text = _("names %(path)s again; the first place counts") % {"path": path}
        report.warnings.append(Finding(SUMMARY, line, text))
        return
    seen.add(path)
    holder.children.append(
        Node(title, path, path, is_folder=is_index(path) and "/" in path)
    )


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = [*parts[:-1]] if parts else [".."]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _add_files(root: Path, top: Node, files: list[str], report: Report) -> None:
    """Put ``files`` at the end of the section of their folder, made where missing."""
    sections = {
        str(PurePosixPath(node.path).parent): node
        for node, _parent in top.walk()
        if node.path and is_index(node.path)
    }
    sections["."] = top
    for path in sorted(files, key=lambda path: (path.count("/"), not is_index(path), path)):
        folder = str(PurePosixPath(path).parent)
        if is_index(path) and folder != "." and folder not in sections:
            section = _section_for(root, folder, sections, report)
            section.path = section.source_path = path
            continue
        holder = _section_for(root, folder, sections, report)
        holder.children.append(Node("", path, path, position=_position(root, path)))


def _section_for(
    root: Path, folder: str, sections: dict[str, Node], report: Report
) -> Node:
    if folder in sections:
        return sections[folder]
    place = PurePosixPath(folder)
    holder = _section_for(root, str(place.parent), sections, report)
    category = _category(root, folder, report)
    section = Node(
        str(category.get("label") or humanise(place.name)),
        "",
        f"{folder}/",
        summary=str((category.get("link") or {}).get("description") or ""),
        position=float(category.get("position") or float("inf")),
        is_folder=True,
    )
    holder.children.append(section)
    sections[folder] = section
    return section


def _category(root: Path, folder: str, report: Report) -> dict[str, Any]:
    """Return what Docusaurus keeps about a folder, if it does."""
    place = root / folder / CATEGORY
    if not place.is_file() or place.is_symlink():
        return {}
    try:
        category = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        line = getattr(error, "lineno", 0)
        report.errors.append(Finding(f"{folder}/{CATEGORY}", line, str(error)))
        return {}
    return category if isinstance(category, dict) else {}


def _position(root: Path, path: str) -> float:
    try:
        return read(root, path).position
    except ImportProblem:  # told when the file's turn comes
        return float("inf")


def _sort(node: Node) -> None:
    """Order as Docusaurus does: an index file, then by position, then by name."""
    for child in node.children:
        _sort(child)
    node.children.sort(
        key=lambda child: (
            child.is_folder or not is_index(child.path),
            child.position,
            child.source_path,
        )
    )
