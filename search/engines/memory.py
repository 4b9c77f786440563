"""An index that lives in this process: for tests, and for a site of a hundred articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from base.audience import Audience
from search.engine import Hit
from search.engines.fields import terms_of
from search.engines.reading import begin, find, is_used
from search.engines.scoring import NONE, Postings
from search.language.analysis import LANGUAGES
from search.language.excerpt import excerpt
from search.language.spelling import Spelling, corrected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from search.document import Document
    from search.engine import Query
    from search.engines.reading import Found
    from search.engines.scoring import Floats, Mask


class MemoryPart:
    """All documents as one part."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.size = len(documents)
        self.alive: Mask = np.ones(self.size, np.bool_)
        self._lengths: dict[str, Floats] = defaultdict(
            lambda: np.zeros(self.size, np.float32)
        )
        found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for number, document in enumerate(documents):
            for field, terms in terms_of(document).items():
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

    def postings(self, field: str, term: str) -> Postings:
        return self._postings.get((field, term), NONE)

    def lengths(self, field: str) -> Floats:
        return self._lengths[field]

    def total_length(self, field: str) -> float:
        return float(self._lengths[field].sum())

    def beginning(self, field: str, prefix: str) -> Iterator[str]:
        return (t for f, t in self._postings if f == field and t.startswith(prefix))

    def words(self, language: str) -> dict[str, int]:
        field = f"words_{language}"
        return {t: len(p.ids) for (f, t), p in self._postings.items() if f == field}


class MemoryEngine:
    """The port over a dictionary; every write builds the index anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder  # the port gives one; nothing is kept there
        self._documents: dict[str, Document] = {}
        self._writing = Lock()
        self._load({})

    def _load(self, documents: dict[str, Document]) -> None:
        ordered = list(documents.values())
        part = MemoryPart(ordered)
        spelling = {language: Spelling(part.words(language)) for language in LANGUAGES}
        self._documents, self._state = documents, (ordered, part, spelling)

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

    def search(self, query: Query) -> list[Hit]:
        ordered, part, _spelling = self._state
        return self._hits(ordered, find([part], query))

    def suggest(self, query: Query) -> list[Hit]:
        ordered, part, _spelling = self._state
        return self._hits(ordered, begin([part], query))

    def _hits(self, ordered: Sequence[Document], found: Sequence[Found]) -> list[Hit]:
        pairs = [(ordered[each.number], each.score) for each in found]
        return [Hit(one.key, one.kind, one.language, score) for one, score in pairs]

    def correct(
        self, text: str, language: str, audience: Audience = Audience.PUBLIC
    ) -> str:
        _ordered, part, spelling = self._state
        return corrected(
            text,
            language,
            spelling,
            lambda word, lang: is_used([part], word, lang, audience),
        )

    def highlight(self, text: str, query_text: str, language: str) -> str:
        return excerpt(text, query_text, language)

    def count(self) -> int:
        return len(self._documents)

    def versions(self) -> dict[str, str]:
        return {key: document.version for key, document in self._documents.items()}

    def is_ready(self) -> bool:
        return True
