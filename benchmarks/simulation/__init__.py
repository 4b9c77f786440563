"""People with known troubles use the site through its HTTP door, to see the report right.

Nothing here imports search: the site is asked as people and staff ask it.
"""

from __future__ import annotations

import json
import sys
import tempfile
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.simulation import stage
from benchmarks.simulation.truth import MARK_PROOF, MARK_RANK, summary

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

SEEDS = 20  # of a whole bench; the figures that are quoted come from 200
AT_ONCE = 2  # processes


def run(_data: Path, options: Namespace) -> bool:
    """Play every seed in a new interpreter, whose Django nobody has set up yet.

    Returns:
        Whether both marks are met.
    """
    process = get_context("spawn").Process(target=_play, args=(options,))
    process.start()
    process.join()
    return process.exitcode == 0


def _play(options: Namespace) -> None:
    """Play and print; end with 1 when a mark is missed."""
    results = []
    for result in played(range(1, options.seeds + 1)):
        results.append(result)
        print(_line(result), flush=True)
        for proof in result["proofs"]:
            if not proof["right"]:
                print("    ", proof, flush=True)
    figures = summary(results)
    for name, value in figures.items():
        print(f"{name:<28} {value}")
    if options.json:
        print(json.dumps({"figures": figures, "seeds": results}))
    is_met = figures["spearman_mean"] >= MARK_RANK and figures["proofs_right"] >= MARK_PROOF
    sys.exit(0 if is_met else 1)


def played(seeds: range) -> Iterator[dict[str, Any]]:
    """Yield what came of each seed, each played in a process of its own, in order."""
    with tempfile.TemporaryDirectory(dir=stage.scratch()) as name:
        template = Path(name)
        stage.prepare(template)
        with get_context("fork").Pool(AT_ONCE, maxtasksperchild=1) as pool:
            yield from pool.imap(partial(stage.play, template=template), seeds)


def _line(result: dict[str, Any]) -> str:
    told = [f"{each['kind']}:{each['verdict']}" for each in result["proofs"]]
    return (
        f"seed {result['seed']:>3}  spearman {result['spearman']:.3f}"
        f"  {result['searches']} searches  {result['seconds']:.0f} s  {' '.join(told)}"
    )
