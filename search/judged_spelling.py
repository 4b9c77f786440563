"""Judged spelling from files: what a corpus makes of slips, and of its own right titles."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from statistics import quantiles
from typing import TYPE_CHECKING

from search.judged import documents_of, lines_of
from search.language.analysis import readings, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from search.document import Document
    from search.engine import SearchEngine


@dataclass(frozen=True, slots=True)
class Pair:
    """What somebody typed, and what was meant; the title it stood in, if any."""

    typo: str
    correct: str
    title: str = ""


@dataclass(slots=True)
class Corpus:
    """What has to be known of documents beside their index."""

    titles: list[tuple[str, str]] = field(default_factory=list)  # with the language
    words: dict[str, set[str]] = field(default_factory=dict)  # by language

    def noted(self, file: Path) -> Iterator[Document]:
        """Yield the documents of ``file`` and note their titles and words."""
        for document, _created in documents_of(file):
            language = document.language
            self.titles.append((document.title, language))
            text = f"{document.title}\n{document.body}"
            known = self.words.setdefault(language, set())
            known.update(word for _start, word, _term in readings(text, language))
            yield document


@dataclass(slots=True)
class Tally:
    """How slips were put right, and the CPU time of each."""

    right: int = 0
    wrong: int = 0  # something else was suggested
    silent: int = 0  # nothing was
    cpu_ms: list[float] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.right + self.wrong + self.silent

    @property
    def accuracy(self) -> float:
        """The share that the first suggestion puts right."""
        return self.right / self.count if self.count else 0.0

    def note(self, *, is_right: bool, is_silent: bool, cpu_ms: float) -> None:
        self.right += is_right
        self.silent += is_silent and not is_right
        self.wrong += not is_silent and not is_right
        self.cpu_ms.append(cpu_ms)


def pairs_of(file: Path) -> Iterator[Pair]:
    """Yield pairs of JSON Lines {typo, correct, title?}.

    Raises:
        ValueError: a line is not as it has to be; says which.
    """
    for row in lines_of(file, "typo", "correct"):
        typo, correct = str(row["typo"]).lower(), str(row["correct"]).lower()
        yield Pair(typo, correct, str(row.get("title") or ""))


def judge_words(engine: SearchEngine, pairs: Iterable[Pair], language: str) -> Tally:
    """Put each slip right by itself."""
    tally = Tally()
    for pair in pairs:
        better, cpu_ms = _corrected(engine, pair.typo, language)
        tally.note(is_right=better == pair.correct, is_silent=not better, cpu_ms=cpu_ms)
    return tally


def judge_in_titles(engine: SearchEngine, pairs: Iterable[Pair], language: str) -> Tally:
    """Put whole titles right; one is when it has the right word in place of the slip."""
    tally = Tally()
    for pair in pairs:
        better, cpu_ms = _corrected(engine, pair.title, language)
        found = {word for _start, _end, word in words(better, language)}
        is_right = pair.correct in found and pair.typo not in found
        tally.note(is_right=is_right, is_silent=not better, cpu_ms=cpu_ms)
    return tally


def judge_titles(engine: SearchEngine, titles: Iterable[tuple[str, str]]) -> Tally:
    """Look for slips in titles as they stand; silence is right."""
    tally = Tally()
    for title, language in titles:
        better, cpu_ms = _corrected(engine, title, language)
        tally.note(is_right=not better, is_silent=not better, cpu_ms=cpu_ms)
    return tally


def _corrected(engine: SearchEngine, text: str, language: str) -> tuple[str, float]:
    start = time.process_time()
    better = engine.correct(text, language)
    return better, (time.process_time() - start) * 1000


def cpu_cuts(cpu_ms: list[float]) -> tuple[float, float]:
    """Return the time of the middle one and of the 95th of 100."""
    cuts = quantiles(cpu_ms, n=100) if len(cpu_ms) > 1 else cpu_ms * 99
    return (cuts[49], cuts[94]) if cuts else (0.0, 0.0)
