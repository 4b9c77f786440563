"""Our engine beside stock Whoosh, tantivy and SQLite FTS5: the same work, in one run."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from benchmarks import FOLDER as ALL
from benchmarks import ROOT, report
from benchmarks.corpus import SIZES, read, write
from benchmarks.pages import machine_ms
from benchmarks.questions import questions
from benchmarks.rivals import CHANGED

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

FOLDER = ALL / "engines"
CORPUS = FOLDER / "corpus.jsonl.gz"
QUESTIONS = FOLDER / "questions.json"
QUERIES = 200  # of each kind


def run(data: Path, options: argparse.Namespace) -> bool:
    """Build what is missing, measure, print; return whether every aim holds."""
    if options.fresh:
        shutil.rmtree(FOLDER, ignore_errors=True)
    prepare(data, options.queries)
    found: dict[str, dict[str, Any]] = {}
    for size in options.sizes:
        found[size] = {name: of(name, size) for name in options.rivals}
        report.table(size, found[size])
    print(f"\nmachine {machine_ms():.1f} ms; CPU time of the process, all threads")
    holds = report.ratios(found)
    if options.json:
        print(json.dumps(without_answers(found)))
    return holds


def prepare(data: Path, count: int) -> None:
    """Cut the corpus, once, and choose the questions, alike each time."""
    if not CORPUS.exists():
        say("cutting the passages")
        write(data, CORPUS)
    chosen = questions(data, read(CORPUS, min(SIZES.values())), count)
    QUESTIONS.write_text(
        json.dumps({kind: [asdict(each) for each in some] for kind, some in chosen.items()})
    )


def of(name: str, size: str) -> dict[str, Any]:
    """Build and measure one engine, each in a process of its own."""
    say(f"{size} {name}: indexing")
    built = child("build", name, size)
    say(f"{size} {name}: searching")
    measured = child("measure", name, size)
    # Here and not in the child: tantivy's threads merge there as long as it lives.
    shutil.rmtree(FOLDER / size / f"{name}{CHANGED}", ignore_errors=True)
    return built | measured


def child(*words: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.rivals", *words],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    return json.loads(done.stdout.splitlines()[-1])


def say(what: str) -> None:
    print(f"  … {what}", file=sys.stderr, flush=True)


def without_answers(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        size: {
            name: {key: value for key, value in one.items() if key != "found"}
            for name, one in rivals.items()
        }
        for size, rivals in found.items()
    }
