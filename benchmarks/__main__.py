"""Measure the pages people wait for, the search engine and the night, on real content.

    make bench                                 # all; needs ENTRAIDE_DATA
    make bench ARGS="pages"
    make bench ARGS="search --sizes 10k,50k --rivals ours,tantivy --json"
    make bench ARGS="analytics --databases sqlite"
    make bench ARGS="simulation --seeds 200 --json"
    make bench ARGS="waiting"
    make bench ARGS="--fresh"                  # import and index everything anew

The corpora and indexes are kept in var/bench. Building and measuring it all takes about
two hours once; ``--sizes 10k`` takes three minutes.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from benchmarks import analytics, pages, search, simulation, waiting
from benchmarks.analytics import DATABASES
from benchmarks.corpus import SIZES
from benchmarks.rivals import NAMES

PARTS = {
    "pages": pages.run,
    "search": search.run,
    "analytics": analytics.run,
    "simulation": simulation.run,
    "waiting": waiting.run,
}


def listed(known):
    """Return a reader of comma-separated names, each of ``known``."""

    def names(text: str) -> list[str]:
        found = text.split(",")
        if unknown := [name for name in found if name not in known]:
            raise argparse.ArgumentTypeError(f"{unknown}: choose from {', '.join(known)}")
        return found

    return names


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("part", nargs="?", choices=list(PARTS), help="or all of them")
    parser.add_argument("--fresh", action="store_true", help="build everything anew")
    parser.add_argument("--sizes", type=listed(SIZES), default=list(SIZES))
    parser.add_argument("--rivals", type=listed(NAMES), default=list(NAMES))
    parser.add_argument("--queries", type=int, default=search.QUERIES, help="of each kind")
    parser.add_argument("--databases", type=listed(DATABASES), default=list(DATABASES))
    parser.add_argument("--events", type=int, default=analytics.EVENTS, help="searches")
    parser.add_argument("--seeds", type=int, default=simulation.SEEDS)
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    folder = os.environ.get("ENTRAIDE_DATA")
    if not folder:
        print("make bench measures on real content: set ENTRAIDE_DATA to its folder.")
        return 2
    chosen = [options.part] if options.part else list(PARTS)
    # A list, so that every part is measured and shown even when an earlier one missed.
    held = [PARTS[name](Path(folder), options) for name in chosen]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
