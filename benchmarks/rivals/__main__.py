"""Build one engine's index or measure it, in a process of its own: the parent reads JSON.

python -m benchmarks.rivals build ours 10k
python -m benchmarks.rivals measure ours 10k
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from importlib import import_module

from benchmarks import pages, search
from benchmarks.corpus import SIZES, read
from benchmarks.rivals.common import texts_of

ANALYSED = 5_000  # documents, to say what part of the indexing is analysis


def build(name: str, size: str) -> dict:
    """Index the corpus unless that is done; return what it took then."""
    rival = import_module(f"benchmarks.rivals.{name}").Rival
    folder = search.FOLDER / size / name
    noted = folder.with_suffix(".json")
    if (
        noted.exists()
        and (known := json.loads(noted.read_text()))["format"] == rival.format
    ):
        return known
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    documents = read(search.CORPUS, SIZES[size])
    analysis = seconds(lambda: [texts_of(each) for each in documents[:ANALYSED]])
    took = seconds(lambda: rival(folder).build(documents))
    found = {
        "format": rival.format,
        "docs_per_second": len(documents) / took,
        "analysed_per_second": min(ANALYSED, len(documents)) / analysis,
        "bytes": sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()),
    }
    noted.write_text(json.dumps(found))
    return found


def seconds(work) -> float:
    """Return the CPU seconds of this process, all threads, that ``work`` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    verb, name, size = sys.argv[1:4]
    pages.settle_in()
    import django

    django.setup()
    if verb == "build":
        found = build(name, size)
    else:
        from benchmarks.rivals.measuring import measure

        found = measure(name, size)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
