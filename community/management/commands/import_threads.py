"""The operator's door to the import of another forum's threads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.importing import Report, UnreadableFile, import_threads

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Import the threads of another forum: JSON Lines, plain or gzip, one thread per "
        "line. Safe to repeat: what is there already stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--board", required=True, help="its address; made if missing")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def handle(
        self, *, file: Path, board: str, dry_run: bool, verbosity: int, **options: Any
    ) -> None:
        try:
            validate_slug(board)
            report = import_threads(
                file=file,
                board_slug=board,
                is_rehearsal=dry_run,
                show_progress=verbosity > 0,
            )
        except ValidationError as error:
            raise CommandError(f"--board {board}: {error.messages[0]}") from error
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        self.tell(report, is_rehearsal=dry_run)
        if count := len(report.skipped):
            message = ngettext(
                "%(n)d line was skipped.", "%(n)d lines were skipped.", count
            )
            raise CommandError(message % {"n": count})

    def tell(self, report: Report, *, is_rehearsal: bool) -> None:
        for line in report.skipped:
            self.stderr.write(line)
        if is_rehearsal:
            self.stdout.write(_("A rehearsal: nothing was written. It would be:"))
        rows = (
            (_("threads"), report.threads_created, report.threads_unchanged),
            (_("answers"), report.answers_created, report.answers_unchanged),
            (_("accepted"), report.accepted_created, report.accepted_unchanged),
        )
        for name, created, unchanged in rows:
            counts = {"name": name, "created": created, "unchanged": unchanged}
            self.stdout.write(
                _("%(name)s: %(created)d created, %(unchanged)d unchanged") % counts
            )
        self.stdout.write(_("skipped lines: %(n)d") % {"n": len(report.skipped)})
