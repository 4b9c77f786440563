"""Whoosh as writer and store, numpy as reader: the engine the site runs on."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from whoosh.index import FileIndex, LockError
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import SegmentReader

from base.audience import Audience
from search.engine import EngineBusy, EngineUnavailable, Hit
from search.engines.fields import terms_of
from search.engines.folder import IndexFolder, row
from search.engines.postings import ByteBounded, SegmentPart
from search.engines.reading import begin, find, is_used
from search.language.analysis import LANGUAGES
from search.language.excerpt import excerpt
from search.language.spelling import Spelling, corrected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from search.document import Document
    from search.engine import Query
    from search.engines.reading import Found

WRITER_MEGABYTES = 64
MOST_SEGMENTS = 16
LARGE_SEGMENTS = 4  # are left alone when the others are merged
OPENING_TRIES = 5
SPELLING_SECONDS = 600  # how old a dictionary that is slow to build may grow
QUICK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The index as of one commit; it stays readable while others write."""

    build: str
    generation: int
    parts: Sequence[SegmentPart]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The spellings, and how long they may be used."""

    of: Snapshot
    spellings: dict[str, Spelling]
    good_until: float


class WhooshEngine:
    """The port over a folder of Whoosh files."""

    def __init__(self, folder: Path) -> None:
        self._folder = IndexFolder(folder)
        self._cache = ByteBounded()
        self._opening = Lock()
        self._index: tuple[str, FileIndex] | None = None
        self._snapshot: Snapshot | None = None
        self._dictionary: Dictionary | None = None

    # Writing: the worker alone

    def put(self, documents: Iterable[Document]) -> None:
        rows = {each.key: row(each, terms_of(each)) for each in documents}
        if rows:
            with self._writer() as writer:
                self._delete(writer, rows)
                for each in rows.values():
                    writer.add_document(**each)

    def remove(self, keys: Iterable[str]) -> None:
        gone = set(keys)
        if gone and self._folder.build_name():
            with self._writer() as writer:
                self._delete(writer, gone)

    @contextmanager
    def _writer(self) -> Iterator[Any]:
        index = self._folder.current_or_new()
        try:
            writer = index.writer(limitmb=WRITER_MEGABYTES)
        except LockError as error:
            raise EngineBusy from error
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=merge_many)

    def _delete(self, writer: Any, keys: Iterable[str]) -> None:
        """Mark what the index has of these keys; the writer's lock keeps it as it is."""
        first = 0
        for part in self._read().parts:
            for key in keys:
                for number in part.read("key", key).ids:
                    if part.alive[number]:
                        writer.delete_document(first + int(number))
            first += part.size

    def rebuild(self, documents: Iterable[Document]) -> int:
        name, index = self._folder.new()
        writer = index.writer(limitmb=WRITER_MEGABYTES)
        for document in documents:
            writer.add_document(**row(document, terms_of(document)))
        writer.commit(merge=False)
        self._folder.use(name)
        return self.count()

    def clear(self) -> None:
        self.rebuild([])

    # Reading: anybody, at any time

    def search(self, query: Query) -> list[Hit]:
        return self._hits(find, query)

    def suggest(self, query: Query) -> list[Hit]:
        return self._hits(begin, query)

    def _hits(
        self, look: Callable[[Sequence[SegmentPart], Query], list[Found]], query: Query
    ) -> list[Hit]:
        parts = self._read().parts
        hits = []
        for score, at, number in look(parts, query):
            stored = parts[at].stored(number)
            hits.append(Hit(stored["key"], stored["kind"], stored["language"], score))
        return hits

    def correct(
        self, text: str, language: str, audience: Audience = Audience.PUBLIC
    ) -> str:
        snapshot = self._read()

        def known(word: str, its_language: str) -> bool:
            return is_used(snapshot.parts, word, its_language, audience)

        return corrected(text, language, self._spellings(snapshot), known)

    def highlight(self, text: str, query_text: str, language: str) -> str:
        return excerpt(text, query_text, language)

    def count(self) -> int:
        return sum(int(part.alive.sum()) for part in self._parts_or_none())

    def versions(self) -> dict[str, str]:
        return {
            stored["key"]: stored.get("version", "")
            for part in self._parts_or_none()
            for stored in map(part.stored, map(int, part.alive.nonzero()[0]))
        }

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
            except (FileNotFoundError, WhooshIndexError) as error:
                problem = error  # a build or a segment was replaced while we opened it
        raise EngineUnavailable from problem

    def _latest(self) -> Snapshot:
        build = self._folder.build_name()
        if not build:
            raise EngineUnavailable
        if self._index is None or self._index[0] != build:
            self._index = build, self._folder.open(build)
        index, kept = self._index[1], self._snapshot
        generation = index.latest_generation()
        if kept is None or (kept.build, kept.generation) != (build, generation):
            self._snapshot = kept = self._open(build, index, kept)
        return kept

    def _open(self, build: str, index: FileIndex, before: Snapshot | None) -> Snapshot:
        """Open the new segments; those already open keep their files and arrays."""
        toc = index._read_toc()
        known = {part.name: part.reader for part in before.parts} if before else {}
        parts = []
        for segment in toc.segments:
            reader = known.get(segment.segment_id())
            if reader is None:
                reader = SegmentReader(index.storage, toc.schema, segment)
            parts.append(SegmentPart(reader, segment, self._cache))
        return Snapshot(build, toc.generation, parts)

    def _spellings(self, snapshot: Snapshot) -> dict[str, Spelling]:
        """Return the dictionaries; built when first asked for, anew when that is cheap."""
        kept = self._dictionary
        if kept and (kept.of is snapshot or time.monotonic() < kept.good_until):
            return kept.spellings
        begun = time.monotonic()
        spellings = {name: Spelling(_words(snapshot, name)) for name in LANGUAGES}
        took = time.monotonic() - begun
        good_for = SPELLING_SECONDS if took > QUICK_SECONDS else 0
        self._dictionary = Dictionary(snapshot, spellings, begun + good_for)
        return spellings


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
