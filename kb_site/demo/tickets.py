"""Requests to support, counted in its open time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import support.services
from kb_site.demo.playback import span
from support.hours import open_time

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member
    from kb_site.demo.playback import Playback
    from support.models import Ticket

WORKING_DAY = timedelta(hours=9)


def plan_requests(playback: Playback) -> None:
    for entry in playback.read("requests.yaml"):
        plan_request(playback, entry)


def plan_request(playback: Playback, entry: dict[str, Any]) -> None:
    """Plan one request; ``after`` counts support's open time."""
    people, hours = playback.members, open_time(entry["class"])
    asked = playback.ago(entry["asked"])
    if hours.opening_at(asked) is None:
        opening = hours.next_opening(asked)
        asked = opening if opening and opening < playback.now else asked
    tickets: list[Ticket] = []

    def open_it(at: datetime) -> None:
        tickets.append(
            support.services.open_request(
                by=people[entry["author"]],
                subject=entry["subject"],
                body=entry["body"],
                ticket_class=entry["class"],
                language=entry["language"],
                at=at,
            )
        )

    playback.at(asked, open_it)
    last = asked
    for turn, reply in enumerate(entry.get("replies", [])):
        minutes = min(span(reply["after"]), WORKING_DAY).total_seconds() / 60
        last = hours.add_minutes(asked, minutes + 5 * turn)
        playback.at(last, partial(_reply, tickets, people[reply["by"]], reply["body"]))
    if "closed" in entry:
        closed = max(asked + span(entry["closed"]), last + timedelta(minutes=30))
        playback.at(closed, partial(_close, tickets, people[entry["author"]]))


def _close(tickets: list[Ticket], who: Member, at: datetime) -> None:
    support.services.close(ticket=tickets[0], by=who, at=at)


def _reply(tickets: list[Ticket], who: Member, body: str, at: datetime) -> None:
    support.services.reply(ticket=tickets[0], by=who, body=body, at=at)
