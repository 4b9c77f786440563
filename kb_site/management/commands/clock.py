"""The clock: does what is due, by enqueueing; the worker does the work."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand
from django.db import close_old_connections

import search.services
from kb_site import chores

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable

log = logging.getLogger(__name__)
MINUTE = 60
DAY = 24 * 60 * MINUTE


@dataclass
class Chore:
    """Something to do every so many seconds."""

    do: Callable[[], object]
    every_seconds: int
    due_at: float = 0.0


class Command(BaseCommand):
    help = "Run the periodic chores for ever; one clock per site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do everything once, then stop"
        )

    def handle(self, *, once: bool, **options: Any) -> None:
        plan = [
            Chore(search.services.sweep, 10),  # an index that was lost comes back soon
            Chore(chores.sweep, 5 * MINUTE),
            Chore(chores.escalate_due, 10 * MINUTE),
            Chore(chores.nightly, DAY),
        ]
        while True:
            for chore in plan:
                if chore.due_at <= time.monotonic():
                    self.run(chore)
            if once:
                return
            time.sleep(1)

    def run(self, chore: Chore) -> None:
        """Do one chore; a failure is logged and tried again at the next turn."""
        close_old_connections()
        try:
            chore.do()
        except Exception:
            log.exception("A chore failed: %s", chore.do.__name__)
        chore.due_at = time.monotonic() + chore.every_seconds
