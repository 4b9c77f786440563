"""Say whether the search index and the database agree, and mend it when asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from search.engine import get_engine
from search.indexing import repair
from search.syncing import differences

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Compare the search index with the database; exit with 1 when they differ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="have the worker mend the differences"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = repair() if options["repair"] else differences()
        self.stdout.write(
            f"{get_engine().count()} documents in the index: {len(found.missing)} missing,"
            f" {len(found.stale)} stale, {len(found.left_over)} left over."
        )
        if found.keys:
            noted = " Noted for the worker." if options["repair"] else ""
            raise CommandError(f"Index and database differ.{noted}")
