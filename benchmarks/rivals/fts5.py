"""SQLite's full-text search, as in every Python."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from benchmarks.questions import FACETS
from benchmarks.rivals.common import (
    TEXT_FIELDS,
    TOP,
    WEIGHTS,
    Answer,
    format_of,
    terms_by_language,
    texts_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.questions import Question
    from search.document import Document

# Terms come analysed and have a space between them: nothing is folded or cut here.
TOKENIZER = "ascii tokenchars ''''"
ABOUT = ("key", "kind", "place", "language", "audience")
ABOUT_IN = f"INSERT INTO about(id, {', '.join(ABOUT)}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
TEXT_IN = (
    f"INSERT INTO texts(rowid, {', '.join(TEXT_FIELDS)})"  # noqa: S608 - our own names
    f" VALUES (?{', ?' * len(TEXT_FIELDS)})"
)
JOINED = "texts JOIN about ON about.id = texts.rowid WHERE texts MATCH :match"
FILTERS = (
    " AND kind = :kind AND place = :place AND language = :language"
    " AND audience <= :audience"
)


class Rival:
    format = format_of("benchmarks/rivals/fts5.py")

    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts.sqlite3"

    def build(self, documents: Sequence[Document]) -> None:
        base = sqlite3.connect(self._path)
        base.execute("PRAGMA journal_mode = WAL")
        base.execute(
            "CREATE TABLE about (id INTEGER PRIMARY KEY, key TEXT UNIQUE, kind, place,"
            " language, audience INTEGER)"
        )
        base.execute(
            f"CREATE VIRTUAL TABLE texts USING fts5({', '.join(TEXT_FIELDS)},"
            f' tokenize = "{TOKENIZER}")'
        )
        weights = ", ".join(str(WEIGHTS[name.split("_")[0]]) for name in TEXT_FIELDS)
        base.execute(
            "INSERT INTO texts(texts, rank) VALUES ('rank', ?)", [f"bm25({weights})"]
        )
        with base:
            for number, document in enumerate(documents, start=1):
                _add(base, number, document)
        base.close()

    def open(self) -> None:
        self._reader = sqlite3.connect(self._path)
        self._writer = sqlite3.connect(self._path)

    def search(self, question: Question) -> Answer:
        match = _match(question)
        if not match:
            return Answer([])
        wanted = {
            "match": match,
            "kind": question.kind,
            "place": question.place,
            "language": question.language,
            "audience": int(question.audience),
        }
        where = JOINED + (FILTERS if question.kind else "")
        rows = self._reader.execute(
            f"SELECT key FROM {where} ORDER BY rank LIMIT {TOP}",  # noqa: S608 - our own
            wanted,
        )
        keys = [key for (key,) in rows]
        if not question.counted:
            return Answer(keys)
        counts = {}
        for name in FACETS:
            grouped = self._reader.execute(
                f"SELECT {name}, count(*) FROM {where} GROUP BY {name}",  # noqa: S608
                wanted,
            )
            counts[name] = dict(grouped.fetchall())
        return Answer.counted(keys, counts)

    def update(self, document: Document) -> None:
        with self._writer:
            (number,) = self._writer.execute(
                "SELECT id FROM about WHERE key = ?", [document.key]
            ).fetchone()
            self._writer.execute("DELETE FROM texts WHERE rowid = ?", [number])
            self._writer.execute("DELETE FROM about WHERE id = ?", [number])
            _add(self._writer, number, document)


def _add(base: sqlite3.Connection, number: int, document: Document) -> None:
    about = [document.key, document.kind, document.place, document.language]
    base.execute(ABOUT_IN, [number, *about, int(document.audience)])
    texts = texts_of(document)
    base.execute(TEXT_IN, [number, *(texts.get(name, "") for name in TEXT_FIELDS)])


def _match(question: Question) -> str:
    between = " AND " if question.every_word else " OR "
    parts = []
    for language, terms in terms_by_language(question).items():
        if terms:
            columns = " ".join(f"{name}_{language}" for name in WEIGHTS)
            words = between.join(f'"{term}"' for term in terms)
            parts.append(f"{{{columns}}} : ({words})")
    return " OR ".join(parts)
