"""What the engines are asked: real stories and titles, alone, filtered and counted."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from base.audience import Audience
from benchmarks.corpus import SEED, WORD, lines, plain
from search.language.analysis import query_terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from search.document import Document

FACETS = ("kind", "place")
STORY = 30  # words of what people tell before they ask
SHORTEST, LONGEST = 6, 12  # words of a question's title
FRENCH = 4  # one story of so many is in French


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One search; plain words, so that every engine reads it alike."""

    words: str
    every_word: bool = False  # or any
    kind: str = ""  # these three together or none of them
    place: str = ""
    language: str = ""
    audience: Audience = Audience.STAFF  # the reader's ceiling
    counted: bool = False  # by ``FACETS``


def questions(
    data: Path, documents: Sequence[Document], count: int
) -> dict[str, list[Question]]:
    """Return ``count`` questions of each kind, the same for every engine and size."""
    chance = random.Random(SEED)
    asked = [Question(words=text) for text in titles(data, count, chance)]
    where = [chance.choice(documents) for _each in asked]
    return {
        "long OR": [Question(words=text) for text in stories(data, count, chance)],
        "title OR": asked,
        "short AND": [
            Question(words=pair, every_word=True)
            for pair in pairs(documents, count, chance)
        ],
        "filtered": [within(each, one) for each, one in zip(asked, where, strict=True)],
        "facetted": [replace(each, counted=True) for each in asked],
    }


def within(question: Question, document: Document) -> Question:
    """Return ``question`` asked where ``document`` stands, by a member."""
    return replace(
        question,
        kind=document.kind,
        place=document.place,
        language=document.language,
        audience=Audience.MEMBERS,
    )


def titles(data: Path, count: int, chance: random.Random) -> list[str]:
    asked = lines(data / "queries" / "question_stream_2023_2024.jsonl.gz")
    texts = {" ".join(WORD.findall(line["text"])) for line in asked}
    fitting = [text for text in texts if SHORTEST <= len(text.split()) <= LONGEST]
    return chance.sample(sorted(fitting), count)


def stories(data: Path, count: int, chance: random.Random) -> list[str]:
    """Return how people begin to tell what happened to them, title included."""
    forum = data / "forum"
    english = beginnings(forum / "forum_thunderbird_2024.jsonl.gz", "body_html")
    french = beginnings(forum / "french_questions_2020_2024.jsonl.gz", "body")
    some = chance.sample(french, count // FRENCH)
    found = some + chance.sample(english, count - len(some))
    chance.shuffle(found)
    return found


def beginnings(file: Path, body: str) -> list[str]:
    told = (WORD.findall(plain(f"{line['title']} {line[body]}")) for line in lines(file))
    return [" ".join(words[:STORY]) for words in told if len(words) >= STORY]


def pairs(documents: Sequence[Document], count: int, chance: random.Random) -> list[str]:
    """Return two words each of a title, as people would shorten it."""
    found: list[str] = []
    while len(found) < count:
        title = chance.choice(documents).title
        words = [
            word
            for word in WORD.findall(title)
            if word.isalpha() and query_terms(word, "en")
        ]
        if len(words) > 1:
            found.append(" ".join(chance.sample(words, 2)))
    return found
