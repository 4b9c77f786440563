"""The operator's measure of the parser of replies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError

from accounts.inbound import evaluation

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Print which share of the mails in FILE (JSON Lines: email, kind, expected_reply) "
        "gives exactly the expected text, blanks at line ends and blank lines around it "
        "aside; a line that says so is compared without any blanks."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="one object, last line")

    def handle(self, *, file: Path, json: bool, verbosity: int, **options: Any) -> None:
        try:
            cases = evaluation.read(file)
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{file}: {error}") from error
        if verbosity > 1:
            for case in cases:
                self.tell(case)
        self.sum_up(cases, as_json=json)

    def tell(self, case: evaluation.Case) -> None:
        if not case.is_exact:
            self.stdout.write(f"line {case.number} ({case.name})")
            self.stdout.write(f"  expected {case.expected!r}\n  got      {case.got!r}")

    def sum_up(self, cases: list[evaluation.Case], *, as_json: bool) -> None:
        even = [case for case in cases if case.number % 2 == 0]
        odd = [case for case in cases if case.number % 2]
        figures = {
            "exact": evaluation.share_exact(cases),
            "exact_even": evaluation.share_exact(even),
            "exact_odd": evaluation.share_exact(odd),
            "mails": len(cases),
            "unlabelled": sum(case.expected is None for case in cases),
        }
        if as_json:
            self.stdout.write(json.dumps(figures))
            return
        for name, value in figures.items():
            text = f"{value:.3f}" if isinstance(value, float) else str(value)
            self.stdout.write(f"{name:12}{text}")
