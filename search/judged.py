"""Judged searches from files: documents and queries as JSON Lines, plain or gzip."""

from __future__ import annotations

import gzip
import json
import re
import time
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from search.document import Document
from search.engine import Query
from search.language.analysis import LANGUAGES
from search.measures import measures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from search.engine import SearchEngine
    from search.weights import Weights

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
DEPTH = 100  # results that are looked at
DEPTH_BEFORE = 1_000  # the same, where later documents are left out afterwards


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """What was typed, and which documents are right."""

    text: str
    language: str
    relevant: frozenset[str]
    before: str = ""  # only documents created earlier count; ISO 8601


@dataclass(frozen=True, slots=True)
class Judged:
    """How one query did."""

    measures: dict[str, float]
    cpu_ms: float


def lines_of(file: Path, *needed: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file.

    Raises:
        ValueError: a line is no JSON object with what is ``needed``; says which.
    """
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ValueError(f"{file}, line {number}: {error}") from error
            if not isinstance(row, dict) or not set(needed) <= row.keys():
                wanted = ", ".join(needed)
                raise ValueError(f"{file}, line {number}: wants an object with {wanted}")
            yield row


def documents_of(file: Path) -> Iterator[tuple[Document, str]]:
    """Yield each document with the moment it was created, "" where none is given."""
    for row in lines_of(file, "id"):
        body = LINK.sub(r"\1", row.get("body") or "")
        created = str(row.get("created") or "")
        document = Document(
            key=str(row["id"]),
            kind="article",
            language=_language(row),
            title=row.get("title") or "",
            body=body,
            headings="\n".join(HEADING.findall(body)),
            dated=date.fromisoformat(created[:10]) if created else None,
            version="1",
        )
        yield document, created


def queries_of(file: Path) -> Iterator[JudgedQuery]:
    """Yield what was asked, and what is right.

    Raises:
        ValueError: a line is not as it has to be; says which.
    """
    for row in lines_of(file, "query", "relevant"):
        if not isinstance(row["relevant"], list):
            raise ValueError(f"{file}: relevant is a list of ids, not {row['relevant']!r}")
        yield JudgedQuery(
            text=row["query"],
            language=_language(row),
            relevant=frozenset(map(str, row["relevant"])),
            before=str(row.get("before") or ""),
        )


def _language(row: dict[str, Any]) -> str:
    language = str(row.get("lang") or "en")[:2]
    return language if language in LANGUAGES else "en"


def judge(
    engine: SearchEngine, query: JudgedQuery, created: dict[str, str], weights: Weights
) -> Judged:
    """Search and compare; every document with one of the words is ranked."""
    asked = Query(
        text=query.text,
        language=query.language,
        least_share=0.0,
        limit=DEPTH_BEFORE if query.before else DEPTH,
        weights=weights,
    )
    start = time.process_time()
    hits = engine.search(asked).hits
    if not hits and (kept := engine.kept_words(asked)):  # as the results page does
        hits = engine.search(replace(asked, text=kept)).hits
    keys = [hit.key for hit in hits]
    cpu_ms = (time.process_time() - start) * 1000
    if query.before:
        keys = [key for key in keys if created[key] < query.before]
    return Judged(measures(keys, query.relevant), cpu_ms)
