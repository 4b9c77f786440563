"""Whoosh's files as numpy arrays: posting blocks are decoded whole instead of one by one.

This reads what Whoosh keeps to itself (the W3 codec), so the version is pinned and a test
compares the scores with those of Whoosh's own matchers. Per query at 167,000 documents
the matchers take 733 ms (p95), these arrays 7.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import islice
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN, _lenfield
from whoosh.util.numeric import byte_to_length

from search.engines.fields import unpacked
from search.engines.scoring import NONE, Postings

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from whoosh.reading import SegmentReader

    from search.engines.fields import About
    from search.engines.scoring import Floats, Mask, Numbers

LENGTH_OF_BYTE = np.array([byte_to_length(code) for code in range(256)], np.float32)
MOST_TERMS = 1_000  # of a field with one beginning
EACH_ENTRY = 400  # bytes of a name and its place in the cache, about
Kept = TypeVar("Kept")


def bytes_of(made: object) -> int:
    """Return about how much memory something made of arrays takes."""
    if isinstance(made, np.ndarray):
        return made.nbytes
    if isinstance(made, tuple | list):
        return sum(map(bytes_of, made))
    return len(made) if isinstance(made, str | bytes) else 8


class ByteBounded:
    """A cache that forgets what was not used longest when it holds too many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most, self.held = most_bytes, 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self.lock = RLock()  # the files below have one position each: one reader at a time

    def get(self, name: Hashable, make: Callable[[], Kept]) -> Kept:
        with self.lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                found: Kept = self._kept[name][0]
                return found
            made = make()
            if name not in self._kept:  # making it may have made it on the way
                self._keep(name, made)
            return made

    def _keep(self, name: Hashable, made: object) -> None:
        size = bytes_of(made) + EACH_ENTRY
        self._kept[name] = made, size
        self.held += size
        while self.held > self._most and len(self._kept) > 1:
            self.held -= self._kept.popitem(last=False)[1][1]


class SegmentPart:
    """One segment of a Whoosh index; the segment's files never change, deletions do."""

    def __init__(self, reader: SegmentReader, segment: Any, cache: ByteBounded) -> None:
        self.reader = reader
        self.size: int = segment.doc_count_all()
        self.alive: Mask = np.ones(self.size, np.bool_)
        self.alive[list(segment.deleted_docs())] = False
        self.name, self._cache = segment.segment_id(), cache
        self._abouts: Any = None

    def keep(self, name: Hashable, make: Callable[[], Kept]) -> Kept:
        return self._cache.get((self.name, name), make)

    def read(self, field: str, term: str) -> Postings:
        with self._cache.lock:
            if (field, term) not in self.reader:
                return NONE
            return decode(self.reader.postings(field, term))

    def frequency(self, field: str, term: str) -> int:
        with self._cache.lock:
            return int(self.reader.doc_frequency(field, term))

    def lengths(self, field: str) -> Floats:
        return self.keep(("lengths", field), lambda: self._read_lengths(field))

    def _read_lengths(self, field: str) -> Floats:
        lengths = np.zeros(self.size, np.float32)
        about = self.reader._perdoc
        if about.has_column(_lenfield(field)):
            column = about.column_reader(_lenfield(field), LENGTHS_COLUMN)
            count = min(column._count, self.size)
            codes = np.frombuffer(bytes(column._dbfile.get(0, count)), np.uint8)
            lengths[:count] = LENGTH_OF_BYTE[codes]
        return lengths

    def total_length(self, field: str) -> float:
        return float(self.reader.field_length(field))

    def beginning(self, field: str, prefix: str) -> Iterator[str]:
        with self._cache.lock:
            found = list(islice(self.reader.expand_prefix(field, prefix), MOST_TERMS))
        return (each.decode() for each in found)

    def about(self, number: int) -> About:
        with self._cache.lock:
            if self._abouts is None:
                self._abouts = self.reader.column_reader("about")
            return unpacked(self._abouts[number])

    def words(self, field: str) -> dict[str, int]:
        """Return the terms of ``field`` with the number of documents of each."""
        with self._cache.lock:
            return {
                name.decode(): info.doc_frequency()
                for name, info in self.reader.iter_field(field)
            }

    def stored(self, number: int) -> dict[str, Any]:
        with self._cache.lock:
            fields: dict[str, Any] = self.reader.stored_fields(number)
        return fields


def decode(matcher: Any) -> Postings:
    """Return all a matcher would step through, block by block."""
    while hasattr(matcher, "child"):
        matcher = matcher.child
    matcher.reset()
    ids: list[Numbers] = []
    weights: list[Floats] = []
    while not matcher._atend:
        matcher._read_data()
        gaps, weight = matcher._data[0], matcher._data[1]
        ids.append(np.cumsum(np.asarray(gaps, np.int64)).astype(np.int32))
        count = matcher._blocklength
        one = weight is None or isinstance(weight, float)
        weights.append(
            np.full(count, 1.0 if weight is None else weight, np.float32)
            if one
            else np.array(weight, np.float32)
        )
        matcher._next_block()
    return Postings(np.concatenate(ids), np.concatenate(weights)) if ids else NONE
