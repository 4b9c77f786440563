"""Say whether the search index and the database agree, and mend it when asked to."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from search.engine import EngineBusy, EngineUnavailable, get_engine
from search.syncing import differences, index_batch, note
from search.tasks import attend, build_anew

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Set

    from search.syncing import Differences

MOST_NAMED = 10  # keys of each kind
TRIES = 30  # a second apart, while somebody else is writing


class Command(BaseCommand):
    help = "Compare the search index with the database; exit with 1 when they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair",
            action="store_true",
            help="mend the differences; build an index anew that cannot be read",
        )

    def handle(self, *, repair: bool, **options: Any) -> None:
        try:
            if repair:
                self.repair()
            found = self.compare()
        except EngineUnavailable as error:
            raise CommandError(
                "The index is missing, damaged or of an older version: the worker builds it"
                " anew, and so does --repair."
            ) from error
        except EngineBusy as error:
            raise CommandError(
                "Somebody else is writing the index all the time."
            ) from error
        if found.keys:
            raise CommandError("Index and database differ; --repair mends it.")

    def compare(self) -> Differences:
        engine = get_engine()
        if not engine.is_ready():
            raise EngineUnavailable
        found = differences()
        self.stdout.write(
            f"{engine.count()} documents in the index: {len(found.missing)} missing,"
            f" {len(found.stale)} stale, {len(found.left_over)} superfluous,"
            f" {len(found.misplaced)} with a wrong audience."
        )
        self.name("missing", found.missing)
        self.name("stale", found.stale)
        self.name("superfluous", found.left_over)
        self.name("wrong audience", found.misplaced)
        return found

    def name(self, what: str, keys: Set[str]) -> None:
        if keys:
            some = sorted(keys)[:MOST_NAMED]
            more = ["…"] if len(keys) > MOST_NAMED else []
            self.stdout.write(f"  {what}: {', '.join(some + more)}")

    def repair(self) -> None:
        """Do the worker's part at once; it may be what does not run."""
        if not get_engine().is_ready():
            self.stdout.write(f"Built anew with {build_anew()} documents.")
        if found := self.compare().keys:
            note(found)
            self.drain()

    def drain(self) -> None:
        for again in reversed(range(TRIES)):
            try:
                while keys := index_batch():
                    attend.enqueue(keys)
                    if get_engine().is_rebuilding():
                        raise EngineBusy  # what was done is to be done once more
            except EngineBusy:
                if not again:
                    raise
                time.sleep(1)
            else:
                return
