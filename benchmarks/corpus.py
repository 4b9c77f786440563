"""Passages of real help articles and forum threads, cut alike each time, and questions."""

from __future__ import annotations

import gzip
import html
import json
import random
import re
from dataclasses import asdict
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from base.audience import Audience
from search.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZES = {"10k": 10_000, "50k": 50_000, "167k": 167_000}
WORDS = 72  # of a passage
STEP = 28  # from one passage's beginning to the next: they overlap, to be enough
SHORTEST = 12
SEED = 7
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
TAG = re.compile(r"<[^>]+>")
ADDRESS = re.compile(r"\]\([^)]*\)")

# Who may read the documents, in hundredths; the rest is for everybody.
RESTRICTED = [(3, Audience.STAFF), (8, Audience.MERCHANTS), (18, Audience.MEMBERS)]


def lines(file: Path) -> Iterator[dict]:
    with gzip.open(file, "rt", encoding="utf-8") as text:
        yield from map(json.loads, text)


def plain(markup: str) -> str:
    return html.unescape(TAG.sub(" ", ADDRESS.sub("]", markup or "")))


def articles(data: Path) -> Iterator[tuple[str, dict]]:
    """Yield each article's text and what its passages share."""
    for line in lines(data / "articles" / "kb_businesscentral_en_fr.jsonl.gz"):
        place = (line.get("category") or ["other"])[0]
        yield (
            plain(line["markdown"]),
            {
                "kind": "article",
                "language": line["lang"],
                "title": line["title"],
                "place": f"section:{slug(place)}",
            },
        )


def threads(data: Path) -> Iterator[tuple[str, dict]]:
    """Yield each thread's question and answers as one text, and what its passages share."""
    for name in ("thunderbird_2024", "beer_stackexchange"):
        for line in lines(data / "forum" / f"forum_{name}.jsonl.gz"):
            answers = [plain(answer["body_html"]) for answer in line["answers"]]
            yield "\n".join([plain(line["body_html"]), *answers]), shared(line, name)
    for line in lines(data / "search" / "similar-threads-en" / "corpus.jsonl.gz"):
        yield line["body"], shared(line, "earlier")


def shared(line: dict, forum: str) -> dict:
    is_solved = line.get("is_solved") or line.get("accepted_answer_id")
    state = "answered" if line.get("answers") else "unanswered"
    created = line.get("created", "")[:10]
    return {
        "kind": "thread",
        "language": "en",
        "title": plain(line["title"]),
        "place": f"board:{slug(line.get('topic') or forum)}",
        "state": "solved" if is_solved else state,
        "helpful": min(int(line.get("votes") or line.get("score") or 0), 999),
        "dated": date.fromisoformat(created) if created else None,
    }


def slug(name: str) -> str:
    return "-".join(WORD.findall(name.lower()))


def passages(data: Path) -> Iterator[Document]:
    chance = random.Random(SEED)
    number = 0
    for source in (articles, threads):
        for text, same in source(data):
            words = text.split()
            for start in range(0, max(len(words) - SHORTEST, 1), STEP):
                number += 1
                yield Document(
                    key=f"{same['kind']}:{number}",
                    body=" ".join(words[start : start + WORDS]),
                    audience=audience(chance.randrange(100)),
                    version="1",
                    **same,
                )


def audience(hundredth: int) -> Audience:
    return next((step for most, step in RESTRICTED if hundredth < most), Audience.PUBLIC)


def write(data: Path, file: Path) -> None:
    """Write the largest corpus in an order of chance; the others are its beginning."""
    found = list(passages(data))
    most = max(SIZES.values())
    assert len(found) >= most, f"{len(found)} passages, {most} are needed"
    random.Random(SEED).shuffle(found)
    file.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(file, "wt", encoding="utf-8", compresslevel=3) as text:
        for document in found[:most]:
            text.write(json.dumps(asdict(document), default=str) + "\n")


def read(file: Path, count: int) -> list[Document]:
    return [document(line) for line in islice(lines(file), count)]


def document(line: dict) -> Document:
    dated = date.fromisoformat(line["dated"]) if line["dated"] else None
    line |= {"audience": Audience(int(line["audience"])), "dated": dated}
    return Document(**{**line, "tags": tuple(line["tags"])})
