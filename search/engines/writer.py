"""Whoosh's writer with less to do for each posting: twice the documents a second.

It leaves out what only Whoosh's own matchers look at (the shortest and longest field of
each block), and collects the postings term by term instead of sorting them one by one.
"""

from __future__ import annotations

import pickle
from array import array
from heapq import merge
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.system import pack_uint
from whoosh.writing import SegmentWriter

from search.engines.health import seal_of, sync

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.index import FileIndex

MOST_POSTINGS = 2_000_000  # in memory; some 60 MB with their terms
MOST_TERMS = 150_000
BLOCK = 1_024  # postings; they are decoded block by block, always all of them
SOFTLY = 1  # zlib's level: a third larger files than with 3, quicker both ways

Collected = tuple[str, bytes, "array[int]", "array[float]"]


def open_writer(index: FileIndex) -> Any:
    """Return a writer of ``index``; only one may be open.

    Raises:
        LockError: another one is open.
    """
    codec = W3Codec(blocklimit=BLOCK, compression=SOFTLY)
    codec.length_stats = False
    writer = SealingWriter(index, codec=codec)
    for left in Path(index.storage.folder).glob("_*.toc.*"):
        left.unlink(missing_ok=True)  # another writer died before it had its name
    writer.pool = TermPool(index.storage.folder)
    return writer


class SealingWriter(SegmentWriter):
    """Seals each new segment before the table of contents names it."""

    def _commit_toc(self, segments: list[Any]) -> None:
        for segment in segments:
            if not hasattr(segment, "seal"):
                path = self.storage.path_of(segment.make_filename(segment.COMPOUND_EXT))
                segment.seal = seal_of(path)
                sync(path)
        super()._commit_toc(segments)


class TermPool:
    """The postings of each term in the order of their documents, as they come.

    What is too much for memory goes to a file in ``folder``, sorted by term.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._terms: dict[tuple[str, bytes], tuple[array[int], array[float]]] = {}
        self._count = 0
        self._runs: list[IO[bytes]] = []

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        field, term, document, weight, _value = posting
        found = self._terms.get((field, term))
        if found is None:
            found = self._terms[field, term] = array("I"), array("f")
        found[0].append(document)
        found[1].append(weight)
        self._count += 1
        if self._count >= MOST_POSTINGS or len(self._terms) >= MOST_TERMS:
            self._save()

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Yield all postings by field, term and document; weights are frequencies."""
        runs = [*map(_read, self._runs), self._sorted()]
        for field, term, documents, weights in merge(*runs, key=itemgetter(0, 1)):
            for document, weight in zip(documents, weights, strict=True):
                yield field, term, document, weight, pack_uint(int(weight))

    def cleanup(self) -> None:
        for run in self._runs:
            run.close()

    def _sorted(self) -> Iterator[Collected]:
        for field, term in sorted(self._terms):
            yield field, term, *self._terms[field, term]

    def _save(self) -> None:
        run = TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by cleanup
        for each in self._sorted():
            pickle.dump(each, run, pickle.HIGHEST_PROTOCOL)
        run.seek(0)
        self._runs.append(run)
        self._terms.clear()
        self._count = 0


def _read(run: IO[bytes]) -> Iterator[Collected]:
    while True:
        try:
            yield pickle.load(run)  # noqa: S301 - written above, readable by nobody else
        except EOFError:
            return
