"""Build the search index from the database, while the old one goes on answering."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from search.engine import EngineBusy, EngineUnavailable
from search.indexing import repair
from search.syncing import document_versions
from search.tasks import build_anew


class Command(BaseCommand):
    help = "Build the search index anew; the old one is used until the new one is complete."

    def handle(self, *args: Any, **options: Any) -> None:
        total = len(document_versions())
        shown = partial(tqdm, total=total, unit=" documents", disable=None)
        try:
            count = build_anew(watched=shown)
        except EngineBusy as error:
            raise CommandError("The index is being built by somebody else.") from error
        except EngineUnavailable as error:
            raise CommandError(f"The index cannot be written: {error.__cause__}") from error
        found = repair()  # what changed while the new index was being built
        self.stdout.write(
            f"{count} documents in the index, {len(found.keys)} changed meanwhile."
        )
