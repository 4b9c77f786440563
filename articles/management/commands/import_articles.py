"""The operator's door to the import of a folder of Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importers.markdown_folder import ImportProblem, Report, import_folder

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Import a folder of Markdown as GitBook or Docusaurus keep it. Safe to repeat: "
        "what has not changed stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("folder", type=Path)
        parser.add_argument("--language", choices=languages, required=True)
        parser.add_argument("--section", default="", help="title; made if missing")
        parser.add_argument(
            "--pair-with",
            choices=languages,
            default="",
            help="pages of the same path in this language become translations",
        )
        parser.add_argument(
            "--source-name",
            default="",
            help="what this folder is called at the next import",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def handle(
        self, *, folder: Path, dry_run: bool, verbosity: int, **options: Any
    ) -> None:
        try:
            report = import_folder(
                folder=folder,
                language=options["language"],
                section=options["section"],
                pair_with=options["pair_with"],
                source_name=options["source_name"],
                is_rehearsal=dry_run,
                show_progress=verbosity > 0,
            )
        except ImportProblem as problem:
            raise CommandError(str(problem.finding)) from problem
        if verbosity:
            self.tell(report, is_rehearsal=dry_run)
        if count := len(report.errors):
            message = ngettext(
                "%(n)d error; what it is about was not imported.",
                "%(n)d errors; what they are about was not imported.",
                count,
            )
            raise CommandError(message % {"n": count})

    def tell(self, report: Report, *, is_rehearsal: bool) -> None:
        """Print what a person should look at, then the counts."""
        for heading, lines in report.details():
            if lines:
                self.stdout.write(self.style.MIGRATE_HEADING(f"\n{heading}"))
                for line in lines:
                    self.stdout.write(f"  {line}")
        if is_rehearsal:
            self.stdout.write(_("\nA rehearsal: nothing was written. It would be:"))
        self.stdout.write("")
        for name, count in report.counts():
            self.stdout.write(f"{count:6d} {name}")
