"""The operator's door to checking the counts that lists show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand
from django.utils.translation import ngettext

from community.services import counting

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Compare the counts of threads and posts with the rows, and mend what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="mend nothing; 1 if any")

    def handle(self, *, check: bool, **options: Any) -> None:
        found = list(counting.differences())
        for each in found:
            self.stdout.write(str(each))
        if found and not check:
            counting.mend(found)
        said = ngettext("%(n)d difference.", "%(n)d differences.", len(found))
        self.stdout.write(said % {"n": len(found)})
        if found and check:
            raise SystemExit(1)
