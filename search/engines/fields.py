"""What of a document goes into which field: the one table all engines are built on."""

from __future__ import annotations

import struct
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.language.analysis import LANGUAGES, plain_words, readings
from search.weights import TEXTS

if TYPE_CHECKING:
    from search.document import Document

TEXT_FIELDS = [f"{name}_{language}" for language in LANGUAGES for name in TEXTS]
WORD_FIELDS = [f"words_{language}" for language in LANGUAGES]
FILTER_FIELDS = ["kind", "language", "audience", "place", "state", "tag"]
START_FIELD = "start"
LEAD = 300  # characters of the beginning that count once more
LONGEST_SEQUENCE = 20_000  # terms kept in order, some 130 KB of text; for phrases
NOWHERE = 0  # stands between two texts, so that no phrase reaches from one to the next
EPOCH = date(1970, 1, 1).toordinal()

Codes = npt.NDArray[np.uint32]
_HEAD = struct.Struct("<iiHBx")


class About(NamedTuple):
    """What ranking wants of one document beside its terms' postings."""

    day: int  # since 1970 of the last post or review; 0 when nobody said
    helpful: int  # votes
    title_size: int  # terms at the beginning of the sequence
    is_solved: bool
    sequence: Codes  # its terms in order, as codes


def terms_of(document: Document) -> dict[str, list[str]]:
    """Return the terms of each field, in order, repeated as often as they occur.

    Answers are no part of the vocabulary: they are long, and quick to misspell.
    """
    language = document.language
    read = {name: readings(getattr(document, name), language) for name in _READ}
    read["lead"] = [each for each in read["body"] if each[0] < LEAD]
    found = {
        f"{name}_{language}": [term for _start, _word, term in read[name] if term]
        for name in TEXTS
    }
    said = {word for name in _SAID for _start, word, _term in read[name]}
    found[f"words_{language}"] = sorted(said)
    found[START_FIELD] = plain_words(document.title)
    found["key"] = [document.key]
    found["kind"] = [document.kind]
    found["language"] = [language]
    found["audience"] = [str(int(document.audience))]
    found["place"] = [document.place] if document.place else []
    found["state"] = [document.state] if document.state else []
    found["tag"] = [tag.lower().replace(" ", "-") for tag in document.tags]
    return found


_READ = ("title", "headings", "body", "accepted", "answers")  # the lead is in the body
_SAID = ("title", "body", "accepted")


@lru_cache(maxsize=100_000)
def code_of(term: str) -> int:
    """Return the number that stands for ``term`` in a sequence, never ``NOWHERE``."""
    return crc32(term.encode()) or 1


def packed(document: Document, found: dict[str, list[str]]) -> bytes:
    """Return the ``About`` of a document as bytes, out of its ``terms_of``."""
    parts = [found[f"{name}_{document.language}"] for name in _IN_ORDER]
    codes: list[int] = []
    for part in parts:
        codes += [*map(code_of, part), NOWHERE]
    day = document.dated.toordinal() - EPOCH if document.dated else 0
    head = _HEAD.pack(day, document.helpful, len(parts[0]), document.state == "solved")
    return head + np.array(codes[:LONGEST_SEQUENCE], np.uint32).tobytes()


_IN_ORDER = ("title", "body", "accepted", "answers")


def unpacked(stored: bytes) -> About:
    """Return what ``packed`` put into bytes."""
    if len(stored) < _HEAD.size:
        return About(0, 0, 0, is_solved=False, sequence=np.zeros(0, np.uint32))
    day, helpful, title_size, solved = _HEAD.unpack_from(stored)
    sequence = np.frombuffer(stored, np.uint32, offset=_HEAD.size)
    return About(day, helpful, title_size, bool(solved), sequence)
