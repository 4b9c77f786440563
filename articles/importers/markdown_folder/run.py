"""Blocks in the making: rich text grows until a block of another kind ends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from articles.importers.markdown_folder.rich import RichText

Block: TypeAlias = dict[str, Any]


@dataclass(slots=True)
class Run:
    """Collects rich text until a block of another kind ends it."""

    rich: RichText
    found: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    paragraph: list[str] = field(default_factory=list)

    @property
    def is_in_paragraph(self) -> bool:
        return bool("".join(self.paragraph).strip())

    def words(self, html: str, *, is_markup: bool = False) -> None:
        if is_markup or html.strip() or self.paragraph:
            self.paragraph.append(html)

    def end_paragraph(self) -> None:
        if self.is_in_paragraph:
            self.pieces.append(f"<p>{''.join(self.paragraph).strip()}</p>")
        self.paragraph = []

    def html(self, html: str) -> None:
        self.end_paragraph()
        self.pieces.append(html)

    def add(self, *blocks: Block) -> None:
        self.end_paragraph()
        if self.pieces:
            self.found += self.rich.block("".join(self.pieces))
            self.pieces = []
        self.found += blocks

    def done(self) -> list[Block]:
        self.add()
        return self.found
