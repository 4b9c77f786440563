"""What people typed into the search."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import search.services
from search.visit import Visit

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member
    from kb_site.demo.playback import Playback


def plan_searches(playback: Playback) -> None:
    """Plan what people typed: each person once, evenly spread, wordings in turn."""
    readers = [member for member in playback.members.values() if not member.is_moderator]
    for number, entry in enumerate(playback.read("searches.yaml")):
        first, last = playback.ago(entry["from"]), playback.ago(entry["to"])
        people = int(entry["people"])
        step = (last - first) / people
        for person in range(people):
            reader = readers[(number * 5 + person) % len(readers)]
            text = entry["queries"][person % len(entry["queries"])]
            playback.at(
                first + step * person,
                partial(_search, entry, text, reader, f"demo-{number}-{person}"),
            )


def _search(
    entry: dict[str, Any], text: str, reader: Member, visitor: str, at: datetime
) -> None:
    visit = Visit(visitor=visitor, session=visitor)
    results = search.services.search(
        text=text, reader=reader, visit=visit, language=entry["language"], at=at
    )
    if entry["clicks"] == "first" and results.event and results.hits:
        search.services.click(
            event=results.event, position=1, at=at + timedelta(seconds=20)
        )
