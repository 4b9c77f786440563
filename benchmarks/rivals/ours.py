"""Our engine, asked through its port alone; this module adapts to changes of the port."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.questions import FACETS
from benchmarks.rivals.common import TOP, Answer, format_of
from search.engine import Query
from search.engines.whoosh import WhooshEngine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.questions import Question
    from search.document import Document

WRITTEN_BY = [f"search/engines/{name}.py" for name in ("fields", "folder", "writer")]


class Rival:
    """Any of the words, as the others do; the site itself asks for most of them."""

    format = format_of(*WRITTEN_BY)

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer = WhooshEngine(folder)  # the worker
        self._engine = WhooshEngine(folder)  # a web process

    def build(self, documents: Sequence[Document]) -> None:
        self._writer.rebuild(documents)

    def open(self) -> None:
        self._engine.is_ready()

    def forget(self) -> None:
        """Empty the caches, as in a process that has just begun."""
        self._engine = WhooshEngine(self._folder)
        self._engine.is_ready()

    def search(self, question: Question) -> Answer:
        found = self._engine.search(
            Query(
                text=_text(question),
                audience=question.audience,
                kinds=frozenset(filter(None, [question.kind])),
                place=question.place,
                only_language=question.language,
                counted=frozenset(FACETS if question.counted else ()),
                limit=TOP,
                least_share=0.0,
            )
        )
        return Answer([hit.key for hit in found.hits], found.counts, found.total)

    def update(self, document: Document) -> None:
        self._writer.put([document])

    def check_spelling(self, question: Question) -> None:
        """Use the dictionary, which is built when first asked for."""
        self._engine.correct(question.words, "en")

    @property
    def cache_bytes(self) -> int:
        return self._engine._cache.held


def _text(question: Question) -> str:
    if question.every_word:
        return " ".join(f"+{word}" for word in question.words.split())
    return question.words
