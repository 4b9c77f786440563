"""What happens behind the pages: staff read the report and publish; nights pass."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from benchmarks.simulation.site import AGENT, BOARD

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.simulation.world import Unit


def build(folder: Path, units: list[Unit]) -> None:
    """Make the board, and import the guides that are there from the start."""
    from accounts.roles import ensure_groups
    from community.models import Board

    ensure_groups()
    Board.objects.create(slug=BOARD, title_en="Your shop", title_fr="Votre boutique")
    for language in ("en", "fr"):
        place = folder / language
        place.mkdir(parents=True)
        lines = ["# Summary", ""]
        for number, unit in enumerate(each for each in units if each.language == language):
            told = "\n\n".join(f"{text.capitalize()}: see below." for text in unit.texts)
            (place / f"{number}.md").write_text(f"# {unit.page}\n\n{told}\n")
            lines.append(f"* [{unit.page}]({number}.md)")
        (place / "SUMMARY.md").write_text("\n".join(lines) + "\n")
        call_command("import_articles", str(place), language=language, verbosity=0)
    call_command("rebuild_index", verbosity=0)


def report() -> list[dict[str, str]]:
    """Return the gap report as staff save it."""
    page = _browser().get(reverse("gaps:index"), {"state": "all", "as": "csv"})
    return list(csv.DictReader(io.StringIO(page.content.decode())))


def publish(number: int, unit: Unit) -> None:
    """Draft the article of a gap from the report, write it and publish it."""
    from articles.models import ArticlePage

    _browser().post(reverse("articles:draft", args=[number]))
    article = ArticlePage.objects.latest("pk")
    article.title = unit.article
    article.body = _body(unit)
    article.save_revision().publish()
    work()


def night() -> None:
    """Do what the clock does by night."""
    from kb_site.chores import nightly

    work()
    nightly()
    work()


def work() -> None:
    """Let the worker do what waits, and forget what a while would have made old."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    for cache in caches.all():
        cache.clear()


def _body(unit: Unit) -> list[tuple[str, Any]]:
    from wagtail.rich_text import RichText

    said = "".join(
        f"<p>{text.capitalize()}: this is how it works.</p>" for text in unit.texts
    )
    return [("text", RichText(said))]


def _browser() -> Client:
    """Return the browser of somebody of staff, signed in now."""
    from accounts.models import Member

    member, _is_new = Member.objects.get_or_create(
        username="claire", defaults={"is_superuser": True, "is_staff": True}
    )
    client = Client(headers={"User-Agent": AGENT, "Accept-Language": "en"})
    client.force_login(member)
    return client
