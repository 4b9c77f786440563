"""Measure "did you mean" on pairs of slips, and on titles that are right as they stand."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string
from tqdm import tqdm

from search.engine import EngineUnavailable
from search.judged_spelling import (
    Corpus,
    Pair,
    cpu_cuts,
    judge_in_titles,
    judge_titles,
    judge_words,
    pairs_of,
)
from search.language.analysis import LANGUAGES
from search.management.commands.evaluate_search import LINES

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from search.engine import SearchEngine

FILES = ("corpus.jsonl.gz", "corpus.jsonl")
WARM = "wrm"  # too short for anything but opening the dictionary


class Command(BaseCommand):
    help = (
        "Index the documents of each CORPUS folder (corpus.jsonl, maybe .gz) apart and"
        " print how many slips of PAIRS ({typo, correct, title?} a line) whose right word"
        " a document has are put right at the first suggestion, what share of the titles"
        " gets one all the same, and CPU times. The site's own index is left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corpus", type=Path, nargs="+", required=True, metavar="DIR")
        parser.add_argument("--pairs", type=Path, required=True)
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="of pairs")
        parser.add_argument(
            "--lines", choices=sorted(LINES), default="all", help="of pairs, by number"
        )
        parser.add_argument("--json", action="store_true", help="end with one JSON object")

    def handle(self, **options: Any) -> None:
        try:
            numbered = enumerate(pairs_of(options["pairs"]), start=1)
            chosen = LINES[options["lines"]]
            pairs = [pair for number, pair in numbered if number % 2 in chosen]
            figures = {
                folder.name: _measure(folder, pairs, options)
                for folder in options["corpus"]
            }
        except (OSError, ValueError, EngineUnavailable) as error:
            raise CommandError(str(error)) from error
        for name, values in figures.items():
            self.stdout.write(name)
            for what, value in values.items():
                self.stdout.write(f"  {what:<20} {value:.4f}")
        if options["json"]:
            self.stdout.write(json.dumps(figures))


def _measure(folder: Path, pairs: list[Pair], options: dict[str, Any]) -> dict[str, float]:
    is_quiet, corpus = options["verbosity"] == 0, Corpus()
    with TemporaryDirectory() as index:
        engine = import_string(settings.SEARCH_ENGINE)(Path(index))
        documents = corpus.noted(_file_of(folder))
        engine.rebuild(tqdm(documents, desc=folder.name, unit=" docs", disable=is_quiet))
        return _figures(engine, corpus, pairs, options["language"])


def _file_of(folder: Path) -> Path:
    """Return the documents of a folder.

    Raises:
        ValueError: there are none.
    """
    for name in FILES:
        if (folder / name).is_file():
            return folder / name
    raise ValueError(f"{folder} has no {' or '.join(FILES)}")


def _figures(
    engine: SearchEngine, corpus: Corpus, pairs: list[Pair], language: str
) -> dict[str, float]:
    known = corpus.words.get(language, set())
    fitting = [pair for pair in pairs if pair.correct in known]
    engine.correct(WARM, language)
    slips = judge_words(engine, fitting, language)
    in_titles = judge_in_titles(engine, [p for p in fitting if p.title], language)
    titles = judge_titles(engine, corpus.titles)
    p50, p95 = cpu_cuts(slips.cpu_ms + titles.cpu_ms)
    slips_p50, slips_p95 = cpu_cuts(slips.cpu_ms)
    return {
        "words": sum(map(len, corpus.words.values())),
        "pairs": slips.count,
        "accuracy@1": slips.accuracy,
        "silent": slips.silent,
        "pairs_in_titles": in_titles.count,
        "accuracy_in_titles": in_titles.accuracy,
        "titles": titles.count,
        "titles_suggested": 1 - titles.accuracy if titles.count else 0.0,
        "cpu_ms_p50": p50,
        "cpu_ms_p95": p95,
        "slips_cpu_ms_p50": slips_p50,
        "slips_cpu_ms_p95": slips_p95,
    }
