"""What all rivals share: the questions' answers, the fields, the terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from benchmarks import ROOT
from search.engines.fields import LEAD
from search.language.analysis import LANGUAGES, query_terms, readings, terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.questions import Question
    from search.document import Document

TOP = 10
ANALYSIS = "search/language"  # what makes terms of texts, word lists included
WEIGHTS = {"title": 1.0, "lead": 0.3, "body": 1.0}  # ours fill these for such documents
TEXT_FIELDS = [f"{name}_{language}" for language in LANGUAGES for name in WEIGHTS]


def format_of(*names: str) -> str:
    """Return what names an index that these files wrote, and the analysis."""
    files = [*sorted((ROOT / ANALYSIS).glob("*.*")), *(ROOT / name for name in names)]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@dataclass(frozen=True, slots=True)
class Answer:
    """The best documents' keys; how many there are in all and of each facet's values."""

    keys: list[str]
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    total: int = 0  # where counts were asked for

    @classmethod
    def counted(cls, keys: list[str], counts: dict[str, dict[str, int]]) -> Answer:
        """Return the answer of an engine that counts only when asked to."""
        return cls(keys, counts, sum(counts["kind"].values()))


class Rival(Protocol):
    """One engine over one folder, opened to read when it is made over a built one."""

    format: str  # an index of another is built anew

    def __init__(self, folder: Path) -> None: ...

    def build(self, documents: Sequence[Document]) -> None: ...

    def open(self) -> None: ...

    def search(self, question: Question) -> Answer: ...

    def update(self, document: Document) -> None:
        """Put ``document`` in place of the one with its key, for all searches from now."""


def texts_of(document: Document) -> dict[str, str]:
    """Return each field's analysed terms with a space between them, as ours has them."""
    language = document.language
    body = [each for each in readings(document.body, language) if each[2]]
    found = {
        "title": terms(document.title, language),
        "lead": [term for start, _word, term in body if start < LEAD],
        "body": [term for _start, _word, term in body],
    }
    return {f"{name}_{language}": " ".join(each) for name, each in found.items()}


def terms_by_language(question: Question) -> dict[str, list[str]]:
    return {language: query_terms(question.words, language) for language in LANGUAGES}
