"""What people typed into the search."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser

import search.services
from search.visit import Visit

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.roles import Reader
    from kb_site.demo.playback import Playback

SIGNED_IN = 5  # one of so many; who looks for help seldom signs in for it


def plan_searches(playback: Playback) -> None:
    """Plan what people typed: each person once, evenly spread, wordings in turn."""
    readers = [member for member in playback.members.values() if not member.is_moderator]
    for number, entry in enumerate(playback.read("searches.yaml")):
        first, last = playback.ago(entry["from"]), playback.ago(entry["to"])
        people = int(entry["people"])
        step = (last - first) / people
        for person in range(people):
            member = readers[(number * 5 + person) % len(readers)]
            reader = AnonymousUser() if person % SIGNED_IN else member
            text = entry["queries"][person % len(entry["queries"])]
            playback.at(
                first + step * person,
                partial(_search, entry, text, reader, f"demo-{number}-{person}"),
            )


def _search(
    entry: dict[str, Any], text: str, reader: Reader, visitor: str, at: datetime
) -> None:
    visit = Visit(visitor=visitor, session=visitor)
    results = search.services.search(
        text=text, reader=reader, visit=visit, language=entry["language"], at=at
    )
    if entry["clicks"] == "first" and results.event and results.hits:
        search.services.click(
            event=results.event, position=1, at=at + timedelta(seconds=20)
        )
