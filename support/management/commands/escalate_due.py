"""Hand over to support what nobody answered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from support import escalation, rules

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Hand over to support the questions nobody answered. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say which")
        parser.add_argument("--limit", type=int, help="threads at most by each rule")

    def handle(
        self, *, dry_run: bool, limit: int | None, verbosity: int, **options: Any
    ) -> None:
        swept = 0 if dry_run else escalation.sweep()
        threads = rules.escalate_due(limit=limit, dry_run=dry_run)
        if verbosity:
            for thread in threads:
                self.stdout.write(f"{thread.pk}\t{thread.asked_at:%Y-%m-%d}\t{thread}")
            done = "would be handed over" if dry_run else "handed over"
            self.stdout.write(f"{len(threads)} {done}, {swept} sent again.")
