"""Tables of Markdown and HTML as the table block keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bs4.element import Tag

from articles.importers.markdown_folder.rich import words_of

if TYPE_CHECKING:
    from articles.importers.markdown_folder.rich import RichText

MOST_COLUMNS = 40


def table_block(tag: Tag, rich: RichText) -> list[dict[str, Any]]:
    """Return ``tag`` as a table block; joined cells become one full and empty ones."""
    rows = [_cells(row) for row in tag.find_all("tr") if row.find_parent("table") is tag]
    rows = [row for row in rows if row]
    if not rows:
        return rich.block(tag.decode_contents(), tag)
    width = min(max(len(row) for row in rows), MOST_COLUMNS)
    has_head = all(cell is None or cell.name == "th" for cell in rows[0])
    head = rows.pop(0) if has_head else []
    headings = [words_of(cell) if cell else "" for cell in head]
    lost = [cell for cell in head if cell and cell.find(["a", "img"])]
    if lost and any(cell.find("a", href=True) for cell in lost):
        rows.insert(0, head)  # headings are plain: a linked one is kept as a row
        headings = []
    columns = [
        {"type": "text", "heading": headings[n] if n < len(headings) else ""}
        for n in range(width)
    ]
    caption = tag.find("caption")
    value = {
        "caption": words_of(caption) if isinstance(caption, Tag) else "",
        "columns": columns,
        "rows": [{"values": _row(row, width, rich)} for row in rows],
    }
    return [{"type": "table", "value": value}]


def _cells(row: Tag) -> list[Tag | None]:
    """Return the cells of a row; None for those that a joined cell covers."""
    cells: list[Tag | None] = []
    for cell in row.find_all(["td", "th"], recursive=False):
        span = str(cell.get("colspan") or "1")
        width = min(int(span), MOST_COLUMNS) if span.isdecimal() else 1
        cells += [cell, *[None] * (width - 1)]
    return cells


def _row(row: list[Tag | None], width: int, rich: RichText) -> list[str]:
    html = [rich.clean(cell.decode_contents(), cell) if cell else "" for cell in row]
    return [*html, *[""] * width][:width]
