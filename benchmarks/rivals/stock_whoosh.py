"""Whoosh as it comes: its own matchers, scorer, filters and facets."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from whoosh import fields, index
from whoosh.query import And, Or, Query, Term
from whoosh.sorting import Count, Facets, FieldFacet

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

WRITER_MEGABYTES = 64


class Rival:
    format = format_of("benchmarks/rivals/stock_whoosh.py")

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, documents: Sequence[Document]) -> None:
        schema = fields.Schema(
            key=fields.ID(stored=True, unique=True),
            kind=fields.ID(sortable=True),
            place=fields.ID(sortable=True),
            audience=fields.ID(),
            language=fields.ID(),
            **{name: fields.KEYWORD(scorable=True) for name in TEXT_FIELDS},
        )
        writer = index.create_in(self._folder, schema).writer(limitmb=WRITER_MEGABYTES)
        for document in documents:
            writer.add_document(**_row(document))
        writer.commit()

    def open(self) -> None:
        self._index = index.open_dir(self._folder)
        self._searcher = self._index.searcher()

    def search(self, question: Question) -> Answer:
        if not self._searcher.up_to_date():  # its refresh() goes on showing what is gone
            self._searcher = self._index.searcher()
        grouped = {"groupedby": _facets()} if question.counted else {}
        found = self._searcher.search(
            _query(question), limit=TOP, filter=_filter(question), **grouped
        )
        keys = [hit["key"] for hit in islice(found, TOP)]  # with facets it gives all
        if not question.counted:
            return Answer(keys)
        return Answer.counted(keys, {name: dict(found.groups(name)) for name in FACETS})

    def update(self, document: Document) -> None:
        with self._index.writer(limitmb=WRITER_MEGABYTES) as writer:
            writer.update_document(**_row(document))


def _row(document: Document) -> dict[str, str]:
    return texts_of(document) | {
        "key": document.key,
        "kind": document.kind,
        "place": document.place,
        "audience": str(int(document.audience)),
        "language": document.language,
    }


def _facets() -> Facets:
    facets = Facets()
    for name in FACETS:
        facets.add_facet(name, FieldFacet(name, maptype=Count))
    return facets


def _query(question: Question) -> Query:
    return Or(
        [
            (And if question.every_word else Or)(
                [_anywhere(term, language) for term in terms]
            )
            for language, terms in terms_by_language(question).items()
        ]
    ).normalize()


def _anywhere(term: str, language: str) -> Query:
    return Or(
        [Term(f"{name}_{language}", term, boost=weight) for name, weight in WEIGHTS.items()]
    )


def _filter(question: Question) -> Query | None:
    if not question.kind:
        return None
    steps = range(int(question.audience) + 1)
    return And(
        [
            Term("kind", question.kind),
            Term("place", question.place),
            Term("language", question.language),
            Or([Term("audience", str(step)) for step in steps]),
        ]
    )
