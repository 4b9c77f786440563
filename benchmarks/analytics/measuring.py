"""The night over a million searches and the staff's pages after it, on one database."""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.analytics.filling import DAYS, SEED, fill, fill_needs, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from django.test import Client

NIGHT = 300.0  # seconds at most
TOPICS = 60.0  # seconds at most, to group what a day of NEWS brought
PAGE = 300.0  # milliseconds at most, 95 of 100
WRITING = 2.0  # milliseconds at most, half of the searches
WRITTEN = 300  # searches
NEWS = 0.1  # of the searches are those of the last day
WARM, TIMES = 2, 10  # of each address
FIGURES = (
    "",
    "?days=7",
    "?days=90",
    "?days=28&language=fr",
    "?days=90&audience=0",
    "?place=section:3",
)
GAPS = (
    "",
    "?order=people",
    "?order=trend",
    "?state=all&p=4",
    "?q=mail",
    "?language=fr",
    "?audience=0",
    "?place=section:3&period=28",
    "?triage=no_article",
    "?owner=none",
)


def run(data: Path, events: int) -> bool:
    """Fill the database that Django is set up with, measure and print.

    Returns:
        Whether every bound holds.
    """
    from django.utils import timezone

    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    _prepare(data)
    typed = texts(data, random.Random(SEED))
    news = int(events * NEWS)
    start = time.perf_counter()
    first = today - timedelta(days=DAYS)
    fill(typed, events - news, first=first, days=DAYS - 1, seed=SEED)
    fill_needs(typed, first=first)
    _say(f"{events:,} searches, {len(typed):,} wordings", time.perf_counter() - start)
    return all([*_nights(typed, news, today), *_pages(), _writing(typed)])


def _prepare(data: Path) -> None:
    """Make the tables and a help centre, which the night asks what is near a gap."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    centres = data / "help-centres"
    for language in ("en", "fr"):
        folder = str(centres / f"prestashop-{language}")
        call_command("import_articles", folder, language=language, verbosity=0)
    call_command("rebuild_index", verbosity=0)


def _nights(typed: list, news: int, today: datetime) -> Iterator[bool]:
    from django.utils import timezone

    from kb_site.chores import nightly
    from search.gaps.refreshing import group_judged
    from search.totals import add_up

    _say("the first night, 90 days at once", _took(nightly))
    fill(typed, news, first=today - timedelta(days=1), days=1, seed=SEED + 1)
    _say(f"adding up and listing {news:,} new searches", _took(add_up))
    moment = timezone.now()
    grouping = _took(lambda: group_judged(now=moment))
    yield _holds(f"grouping {news:,} new searches", grouping, TOPICS, "s")
    before = _gaps()
    group_judged(now=moment)
    same = before == _gaps()
    print(f"  the same again: {'yes' if same else 'NO'}, {len(before):,} gaps", flush=True)
    yield _holds("the whole night", _took(nightly), NIGHT, "s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1024 if sys.platform != "darwin" else 1024**2
    print(f"  memory at most {memory / unit:,.0f} MB", flush=True)
    yield same


def _gaps() -> list[tuple]:
    from search.models import Gap

    names = ("pk", "title", "people", "searches", "failed", "threads", "tickets", "state")
    return list(Gap.objects.shown().order_by("pk").values_list(*names))


def _pages() -> Iterator[bool]:
    from django.test import Client
    from django.urls import reverse

    from accounts.models import Member

    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    staff = Member.objects.create_superuser("bench-staff@example.test", "Bench")
    client.force_login(staff)
    for name, address, queries in (
        ("figures", reverse("search_figures"), FIGURES),
        ("work list", reverse("gaps:index"), GAPS),
    ):
        taken = [one for query in queries for one in _times(client, address + query)]
        p50, p95 = (statistics.quantiles(taken, n=100)[place] for place in (49, 94))
        print(f"  {name}: p50 {p50:.0f} ms", flush=True)
        yield _holds(f"{name}, p95", p95, PAGE, "ms")


def _writing(typed: list) -> bool:
    """Measure what writing one search down costs whoever waits for its results."""
    from django.contrib.auth.models import AnonymousUser

    from search import log
    from search.visit import Visit

    def write(number: int) -> None:
        text = typed[number % len(typed)]
        event = log.record(
            text=text.words,
            language=text.language,
            reader=AnonymousUser(),
            visit=Visit(visitor=f"w{number}", session=f"w{number}"),
            source="page",
            found_before=text.finds,
            found_after=text.readable,
            shown=[],
            agent="Mozilla/5.0 (X11; Linux) Firefox/140.0",
        )
        assert event is not None

    taken = [1000 * _took(partial(write, number)) for number in range(WRITTEN)]
    p50, p95 = (statistics.quantiles(taken, n=100)[place] for place in (49, 94))
    print(f"  writing one search down: p95 {p95:.1f} ms", flush=True)
    return _holds("writing one search down, p50", p50, WRITING, "ms")


def _times(client: Client, address: str) -> list[float]:
    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    for _n in range(WARM):
        get()
    return [1000 * _took(get) for _n in range(TIMES)]


def _took(work: Callable[[], object]) -> float:
    """Return the seconds of ``work`` by the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _say(what: str, seconds: float) -> None:
    print(f"  {what}: {seconds:.1f} s", flush=True)


def _holds(what: str, figure: float, bound: float, unit: str) -> bool:
    word = "holds" if figure <= bound else "MISSED"
    print(f"  {what}: {figure:.1f} {unit}, at most {bound:.0f} {unit}: {word}", flush=True)
    return figure <= bound
