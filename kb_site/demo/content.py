"""The boards and the articles of the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command

from base.audience import Audience
from community.models import Board, BoardField

if TYPE_CHECKING:
    from kb_site.demo.playback import Playback


def load_boards(playback: Playback) -> None:
    """Create the boards, each with what it asks beside the text."""
    for order, entry in enumerate(playback.read("boards.yaml")):
        board = Board.objects.create(
            slug=entry["slug"],
            title_en=entry["title"]["en"],
            title_fr=entry["title"]["fr"],
            description_en=entry["description"]["en"],
            description_fr=entry["description"]["fr"],
            audience=Audience[entry["audience"].upper()],
            order=order,
        )
        for place, field in enumerate(entry.get("fields", [])):
            BoardField.objects.create(
                board=board,
                label_en=field["label"]["en"],
                label_fr=field["label"]["fr"],
                kind=field["kind"],
                is_private=field.get("private", False),
                order=place,
            )


def load_articles(playback: Playback, *, verbosity: int) -> None:
    """Import both languages; the same path in both is the same article."""
    articles = playback.folder / "articles"
    quiet = {"verbosity": min(verbosity, 0)}
    call_command("import_articles", str(articles / "en"), language="en", **quiet)
    call_command(
        "import_articles", str(articles / "fr"), language="fr", pair_with="en", **quiet
    )
