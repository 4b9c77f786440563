"""Whoosh as writer and store, numpy as reader: the engine the site runs on."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from whoosh.index import FileIndex, LockError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import SegmentReader

from base.audience import Audience
from search.engine import EngineBusy, EngineUnavailable
from search.engines.folder import IndexFolder, row
from search.engines.health import Damaged, Mark, Seals, mark_of
from search.engines.parts import PartsEngine
from search.engines.postings import ByteBounded, SegmentPart
from search.engines.scoring import Index, Statistics, take_statistics
from search.engines.writer import open_writer
from search.language.analysis import LANGUAGES
from search.language.vocabulary import Vocabulary
from search.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from search.document import Document
    from search.engines.scoring import Part

MOST_SEGMENTS = 16
LARGE_SEGMENTS = 4  # are left alone when the others are merged
OPENING_TRIES = 5
FEW, WORN = 1_000, 0.3  # documents that are read in no time; the share of replaced ones
SPELLING_SECONDS = 600  # how old a dictionary that is slow to build may grow
QUICK_SECONDS = 0.2
UNREADABLE = (OSError, WhooshIndexError, Damaged)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index as of one commit; it stays readable while others write."""

    build: str
    generation: int
    parts: Sequence[SegmentPart]
    statistics: Statistics
    marks: Mapping[str, Mark]  # of its files, by path

    def is_of(self, writer: Any) -> bool:
        """Whether it is what ``writer`` adds to."""
        at = Path(writer.storage.folder).name, writer.generation - 1
        return at == (self.build, self.generation)

    def is_touched(self) -> bool:
        """Whether somebody cut or overwrote a file: what it maps must not be read."""
        try:
            return any(mark_of(path) != mark for path, mark in self.marks.items())
        except OSError:
            return True


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The words of each language, and how long they may be used."""

    of: Snapshot
    vocabularies: dict[str, Vocabulary]
    good_until: float


class WhooshEngine(PartsEngine):
    """The port over a folder of Whoosh files."""

    def __init__(self, folder: Path) -> None:
        self._folder = IndexFolder(folder)
        self._cache = ByteBounded(settings.SEARCH_MEMORY_MB * 1024 * 1024)
        self._seals = Seals()
        self._opening = Lock()
        self._opened: tuple[str, FileIndex] | None = None
        self._snapshot: Snapshot | None = None
        self._dictionary: Dictionary | None = None

    # Writing: the worker alone

    def put(self, documents: Iterable[Document]) -> None:
        rows = {each.key: row(each) for each in documents}
        if rows:
            with self._writer() as writer:
                self._delete(writer, rows)
                for each in rows.values():
                    writer.add_document(**each)

    def remove(self, keys: Iterable[str]) -> None:
        gone = set(keys)
        if gone and (self._opened or self._folder.build_name()):
            with self._writer() as writer:
                self._delete(writer, gone)

    @contextmanager
    def _writer(self) -> Iterator[Any]:
        with told_apart():
            if self._opened and not self._folder.build_name():
                raise EngineUnavailable  # it was deleted; a few documents are no index
            writer = open_writer(self._folder.current_or_new())
            try:
                yield writer
                writer.commit(mergetype=merge_many)
            except BaseException:
                with suppress(Exception):  # the lock below is what counts
                    writer.cancel()
                raise
            finally:
                if not writer.is_closed:  # no room on the disk: the next try needs it
                    writer.writelock.release()

    def _delete(self, writer: Any, keys: Iterable[str]) -> None:
        """Mark what the index has of these keys; the writer's lock keeps it as it is."""
        snapshot, first = self._read(), 0
        if not snapshot.is_of(writer):
            raise EngineBusy  # a new build came into use since this writer was opened
        for part in snapshot.parts:
            for key in keys:
                for number in part.read("key", key).ids:
                    if part.alive[number]:
                        writer.delete_document(first + int(number))
            first += part.size

    def rebuild(self, documents: Iterable[Document]) -> int:
        with told_apart(), self._folder.building():
            self._build(documents)
        return self.count()

    def _build(self, documents: Iterable[Document]) -> None:
        name, index = self._folder.new()
        try:
            writer = open_writer(index)
            for document in documents:
                writer.add_document(**row(document))
            writer.commit(merge=False)
        except BaseException:
            self._folder.drop(name)
            raise
        self._folder.use(name)

    def clear(self) -> None:
        self.rebuild([])

    # Reading: anybody, at any time

    def _index(self, weights: Weights | None = None) -> Index:
        snapshot = self._read()
        return Index(snapshot.parts, snapshot.statistics, weights or Weights())

    def _stored(self, part: Part, number: int) -> Mapping[str, Any]:
        assert isinstance(part, SegmentPart)  # noqa: S101 - it has no other
        return part.stored(number)

    def count(self) -> int:
        return sum(int(part.alive.sum()) for part in self._parts_or_none())

    def versions(self) -> dict[str, str]:
        return {
            stored["key"]: stored.get("version", "")
            for part in self._parts_or_none()
            for stored in map(part.stored, map(int, part.alive.nonzero()[0]))
        }

    def audiences(self) -> dict[str, Audience]:
        found = {}
        for part in self._parts_or_none():
            for audience in Audience:
                for number in part.read("audience", str(int(audience))).ids:
                    if part.alive[number]:
                        found[part.stored(int(number))["key"]] = audience
        return found

    def is_worn(self) -> bool:
        parts = self._parts_or_none()
        kept = sum(part.size for part in parts)
        return kept > FEW and kept - self.count() > WORN * kept

    def is_rebuilding(self) -> bool:
        return self._folder.is_building()

    def is_ready(self) -> bool:
        try:
            self._read()
        except EngineUnavailable:
            return False
        return True

    def _parts_or_none(self) -> Sequence[SegmentPart]:
        return self._read().parts if self._folder.build_name() else []

    # The snapshot: opened anew only when a commit or a new build has come

    def _read(self) -> Snapshot:
        for _try in range(OPENING_TRIES):
            try:
                with self._opening:
                    return self._latest()
            except UNREADABLE as error:
                problem = error  # perhaps a build or a segment was replaced meanwhile
            if isinstance(problem, Damaged):
                break
        raise EngineUnavailable from problem

    def _latest(self) -> Snapshot:
        build = self._folder.build_name()
        if not build:
            raise EngineUnavailable
        if self._opened is None or self._opened[0] != build:
            self._opened = build, self._folder.open(build)
        index, kept = self._opened[1], self._snapshot
        latest = build, index.latest_generation()
        if kept is None or (kept.build, kept.generation) != latest or kept.is_touched():
            self._snapshot = kept = self._open(build, index, kept)
        return kept

    def _open(self, build: str, index: FileIndex, before: Snapshot | None) -> Snapshot:
        """Open the new segments; those already open keep their files and arrays."""
        toc = index._read_toc()
        known = {part.name: part.reader for part in before.parts} if before else {}
        parts: list[SegmentPart] = []
        path = index.storage.path_of(toc._filename(index.indexname, toc.generation))
        marks = {path: mark_of(path)}
        for segment in toc.segments:
            reader = known.get(segment.segment_id())
            path = index.storage.path_of(segment.make_filename(segment.COMPOUND_EXT))
            marks[path] = self._seals.check(path, getattr(segment, "seal", None))
            if reader is None or not before or before.marks.get(path) != marks[path]:
                reader = SegmentReader(index.storage, toc.schema, segment)
            parts.append(SegmentPart(reader, segment, self._cache))
        statistics = take_statistics(parts, before.statistics if before else None)
        self._seals.keep(marks)
        return Snapshot(build, toc.generation, parts, statistics, marks)

    def _vocabularies(self) -> Mapping[str, Vocabulary]:
        """Return the dictionaries; built when first asked for, anew when that is cheap."""
        snapshot, kept = self._read(), self._dictionary
        if kept and (kept.of is snapshot or time.monotonic() < kept.good_until):
            return kept.vocabularies
        begun = time.monotonic()
        known = {name: Vocabulary(_words(snapshot, name)) for name in LANGUAGES}
        took = time.monotonic() - begun
        good_for = SPELLING_SECONDS if took > QUICK_SECONDS else 0
        self._dictionary = Dictionary(snapshot, known, begun + good_for)
        return known


@contextmanager
def told_apart() -> Iterator[None]:
    """Say what went wrong in the words of the port."""
    try:
        yield
    except LockError as error:
        raise EngineBusy from error
    except UNREADABLE as error:
        raise EngineUnavailable from error


def _words(snapshot: Snapshot, language: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for part in snapshot.parts:
        for word, count in part.words(f"words_{language}").items():
            counts[word] = counts.get(word, 0) + count
    return counts


def merge_many(writer: Any, segments: list[Any]) -> list[Any]:
    """Leave segments as they are until there are many; then merge all but the largest."""
    filled = [each for each in segments if each.doc_count_all() > each.deleted_count()]
    if len(filled) <= MOST_SEGMENTS:
        return filled
    by_size = sorted(filled, key=lambda each: -int(each.doc_count_all()))
    for segment in by_size[LARGE_SEGMENTS:]:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return by_size[:LARGE_SEGMENTS]
