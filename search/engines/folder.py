"""Where a Whoosh index lies: a folder per build, and a link to the one in use.

``index/current`` points to ``index/built-…``. Making it point elsewhere is one rename, so
running processes read the old build to the end and pick the new one up at the next query.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from whoosh import fields
from whoosh.index import FileIndex, LockError
from whoosh.util.filelock import FileLock, try_for

from search.engines.fields import (
    FILTER_FIELDS,
    START_FIELD,
    TEXT_FIELDS,
    WORD_FIELDS,
    packed,
    terms_of,
)
from search.engines.health import SealedStorage, check_rules, sign, sync

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.document import Document


LOOKING_SECONDS = 0.3  # is more than ``is_building`` holds the lock


def schema() -> fields.Schema:
    """Return the fields; terms come analysed, so nothing of ours is pickled into it."""
    known: dict[str, Any] = {"key": fields.ID(stored=True, unique=True)}
    known |= {name: fields.ID(stored=name in STORED) for name in FILTER_FIELDS}
    known["tag"] = fields.KEYWORD()
    known |= {name: fields.KEYWORD(scorable=True) for name in [*TEXT_FIELDS, START_FIELD]}
    # Scorable for the writer's sake: without lengths it asks the disk at each posting.
    known |= {name: fields.KEYWORD(scorable=True) for name in WORD_FIELDS}
    return fields.Schema(version=fields.STORED, about=fields.COLUMN(), **known)


STORED = ("kind", "language")


def row(document: Document) -> dict[str, Any]:
    """Return what Whoosh is to add: each field's terms with a space between them."""
    found = terms_of(document)
    joined = {name: " ".join(each) for name, each in found.items() if each}
    return {**joined, "version": document.version, "about": packed(document, found)}


class IndexFolder:
    """The folder of the settings, with its builds."""

    def __init__(self, folder: Path) -> None:
        self.path = folder
        self.link = folder / "current"

    def build_name(self) -> str:
        """Return the name of the build in use; empty when there is none."""
        try:
            return os.readlink(self.link)  # noqa: PTH115 - a Path for each query is slow
        except OSError:  # it is not there, or something else is
            return ""

    def current(self) -> FileIndex | None:
        name = self.build_name()
        return self.open(name) if name else None

    def open(self, name: str) -> FileIndex:
        """Open a build.

        Raises:
            Damaged: it is not whole, or made by other rules.
        """
        check_rules(self.path / name)
        return FileIndex(SealedStorage(str(self.path / name)))

    def current_or_new(self) -> FileIndex:
        """Return the build in use, an empty one where there never was any.

        Raises:
            Damaged: it is not whole, or made by other rules.
            LockError: somebody is building.
        """
        found = self.current()
        if found is None:
            with self.building():
                name, found = self.new()
                self.use(name)
        return found

    @contextmanager
    def building(self) -> Iterator[None]:
        """Keep others from building; a process that dies lets go of the lock.

        Raises:
            LockError: somebody else is building.
        """
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(str(self.path / "building.lock"))
        if not try_for(lock.acquire, timeout=LOOKING_SECONDS):
            raise LockError
        try:
            self._tidy()
            yield
        finally:
            lock.release()

    def is_building(self) -> bool:
        """Whether somebody is building at this moment."""
        if not self.path.is_dir():
            return False
        lock = FileLock(str(self.path / "building.lock"))
        if not lock.acquire():
            return True
        lock.release()
        return False

    def _tidy(self) -> None:
        """Remove the builds nobody can come to: replaced ones, and those of the dead."""
        used = self.build_name()
        for left in self.path.glob("built-*"):
            if left.name != used:
                shutil.rmtree(left, ignore_errors=True)
        for left in self.path.glob("next-*"):
            left.unlink(missing_ok=True)

    def new(self) -> tuple[str, FileIndex]:
        """Start an empty build that nobody reads yet."""
        name = f"built-{time.time_ns()}"
        (self.path / name).mkdir(parents=True, mode=0o700)
        sign(self.path / name)
        return name, FileIndex.create(SealedStorage(str(self.path / name)), schema())

    def use(self, name: str) -> None:
        """Make everybody read this build; the one before stays for those still in it."""
        waiting = self.path / f"next-{name}"
        waiting.symlink_to(name)
        waiting.replace(self.link)
        sync(self.path)

    def drop(self, name: str) -> None:
        """Remove a build that did not come to be."""
        shutil.rmtree(self.path / name, ignore_errors=True)
