"""One engine measured: questions warm and cold, memory, and one document changed."""

from __future__ import annotations

import gc
import json
import re
import shutil
import time
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings

from benchmarks import search
from benchmarks.corpus import read
from benchmarks.questions import Question
from benchmarks.rivals import CHANGED, SLOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.document import Document

CHANGES = 20
ROUNDS = 3  # each question's time is the median of so many
SLOW_MOST = 20  # questions of each kind for slow engines
COMPARED = 40  # questions of each kind whose numbers of matches are compared
SLOW_COMPARED = 4
COLD = 60  # questions of each kind
MEGABYTE = 1024 * 1024


class Clocks(NamedTuple):
    """Milliseconds something took."""

    cpu: float  # of this process, all threads
    wall: float


def measure(name: str, size: str) -> dict[str, Any]:
    folder = search.FOLDER / size / name
    asked = {
        kind: [Question(**each) for each in questions]
        for kind, questions in json.loads(search.QUESTIONS.read_text()).items()
    }
    module = import_module(f"benchmarks.rivals.{name}")
    gc.collect()
    before = memory()
    rival = module.Rival(folder)
    rival.open()
    most, rounds = (SLOW_MOST, 1) if name in SLOW else (None, ROUNDS)
    warm = {kind: warmly(rival, some[:most], rounds) for kind, some in asked.items()}
    used = grown(before)
    return {
        "warm": {kind: [each.cpu for each in taken] for kind, taken in warm.items()},
        "wall": {kind: [each.wall for each in taken] for kind, taken in warm.items()},
        "memory": used,
        "found": found_by(rival, asked, SLOW_COMPARED if name in SLOW else COMPARED),
        **of_ours(rival, asked, before),
        **changed(module, folder, asked["title OR"]),
    }


def warmly(rival: Any, questions: Sequence[Question], rounds: int) -> list[Clocks]:
    """Return what each question takes when all of them were asked before."""
    if rounds > 1:
        for question in questions:
            rival.search(question)
    taken = [[timed(rival, each) for each in questions] for _round in range(rounds)]
    return [
        Clocks(*map(median, zip(*same, strict=True))) for same in zip(*taken, strict=True)
    ]


def timed(rival: Any, question: Question) -> Clocks:
    cpu, wall = time.process_time_ns(), time.perf_counter_ns()
    rival.search(question)
    return Clocks(
        (time.process_time_ns() - cpu) / 1e6, (time.perf_counter_ns() - wall) / 1e6
    )


def found_by(
    rival: Any, asked: dict[str, list[Question]], most: int
) -> dict[str, list[Any]]:
    """Return what all engines must agree on, whatever their order of results.

    Ours counts what another choice of a filter would give: of filtered questions only
    the totals are the same thing.
    """
    return {
        kind: [
            [answer.total, {} if question.kind else answer.counts]
            for question in questions[:most]
            for answer in [rival.search(replace(question, counted=True))]
        ]
        for kind, questions in asked.items()
    }


def of_ours(rival: Any, asked: dict[str, list[Question]], before: dict) -> dict[str, Any]:
    """Measure what only our engine has: its bounded cache and its dictionary."""
    if not hasattr(rival, "forget"):
        return {}
    cached = rival.cache_bytes / MEGABYTE
    rival.check_spelling(asked["title OR"][0])
    spelling = grown(before)
    cold = {}
    for kind, questions in asked.items():
        cold[kind] = []
        for question in questions[:COLD]:
            rival.forget()
            cold[kind].append(timed(rival, question).cpu)
    return {
        "cold": cold,
        "cached": cached,
        "may_cache": settings.SEARCH_MEMORY_MB,
        "memory_with_spelling": spelling,
    }


def changed(module: Any, folder: Path, questions: Sequence[Question]) -> dict[str, Any]:
    """Change documents one by one in a copy, and look for each until it is found."""
    copy = folder.with_name(f"{folder.name}{CHANGED}")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, symlinks=True)
    rival = module.Rival(copy)
    rival.open()
    for question in questions[:CHANGES]:
        rival.search(question)
    updates, after = [], []
    for number, document in enumerate(read(search.CORPUS, CHANGES)):
        updates.append(until_found(rival, document, f"changed{number}x"))
        after.append(timed(rival, questions[number]).cpu)
    return {
        "update": [each.wall for each in updates],
        "update_cpu": [each.cpu for each in updates],
        "after_update": after,
    }


def until_found(rival: Any, document: Document, word: str) -> Clocks:
    """Return what passes until a changed document is found by a new word."""
    start = Clocks(time.process_time() * 1000, time.perf_counter() * 1000)
    rival.update(replace(document, title=f"{document.title} {word}", version="2"))
    question = Question(words=word, every_word=True)
    while rival.search(question).keys != [document.key]:
        assert time.perf_counter() * 1000 - start.wall < 60_000, f"{document.key} is lost"
    return Clocks(
        time.process_time() * 1000 - start.cpu, time.perf_counter() * 1000 - start.wall
    )


def memory() -> dict[str, float]:
    """Return the megabytes this process holds for itself, and of files it has mapped."""
    status = Path("/proc/self/status").read_text()
    own, mapped = (
        int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024
        for name in ("RssAnon", "RssFile")
    )
    return {"own": own, "mapped": mapped}


def grown(before: dict[str, float]) -> dict[str, float]:
    gc.collect()
    return {name: value - before[name] for name, value in memory().items()}
