"""Build the search index from the database, while the old one goes on answering."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from search.engine import get_engine
from search.indexing import repair
from search.syncing import document_versions, documents


class Command(BaseCommand):
    help = "Build the search index anew; the old one is used until the new one is complete."

    def handle(self, *args: Any, **options: Any) -> None:
        total = len(document_versions())
        shown = tqdm(documents(), total=total, unit=" documents", disable=None)
        count = get_engine().rebuild(shown)
        found = repair()  # what changed while the new index was being built
        self.stdout.write(
            f"{count} documents in the index, {len(found.keys)} changed meanwhile."
        )
