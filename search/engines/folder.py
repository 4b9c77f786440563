"""Where a Whoosh index lies: a folder per build, and a link to the one in use.

``index/current`` points to ``index/built-…``. Making it point elsewhere is one rename, so
running processes read the old build to the end and pick the new one up at the next query.
"""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING, Any

from whoosh import fields
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from search.engines.fields import FILTER_FIELDS, START_FIELD, TEXT_FIELDS, WORD_FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    from search.document import Document


def schema() -> fields.Schema:
    """Return the fields; terms come analysed, so nothing of ours is pickled into it."""
    known: dict[str, Any] = {"key": fields.ID(stored=True, unique=True)}
    known |= {name: fields.ID(stored=name in STORED) for name in FILTER_FIELDS}
    known |= {name: fields.KEYWORD(scorable=True) for name in [*TEXT_FIELDS, START_FIELD]}
    known |= {name: fields.KEYWORD() for name in WORD_FIELDS}
    return fields.Schema(version=fields.STORED, **known)


STORED = ("kind", "language")


def row(document: Document, terms: dict[str, list[str]]) -> dict[str, str]:
    """Return what Whoosh is to add: each field's terms with a space between them."""
    joined = {name: " ".join(each) for name, each in terms.items() if each}
    return {**joined, "version": document.version}


class IndexFolder:
    """The folder of the settings, with its builds."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self.link = folder / "current"

    def build_name(self) -> str:
        """Return the name of the build in use; empty when there is none."""
        try:
            return os.readlink(self.link)  # noqa: PTH115 - a Path for each query is slow
        except FileNotFoundError:
            return ""

    def current(self) -> FileIndex | None:
        name = self.build_name()
        return self.open(name) if name else None

    def open(self, name: str) -> FileIndex:
        return FileIndex(FileStorage(str(self.path / name)))

    def current_or_new(self) -> FileIndex:
        found = self.current()
        if found is None:
            name, found = self.new()
            self.use(name)
        return found

    def new(self) -> tuple[str, FileIndex]:
        """Start an empty build that nobody reads yet."""
        name = f"built-{time.time_ns()}"
        (self.path / name).mkdir(parents=True, mode=0o700)
        return name, FileIndex.create(FileStorage(str(self.path / name)), schema())

    def use(self, name: str) -> None:
        """Make everybody read this build; the one before stays for those still in it."""
        before = self.build_name()
        waiting = self.path / f"next-{name}"
        waiting.symlink_to(name)
        waiting.replace(self.link)
        for old in self.path.glob("built-*"):
            if old.name < before:
                shutil.rmtree(old, ignore_errors=True)
