"""The operator's door to a member's data, for one who cannot sign in and asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError

from accounts import personal
from accounts.models import Member

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Write all that the site holds of a member into a zip that only you may read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--to", type=Path, required=True, help="the zip, a new file")

    def handle(self, *, username: str, to: Path, **options: Any) -> None:
        member = Member.objects.filter(username=username).first()
        if member is None:
            raise CommandError(f"There is no member {username}.")
        try:
            to.touch(mode=0o600, exist_ok=False)
        except FileExistsError as error:
            raise CommandError(f"{to} is there already.") from error
        with to.open("wb") as file:
            personal.write_archive(member, file)
        self.stdout.write(f"Written: {to} ({to.stat().st_size} bytes).")
