"""Play a stream of questions as searches, with their times, and list what rose."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string
from tqdm import tqdm

from base.audience import Audience
from search import log, rising
from search.document import Card
from search.engine import EngineUnavailable, Query
from search.judged import documents_of, lines_of
from search.language.analysis import LANGUAGES
from search.models import SearchEvent
from search.noise.keeping import keep_out
from search.rising.weekly import monday_of, note_week
from search.visit import Visit

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator
    from datetime import date

    from search.document import Document
    from search.engine import SearchEngine

AGENT = "Mozilla/5.0 (replayed)"
MAX = "max"
SHOWN = 10


class Asked(NamedTuple):
    """One line of the stream."""

    at: datetime
    text: str


class Command(BaseCommand):
    help = (
        "Play the texts of FILE as searches, one person each, at their times, and print the"
        " rising words of each week. FILE is JSON Lines, maybe gzip: {ts, text} a line, in"
        " any order. The searches are written into the database, which must have none yet:"
        " give it one of its own by DATABASE_URL. The site's own index is left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--corpus", type=Path, help="documents, as evaluate_search")
        parser.add_argument(
            "--speed",
            default=MAX,
            help=f"seconds of the stream in a second, or {MAX}: as fast as it goes",
        )
        parser.add_argument("--language", choices=LANGUAGES, default="en")
        parser.add_argument("--limit", type=int, default=None, help="so many lines only")
        parser.add_argument("--json", action="store_true", help="end with one JSON object")

    def handle(self, **options: Any) -> None:
        if SearchEvent.objects.exists():
            raise CommandError(
                "This database has searches already, and they would be mixed. Give a new"
                " one: DATABASE_URL=sqlite:///replay.sqlite3 manage.py migrate, then again."
            )
        speed = _speed(options["speed"])
        try:
            asked = _asked(options["file"])[: options["limit"]]
            with TemporaryDirectory() as folder:
                engine = _engine(Path(folder), options["corpus"])
                weeks = self._play(asked, engine, speed, options)
        except (OSError, ValueError, EngineUnavailable) as error:
            raise CommandError(str(error)) from error
        self._tell(weeks, as_json=options["json"])

    def _play(
        self,
        asked: list[Asked],
        engine: SearchEngine,
        speed: float,
        options: dict[str, Any],
    ) -> list[date]:
        bar = tqdm(total=len(asked), unit=" searches", disable=options["verbosity"] == 0)
        pace = _Pace(asked[0].at, speed) if asked else None
        weeks = []
        for first, of_week in groupby(asked, key=lambda each: monday_of(each.at.date())):
            for number, each in enumerate(of_week):
                if pace:
                    pace.wait_for(each.at)
                _search(each, f"{first}/{number}", engine, options["language"])
                bar.update()
            for day in range(7):
                keep_out(first + timedelta(days=day))
            note_week(first, options["language"])
            weeks.append(first)
        return weeks

    def _tell(self, weeks: list[date], *, as_json: bool) -> None:
        told = {
            f"{first:%G-W%V}": [
                {
                    "title": row.title,
                    "words": row.words,
                    "people": row.people,
                    "usual": round(row.usual, 2),
                    "samples": row.samples,
                }
                for row in rising.of_week(first)
            ]
            for first in weeks
        }
        for week, rows in told.items():
            words = [f"{row['title']} ({row['people']})" for row in rows]
            self.stdout.write(f"{week}  {', '.join(words) or '–'}")
        if as_json:
            self.stdout.write(json.dumps(told))


class _Pace:
    """Waits so that the stream passes so many times faster than life."""

    def __init__(self, first: datetime, speed: float) -> None:
        self._first, self._speed = first, speed
        self._begun = time.monotonic()

    def wait_for(self, at: datetime) -> None:
        due = self._begun + (at - self._first).total_seconds() / self._speed
        time.sleep(max(0.0, due - time.monotonic()))


def _speed(said: str) -> float:
    try:
        speed = float("inf") if said == MAX else float(said)
    except ValueError:
        speed = 0.0
    if not speed > 0:
        raise CommandError(f"--speed {said}: give a number above 0, or {MAX}.")
    return speed


def _asked(file: Path) -> list[Asked]:
    rows = lines_of(file, "ts", "text")
    found = (Asked(_moment(row["ts"]), str(row["text"])) for row in rows)
    return sorted(found, key=lambda each: each.at)


def _moment(said: str) -> datetime:
    moment = datetime.fromisoformat(said.replace(" UTC", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _engine(folder: Path, corpus: Path | None) -> SearchEngine:
    engine: SearchEngine = import_string(settings.SEARCH_ENGINE)(folder)
    engine.rebuild(_documents(corpus))
    return engine


def _documents(corpus: Path | None) -> Iterator[Document]:
    if corpus:
        yield from (document for document, _created in documents_of(corpus))


def _search(asked: Asked, visitor: str, engine: SearchEngine, language: str) -> None:
    query = Query(text=asked.text, language=language, audience=Audience.PUBLIC, limit=SHOWN)
    found = engine.search(query)
    log.record(
        text=asked.text,
        language=language,
        reader=AnonymousUser(),
        visit=Visit(visitor=visitor, session=visitor),
        source=SearchEvent.Source.PAGE,
        found_before=found.total,
        found_after=found.total,
        shown=[_card(hit.key, language) for hit in found.hits],
        agent=AGENT,
        at=asked.at,
    )


def _card(key: str, language: str) -> Card:
    kind = key.partition(":")[0]
    return Card(key=key, kind=kind, language=language, title="", url="", text="")
