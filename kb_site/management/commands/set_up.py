"""Bring a site from nothing, or from an older version, to where it can be started."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command

from accounts.models import Member
from articles.services import root_for
from kb_site.messages import compile_all
from search.engine import get_engine

if TYPE_CHECKING:
    from argparse import ArgumentParser

DEMO_PEOPLE = [
    ("nadia", "a merchant"),
    ("daniel", "a customer"),
    ("david", "support staff"),
    ("claire", "support staff, in French"),
    ("victor", "a moderator"),
]


def collect_static_files() -> None:
    """Collect and compress what the browser gets, unless nothing of it has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".sources"
    sources = fingerprint()
    if stamp.is_file() and stamp.read_text() == sources:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(sources)


def fingerprint() -> str:
    """Return what changes whenever a static file is added, removed or written anew."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()


class Command(BaseCommand):
    help = "Migrate, compile translations, collect static files. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="load the demo if nobody is here yet"
        )

    def handle(self, *, demo: bool, **options: Any) -> None:
        settings.VAR_DIR.mkdir(exist_ok=True)
        compile_all()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        collect_static_files()
        for language, _name in settings.LANGUAGES:
            root_for(language)
        if demo and not Member.objects.exists():
            self.stdout.write("Loading the demo …")
            call_command("load_demo")
        if not get_engine().is_ready():
            call_command("rebuild_index")
        self.greet()

    def greet(self) -> None:
        """Say where the site is and who can sign in."""
        self.stdout.write(self.style.SUCCESS(f"\nEntraide is at {settings.SITE_URL}"))
        password = settings.DEMO_PASSWORD
        if password and Member.objects.filter(email__endswith="@boutik.example").exists():
            self.stdout.write(f"Sign in with the password {password} as")
            for username, role in DEMO_PEOPLE:
                self.stdout.write(f"  {username}@boutik.example  ({role})")
            self.stdout.write(f"Staff pages: {settings.SITE_URL}/admin/")
        self.stdout.write("Mail is printed here. Stop with Ctrl-C.\n")
