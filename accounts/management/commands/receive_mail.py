"""The door for a mail server that runs a program per mail."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand

from accounts.inbound import receive
from accounts.inbound.receiving import MAX_BYTES
from accounts.inbound.refusals import exit_code

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Take one answer by mail from standard input. Refused, its reason goes to "
        "standard error and the exit code (sysexits.h) makes the mail server return it."
    )
    requires_system_checks: list[str] = []  # a mail each: no time to look around

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="sender", help="of the envelope; '' for none")
        parser.add_argument("--to", action="append", default=[], help="of the envelope")

    def handle(self, *, sender: str | None, to: list[str], **options: Any) -> None:
        raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        try:
            receipt = receive(raw, envelope_from=sender, envelope_to=to)
        except Exception as error:
            # Whatever is wrong on our side, the mail server keeps the mail.
            self.stderr.write(f"Try again later: {type(error).__name__}")
            raise SystemExit(os.EX_TEMPFAIL) from error
        if receipt.why is not None:
            self.stderr.write(receipt.reason)
            raise SystemExit(exit_code(receipt.why))
