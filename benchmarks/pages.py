"""Time the pages people wait for, on real content, through the whole stack.

Times are server time (middleware, view, templates) in one process; the machine's own speed
is printed beside them, so that runs can be compared.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import statistics
import time
from typing import TYPE_CHECKING

from benchmarks import FOLDER

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

QUERIES = 300
PAGES = 60
SEED = 7


def run(data: Path, options: Namespace) -> bool:
    """Measure and print; return whether every bound holds."""
    if options.fresh:
        (FOLDER / "db.sqlite3").unlink(missing_ok=True)
        for name in ("index", "media"):
            shutil.rmtree(FOLDER / name, ignore_errors=True)
    settle_in()
    import django

    django.setup()
    fill(data)
    return measure()


def settle_in() -> None:
    """Point Django at the benchmark's own database and index."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kb_site.settings"
    os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER / 'db.sqlite3'}"
    os.environ["SEARCH_INDEX_DIR"] = str(FOLDER / "index")
    os.environ["MEDIA_ROOT"] = str(FOLDER / "media")
    os.environ["CACHE_URL"] = "locmemcache://"
    os.environ["LIMIT_SEARCH"] = "1000000/60"
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ["ALLOWED_HOSTS"] = "testserver"
    os.environ.setdefault("SECRET_KEY", "bench")


def fill(data: Path) -> None:
    """Import the help centre in two languages and the forum, unless they are here."""
    from django.core.management import call_command

    from community.models import Thread

    call_command("migrate", verbosity=0)
    if Thread.objects.exists():
        return
    centres = data / "help-centres"
    call_command("import_articles", str(centres / "prestashop-en"), language="en")
    call_command("import_articles", str(centres / "prestashop-fr"), language="fr")
    forum = data / "forum" / "forum_thunderbird_2024.jsonl.gz"
    call_command("import_threads", str(forum), board="thunderbird")
    call_command("rebuild_index")


def two_words(titles: list[str]) -> list[str]:
    """Return two-word queries out of real titles, as people would shorten them."""
    chance = random.Random(SEED)
    pairs = []
    while len(pairs) < QUERIES:
        words = re.findall(r"[a-zA-Z]{4,}", chance.choice(titles))
        if len(words) >= 2:
            pairs.append(" ".join(chance.sample(words, 2)).lower())
    return pairs


def times(client, addresses: list[tuple[str, dict[str, str]]]) -> list[float]:
    """Return the milliseconds each address took; any answer but 200 stops the run."""
    taken = []
    for address, query in addresses:
        start = time.perf_counter()
        response = client.get(address, query)
        taken.append((time.perf_counter() - start) * 1000)
        assert response.status_code == 200, (address, response.status_code)
    return taken


def machine_ms() -> float:
    """Return how long a fixed piece of pure Python takes here, to compare runs by."""

    def work() -> float:
        start = time.perf_counter()
        sum(len(str(n)) for n in range(100_000))
        return (time.perf_counter() - start) * 1000

    return statistics.median(work() for _ in range(9))


def show(name: str, taken: list[float], bound: float, unit: float) -> bool:
    p50, p95 = (statistics.quantiles(taken, n=100)[place] for place in (49, 94))
    holds = p95 <= bound
    print(
        f"{name:<34} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   bound {bound:5.0f} ms   "
        f"p95/machine {p95 / unit:5.2f}   {'holds' if holds else 'MISSED'}"
    )
    return holds


def measure() -> bool:
    from django.contrib.auth.models import AnonymousUser
    from django.test import Client
    from django.urls import reverse

    from community.models import Board, Thread

    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    board = Board.objects.get(slug="thunderbird")
    titles = list(Thread.objects.filter(board=board).values_list("title", flat=True))
    queries = two_words(titles)
    search = reverse("search:results")
    times(client, [(search, {"q": query}) for query in queries[:20]])  # warm
    unit = machine_ms()
    print(f"{len(titles)} threads; machine {unit:.1f} ms")
    visible = Thread.objects.filter(board=board).visible_to(AnonymousUser())
    some = random.Random(SEED).sample(list(visible), PAGES)
    plan = [
        ("search, two words", 100, [(search, {"q": query}) for query in queries]),
        ("thread list", 60, [(board.get_absolute_url(), {})] * PAGES),
        ("thread", 100, [(thread.get_absolute_url(), {}) for thread in some]),
    ]
    # A list, so that every line is measured and shown even when an earlier one missed.
    held = [show(name, times(client, pages), bound, unit) for name, bound, pages in plan]
    return all(held)
