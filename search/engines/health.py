"""Is what lies on the disk what was written? Seals on the files, a mark of the rules.

The files of an index are written once and never changed. Each gets a seal (its size and
checksum): a segment's is kept in the table of contents, that of the table at its end.
"""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from whoosh.filedb.filestore import FileStorage

if TYPE_CHECKING:
    from collections.abc import Iterable

MARK = "fingerprint"  # name of the file in each build
CHUNK = 1 << 20
SEAL_SIZE = 4  # bytes at the end of a table of contents
SEARCH = Path(__file__).parents[1]
_WRITERS = ("fields", "folder", "writer")
MADE_BY = ("language/analysis.py", *(f"engines/{each}.py" for each in _WRITERS))
LIBRARIES = ("whoosh-reloaded", "snowballstemmer")


class Damaged(Exception):  # noqa: N818 - said of an index
    """A file is not as it was written, or was written by other rules."""


class Seal(NamedTuple):
    """What tells a whole file from a damaged one."""

    size: int
    checksum: int


class Mark(NamedTuple):
    """What changes when a file is written to, cut or replaced; cheap to ask for."""

    inode: int
    size: int
    changed_ns: int


def mark_of(path: str) -> Mark:
    found = os.stat(path)  # noqa: PTH116 - a Path for each query is slow
    return Mark(found.st_ino, found.st_size, found.st_mtime_ns)


def sync(path: str | Path) -> None:
    """Have the disk really keep a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def seal_of(path: str) -> Seal:
    size = checksum = 0
    with Path(path).open("rb") as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            checksum = crc32(chunk, checksum)
    return Seal(size, checksum)


class Seals:
    """Checks files against their seals, each once as long as nobody touches it."""

    def __init__(self) -> None:
        self._verdicts: dict[str, tuple[Mark, bool]] = {}

    def check(self, path: str, seal: Seal | None) -> Mark:
        """Return the mark of a whole file.

        Raises:
            Damaged: the file is not as it was sealed, or never was.
            FileNotFoundError: it is not there.
        """
        mark = mark_of(path)
        before, is_whole = self._verdicts.get(path, (None, False))
        if before != mark:
            is_whole = seal is not None and mark.size == seal.size
            is_whole = is_whole and seal_of(path) == seal
            self._verdicts[path] = mark, is_whole
        if not is_whole:
            raise Damaged(path)
        return mark

    def keep(self, paths: Iterable[str]) -> None:
        """Forget all files but these."""
        self._verdicts = {
            path: self._verdicts[path] for path in paths if path in self._verdicts
        }


class SealedStorage(FileStorage):
    """Whoosh's folder, with a checksum at the end of each table of contents."""

    folder: str

    def path_of(self, name: str) -> str:
        return os.path.join(self.folder, name)  # noqa: PTH118 - as in mark_of

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:  # noqa: FBT001, FBT002 - Whoosh's
        path = Path(self.path_of(oldname))
        with path.open("ab") as file:
            checksum = crc32(path.read_bytes())
            file.write(checksum.to_bytes(SEAL_SIZE, "big"))
        sync(path)
        super().rename_file(oldname, newname, safe=safe)
        sync(self.folder)

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file; a table of contents only when it is whole.

        Raises:
            Damaged: it is not.
        """
        if name.endswith(".toc"):
            content = Path(self.path_of(name)).read_bytes()
            body, seal = content[:-SEAL_SIZE], content[-SEAL_SIZE:]
            if crc32(body).to_bytes(SEAL_SIZE, "big") != seal:
                raise Damaged(name)
        return super().open_file(name, **options)


@cache
def fingerprint() -> str:
    """Return what changes whenever the same document would be indexed otherwise."""
    digest = sha256()
    families = sorted((SEARCH / "language").glob("families_*.txt"))
    for file in (*families, *(SEARCH / name for name in MADE_BY)):
        digest.update(file.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    return digest.hexdigest()


def sign(folder: Path) -> None:
    """Write into a build by which rules it is made."""
    (folder / MARK).write_text(fingerprint())


def check_rules(folder: Path) -> None:
    """Raise ``Damaged`` for a build of other rules than today's."""
    try:
        found = (folder / MARK).read_text()
    except (FileNotFoundError, UnicodeDecodeError):
        found = ""
    if found != fingerprint():
        raise Damaged(f"{folder.name} was made by other rules")
