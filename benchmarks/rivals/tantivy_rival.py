"""tantivy, a search library in Rust, with one thread for writing and one for searching."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tantivy import Document as Row
from tantivy import FieldType, Index, Occur, Query, SchemaBuilder

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

WRITER_BYTES = 64 * 1024 * 1024
COUNTS = {name: {"terms": {"field": name, "size": 1_000}} for name in FACETS}


class Rival:
    format = format_of("benchmarks/rivals/tantivy_rival.py")

    def __init__(self, folder: Path) -> None:
        builder = SchemaBuilder()
        builder.add_text_field(
            "key", stored=True, tokenizer_name="raw", index_option="basic"
        )
        for name in ("kind", "place", "language"):
            builder.add_text_field(
                name, fast=True, tokenizer_name="raw", index_option="basic"
            )
        builder.add_unsigned_field("audience", indexed=True, fast=True)
        for name in TEXT_FIELDS:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = Index(self._schema, path=str(folder))
        self._writer: Any = None

    def build(self, documents: Sequence[Document]) -> None:
        writer = self._index.writer(heap_size=WRITER_BYTES, num_threads=1)
        for document in documents:
            writer.add_document(_row(document))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, question: Question) -> Answer:
        query = self._query(question)
        found = self._searcher.search(query, TOP, count=False)
        keys = [self._searcher.doc(address)["key"][0] for _score, address in found.hits]
        if not question.counted:
            return Answer(keys)
        groups = self._searcher.aggregate(query, COUNTS)
        counts = {
            name: {each["key"]: each["doc_count"] for each in groups[name]["buckets"]}
            for name in FACETS
        }
        return Answer.counted(keys, counts)

    def update(self, document: Document) -> None:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=WRITER_BYTES, num_threads=1)
        self._writer.delete_documents_by_term("key", document.key)
        self._writer.add_document(_row(document))
        self._writer.commit()
        self.open()

    def _query(self, question: Question) -> Query:
        words = Query.boolean_query(
            [
                (Occur.Should, self._words(terms, language, every=question.every_word))
                for language, terms in terms_by_language(question).items()
                if terms
            ]
        )
        if not question.kind:
            return words
        wanted = [
            Query.term_query(self._schema, name, getattr(question, name), "basic")
            for name in ("kind", "place", "language")
        ]
        wanted += [
            Query.range_query(
                self._schema, "audience", FieldType.Unsigned, 0, int(question.audience)
            ),
        ]
        filters = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in wanted]
        return Query.boolean_query([(Occur.Must, words), *filters])

    def _words(self, terms: Sequence[str], language: str, *, every: bool) -> Query:
        anywhere = [
            [
                Query.boost_query(
                    Query.term_query(self._schema, f"{name}_{language}", term, "freq"),
                    weight,
                )
                for name, weight in WEIGHTS.items()
            ]
            for term in terms
        ]
        if every:
            groups = [
                Query.boolean_query([(Occur.Should, each) for each in group])
                for group in anywhere
            ]
            return Query.boolean_query([(Occur.Must, group) for group in groups])
        return Query.boolean_query(
            [(Occur.Should, each) for group in anywhere for each in group]
        )


def _row(document: Document) -> Row:
    row = Row()
    for name, text in texts_of(document).items():
        row.add_text(name, text)
    for name in ("key", "kind", "place", "language"):
        row.add_text(name, getattr(document, name))
    row.add_unsigned("audience", int(document.audience))
    return row
