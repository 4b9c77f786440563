"""Measure the ranking on judged searches: of files, or those saved on this site."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string
from tqdm import tqdm

from search.engine import EngineUnavailable, get_engine
from search.judged import documents_of, judge, queries_of
from search.measures import averages
from search.saved import judged_searches, standing
from search.weights import changed, current_weights

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from search.judged import Judged, JudgedQuery
    from search.weights import Weights

LINES = {"all": {0, 1}, "even": {0}, "odd": {1}}


class Command(BaseCommand):
    help = (
        "Rank the documents of CORPUS for each of QUERIES and print how well that fits the"
        " judgements. Both are JSON Lines, maybe gzip: {id, lang, title, body, created?}"
        " and {query, lang, relevant: [id], before?}. The site's own index is left alone."
        " With --saved, the site's own index is measured by the judgements of the lab."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corpus", type=Path)
        parser.add_argument("--queries", type=Path)
        parser.add_argument(
            "--saved", action="store_true", help="judgements saved in the lab, no files"
        )
        parser.add_argument(
            "--lines", choices=sorted(LINES), default="all", help="by number"
        )
        parser.add_argument("--weights", default="", help="name=number,… to try")
        parser.add_argument("--json", action="store_true", help="end with one JSON object")

    def handle(self, **options: Any) -> None:
        corpus, queries = options["corpus"], options["queries"]
        weights = _weights(options["weights"])
        if options["saved"] == bool(corpus or queries) or bool(corpus) != bool(queries):
            raise CommandError("Give --corpus and --queries, or --saved alone.")
        try:
            judged = (
                _judge_saved(weights, options)
                if options["saved"]
                else _judge(corpus, _chosen(queries, options["lines"]), weights, options)
            )
        except (OSError, ValueError, EngineUnavailable) as error:
            raise CommandError(str(error)) from error
        if not judged:
            raise CommandError(f"{queries}: no query in it has a document of {corpus}")
        figures = _figures(judged)
        for name, value in figures.items():
            self.stdout.write(f"{name:<12} {value:.4f}")
        if options["json"]:
            self.stdout.write(json.dumps(figures))


def _weights(changes: str) -> Weights:
    pairs = [pair.partition("=")[::2] for pair in changes.split(",") if pair]
    try:
        return changed(current_weights(), dict(pairs))
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error


def _chosen(file: Path, lines: str) -> list[JudgedQuery]:
    numbered = enumerate(queries_of(file), start=1)
    return [query for number, query in numbered if number % 2 in LINES[lines]]


def _judge(
    corpus: Path, queries: list[JudgedQuery], weights: Weights, options: dict[str, Any]
) -> list[Judged]:
    is_quiet = options["verbosity"] == 0
    created: dict[str, str] = {}

    def noted() -> Any:
        for document, moment in tqdm(documents_of(corpus), unit=" docs", disable=is_quiet):
            created[document.key] = moment
            yield document

    with TemporaryDirectory() as folder:
        engine = import_string(settings.SEARCH_ENGINE)(Path(folder))
        engine.rebuild(noted())
        known = [query for query in queries if query.relevant & created.keys()]
        return [
            judge(engine, query, created, weights)
            for query in tqdm(known, unit=" queries", disable=is_quiet)
        ]


def _judge_saved(weights: Weights, options: dict[str, Any]) -> list[Judged]:
    if not get_engine().is_ready():
        raise CommandError("There is no index to measure. Run manage.py rebuild_index.")
    numbered = enumerate(standing(), start=1)
    rows = [row for number, row in numbered if number % 2 in LINES[options["lines"]]]
    if not rows:
        raise CommandError(
            "No judgement to measure by: none is saved, or their pages are gone. Search in"
            " the lab of the staff pages, tick what is right and save it."
        )
    bar = tqdm(rows, unit=" queries", disable=options["verbosity"] == 0)
    return list(judged_searches(bar, weights))


def _figures(judged: list[Judged]) -> dict[str, float]:
    times = [each.cpu_ms for each in judged]
    cuts = quantiles(times, n=100) if len(times) > 1 else times * 99
    return {
        "queries": len(judged),
        **averages(each.measures for each in judged),
        "cpu_ms_p50": cuts[49],
        "cpu_ms_p95": cuts[94],
    }
