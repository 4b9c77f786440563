"""What of a document goes into which field: the one table all engines are built on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.language.analysis import LANGUAGES, plain_words, terms, words

if TYPE_CHECKING:
    from search.document import Document

# How much a field counts. Titles at 3 instead of 1 cost four points of MRR@10 in both
# languages on questions people really asked.
WEIGHTS = {"title": 1.0, "body": 1.0, "accepted": 1.0, "answers": 0.5}

TEXT_FIELDS = [f"{name}_{language}" for language in LANGUAGES for name in WEIGHTS]
WORD_FIELDS = [f"words_{language}" for language in LANGUAGES]
FILTER_FIELDS = ["kind", "language", "audience", "place", "state"]
START_FIELD = "start"


def terms_of(document: Document) -> dict[str, list[str]]:
    """Return the terms of each field, in order, repeated as often as they occur."""
    language = document.language
    found = {
        f"{name}_{language}": terms(getattr(document, name), language) for name in WEIGHTS
    }
    found[f"words_{language}"] = vocabulary_of(document)
    found[START_FIELD] = plain_words(document.title)
    found["key"] = [document.key]
    found["kind"] = [document.kind]
    found["language"] = [language]
    found["audience"] = [str(int(document.audience))]
    found["place"] = [document.place] if document.place else []
    found["state"] = [document.state] if document.state else []
    return found


def vocabulary_of(document: Document) -> list[str]:
    """Return the different words as written, to put misspelt queries right by.

    Answers are left out: they are long, and quick to misspell.
    """
    text = f"{document.title}\n{document.body}\n{document.accepted}"
    return sorted({word for _start, _end, word in words(text, document.language)})
