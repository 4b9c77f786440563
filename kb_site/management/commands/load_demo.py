"""Fill an empty site with Boutik's help centre."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.utils import timezone
from tqdm import tqdm

import search.services
from accounts.models import Member
from kb_site import demo

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Play the demo's files into an empty site; refuses when anybody is here already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", default=str(settings.BASE_DIR / "demo"))

    def handle(self, *, folder: str, verbosity: int, **options: Any) -> None:
        if Member.objects.exists():
            raise CommandError(
                "There are members here already. The demo goes into an empty site only: "
                "point DATABASE_URL at a new database and run migrate first."
            )
        playback = demo.Playback(
            folder=settings.BASE_DIR / folder,
            now=timezone.now(),
            password=settings.DEMO_PASSWORD,
        )
        try:
            self.load(playback, verbosity)
        except demo.DemoError as error:
            raise CommandError(str(error)) from error

    def load(self, playback: demo.Playback, verbosity: int) -> None:
        bar = partial(tqdm, disable=True if verbosity == 0 else None, leave=False)
        demo.load_members(playback)
        demo.give_trust(playback)
        demo.load_boards(playback)
        demo.load_articles(playback, verbosity=verbosity)
        demo.plan_threads(playback)
        demo.plan_requests(playback)
        demo.plan_rule(playback)
        demo.plan_safety(playback)
        playback.play(partial(bar, desc="What happened", unit=" events"))
        call_command("rebuild_index", verbosity=0)
        demo.plan_searches(playback)
        demo.plan_curating(playback)
        playback.play(partial(bar, desc="What people searched", unit=" searches"))
        search.services.refresh_gaps()
        demo.load_teaching(playback)
