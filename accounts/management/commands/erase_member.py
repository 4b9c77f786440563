"""The operator's door to erasing a member who asks for it and cannot sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from accounts import personal
from accounts.models import Member

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Erase a member for good; their public messages stay, by a former member."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--yes", action="store_true", help="do it; else only say what")

    def handle(self, *, username: str, yes: bool, **options: Any) -> None:
        member = Member.objects.filter(username=username).first()
        if member is None:
            raise CommandError(f"There is no member {username}.")
        if not yes:
            raise CommandError(f"This erases {member.name} for good. Add --yes to do it.")
        try:
            member = personal.erase(member=member)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        self.stdout.write(f"Erased: {username} is {member.username} now.")
