"""An index that lives in this process: for tests, and for a site of a hundred articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from search.engines.fields import packed, terms_of, unpacked
from search.engines.parts import PartsEngine
from search.engines.scoring import NONE, Index, Postings, take_statistics
from search.language.analysis import LANGUAGES
from search.language.vocabulary import Vocabulary
from search.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from base.audience import Audience
    from search.document import Document
    from search.engines.fields import About
    from search.engines.scoring import Floats, Mask, Part

Kept = TypeVar("Kept")


class MemoryPart:
    """All documents as one part."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.size = len(documents)
        self.alive: Mask = np.ones(self.size, np.bool_)
        self._lengths: dict[str, Floats] = defaultdict(
            lambda: np.zeros(self.size, np.float32)
        )
        self._abouts: list[bytes] = []
        self._kept: dict[Hashable, Any] = {}
        found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for number, document in enumerate(documents):
            fields = terms_of(document)
            self._abouts.append(packed(document, fields))
            for field, terms in fields.items():
                self._lengths[field][number] = len(terms)
                for term, times in Counter(terms).items():
                    found[field, term].append((number, times))
        self._postings = {
            place: Postings(
                np.array([number for number, _times in pairs], np.int32),
                np.array([times for _number, times in pairs], np.float32),
            )
            for place, pairs in found.items()
        }

    def read(self, field: str, term: str) -> Postings:
        return self._postings.get((field, term), NONE)

    def frequency(self, field: str, term: str) -> int:
        return len(self.read(field, term).ids)

    def lengths(self, field: str) -> Floats:
        return self._lengths[field]

    def total_length(self, field: str) -> float:
        return float(self._lengths[field].sum())

    def beginning(self, field: str, prefix: str) -> Iterator[str]:
        return (t for f, t in self._postings if f == field and t.startswith(prefix))

    def about(self, number: int) -> About:
        return unpacked(self._abouts[number])

    def keep(self, name: Hashable, make: Callable[[], Kept]) -> Kept:
        if name not in self._kept:
            self._kept[name] = make()
        found: Kept = self._kept[name]
        return found

    def words(self, language: str) -> dict[str, int]:
        field = f"words_{language}"
        return {t: len(p.ids) for (f, t), p in self._postings.items() if f == field}


class MemoryEngine(PartsEngine):
    """The port over a dictionary; every write builds the index anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder  # the port gives one; nothing is kept there
        self._documents: dict[str, Document] = {}
        self._writing = Lock()
        self._load({})

    def _load(self, documents: dict[str, Document]) -> None:
        part = MemoryPart(list(documents.values()))
        known = {each: Vocabulary(part.words(each)) for each in LANGUAGES}
        self._documents, self._state = documents, (part, take_statistics([part]), known)

    def put(self, documents: Iterable[Document]) -> None:
        with self._writing:
            self._load({**self._documents, **{each.key: each for each in documents}})

    def remove(self, keys: Iterable[str]) -> None:
        with self._writing:
            gone = set(keys)
            self._load({k: d for k, d in self._documents.items() if k not in gone})

    def rebuild(self, documents: Iterable[Document]) -> int:
        with self._writing:
            self._load({each.key: each for each in documents})
        return self.count()

    def clear(self) -> None:
        self.rebuild([])

    def _index(self, weights: Weights | None = None) -> Index:
        part, statistics, _vocabularies = self._state
        return Index([part], statistics, weights or Weights())

    def _stored(self, part: Part, number: int) -> Mapping[str, Any]:
        assert isinstance(part, MemoryPart)  # noqa: S101 - it has no other
        document = part.documents[number]
        return {
            "key": document.key,
            "kind": document.kind,
            "language": document.language,
        }

    def _vocabularies(self) -> Mapping[str, Vocabulary]:
        return self._state[2]

    def count(self) -> int:
        return len(self._documents)

    def versions(self) -> dict[str, str]:
        return {key: document.version for key, document in self._documents.items()}

    def audiences(self) -> dict[str, Audience]:
        return {key: document.audience for key, document in self._documents.items()}

    def is_ready(self) -> bool:
        return True

    def is_worn(self) -> bool:
        return False  # it keeps nothing that was replaced

    def is_rebuilding(self) -> bool:
        return False  # nobody else can see it
