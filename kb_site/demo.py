"""Play the demo's files through the site's own services, in the order things happened.

Nothing is set by hand: a thread is solved because its author accepted an answer two hours
after asking, and a gap is on the report because eighteen people searched in vain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import yaml
from django.core.management import call_command
from django.db import transaction

import accounts.services
import community.services
import search.services
import support.services
from accounts.models import Member, Shop
from accounts.roles import Role
from base.audience import Audience
from community.models import Board, Post, Thread
from search.visit import Visit
from support.hours import open_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.models import Ticket


UNIT = {"d": "days", "h": "hours", "m": "minutes"}
SPAN = re.compile(r"(\d+)\s*([dhm])")
RULE_RUNS_FOR = timedelta(days=58)
RULE_RUNS_EVERY = timedelta(hours=3)
WORKING_DAY = timedelta(hours=9)


class DemoError(ValueError):
    """A demo file says something that cannot be; the text names the file."""


def span(text: str | int) -> timedelta:
    """Return the time that ``text`` names: "3d 4h", "35m"."""
    parts = SPAN.findall(str(text))
    if not parts:
        raise DemoError(f"{text!r} is no span of time; write it like 3d 4h or 35m.")
    return sum((timedelta(**{UNIT[unit]: int(n)}) for n, unit in parts), timedelta())


@dataclass
class Playback:
    """Everything that happened, to be done again in its order."""

    folder: Path
    now: datetime
    password: str = ""
    members: dict[str, Member] = field(default_factory=dict)
    events: list[tuple[datetime, Callable[[datetime], object]]] = field(
        default_factory=list
    )

    def ago(self, text: str) -> datetime:
        return self.now - span(text)

    def read(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the entries of one file.

        Raises:
            DemoError: the file is not the YAML list it should be.
        """
        path = self.folder / name
        try:
            entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise DemoError(f"{path}: {error}") from error
        if not isinstance(entries, list):
            raise DemoError(f"{path}: a list of entries is expected.")
        yield from entries

    def at(self, moment: datetime, do: Callable[[datetime], object]) -> None:
        """Plan ``do`` for ``moment``; what lies in the future is left out."""
        if moment <= self.now:
            self.events.append((moment, do))

    def play(self, progress: Callable[[Any], Any]) -> None:
        """Do everything planned, oldest first, in one transaction."""
        with transaction.atomic():
            for moment, do in progress(sorted(self.events, key=lambda event: event[0])):
                do(moment)
        self.events.clear()


def load_members(playback: Playback) -> None:
    """Create the people, all with the one password of the demo."""
    for entry in playback.read("members.yaml"):
        shop = (
            Shop.objects.get_or_create(name=entry["shop"])[0] if "shop" in entry else None
        )
        member = accounts.services.create_member(
            name=entry["name"],
            email=entry["email"],
            username=entry["username"],
            role=Role(entry["role"]),
            language=entry["language"],
            shop=shop,
            joined_at=playback.ago(entry["joined"]),
            wants_mail=False,
        )
        accounts.services.confirm_email(member=member, password=playback.password)
        playback.members[member.username] = member


def load_boards(playback: Playback) -> None:
    for order, entry in enumerate(playback.read("boards.yaml")):
        Board.objects.create(
            slug=entry["slug"],
            title_en=entry["title"]["en"],
            title_fr=entry["title"]["fr"],
            description_en=entry["description"]["en"],
            description_fr=entry["description"]["fr"],
            audience=Audience[entry["audience"].upper()],
            order=order,
        )


def load_articles(playback: Playback, *, verbosity: int) -> None:
    """Import both languages; the same path in both is the same article."""
    articles = playback.folder / "articles"
    quiet = {"verbosity": min(verbosity, 0)}
    call_command("import_articles", str(articles / "en"), language="en", **quiet)
    call_command(
        "import_articles", str(articles / "fr"), language="fr", pair_with="en", **quiet
    )


def plan_threads(playback: Playback) -> None:
    boards = {board.slug: board for board in Board.objects.all()}
    for path in sorted((playback.folder / "threads").glob("*.yaml")):
        for entry in playback.read(f"threads/{path.name}"):
            plan_thread(playback, boards[entry["board"]], entry)


def plan_thread(playback: Playback, board: Board, entry: dict[str, Any]) -> None:
    """Plan one thread: asked, joined, answered, accepted, handed over."""
    people = playback.members
    author = people[entry["author"]]
    asked = playback.ago(entry["asked"])
    threads: list[Thread] = []  # filled when it is asked; the later events read it

    def ask(at: datetime) -> None:
        threads.append(
            community.services.ask(
                board=board,
                by=author,
                title=entry["title"],
                body=entry["body"],
                kind=entry.get("kind", "question"),
                language=entry["language"],
                tags=entry.get("tags", []),
                at=at,
            )
        )

    playback.at(asked, ask)
    for minutes, username in enumerate(entry.get("me_too", []), start=1):
        playback.at(
            asked + timedelta(minutes=11 * minutes),
            partial(_press_me_too, threads, people[username]),
        )
    for reply in entry.get("replies", []):
        plan_reply(playback, asked, threads, author, reply)
    if "escalate" in entry:
        plan_escalation(playback, asked, threads, entry["escalate"])


def _press_me_too(threads: list[Thread], who: Member, _at: datetime) -> None:
    community.services.press_me_too(thread=threads[0], by=who)


def _mark_helpful(posts: list[Post], who: Member, _at: datetime) -> None:
    community.services.mark_helpful(post=posts[0], by=who)


def _reply(tickets: list[Ticket], who: Member, body: str, at: datetime) -> None:
    support.services.reply(ticket=tickets[0], by=who, body=body, at=at)


def plan_reply(
    playback: Playback,
    asked: datetime,
    threads: list[Thread],
    author: Member,
    entry: dict[str, Any],
) -> None:
    people = playback.members
    posts: list[Post] = []

    def answer(at: datetime) -> None:
        thread = Thread.objects.get(pk=threads[0].pk)
        posts.append(
            community.services.answer(
                thread=thread, by=people[entry["author"]], body=entry["body"], at=at
            )
        )

    answered = asked + span(entry["after"])
    playback.at(answered, answer)
    for minutes, username in enumerate(entry.get("helpful", []), start=1):
        playback.at(
            answered + timedelta(minutes=7 * minutes),
            partial(_mark_helpful, posts, people[username]),
        )
    if "accepted" in entry:
        accepted = max(asked + span(entry["accepted"]), answered + timedelta(minutes=1))
        playback.at(
            accepted,
            lambda at: community.services.accept_answer(post=posts[0], by=author, at=at),
        )


def plan_escalation(
    playback: Playback, asked: datetime, threads: list[Thread], entry: dict[str, Any]
) -> None:
    """Plan the hand-over by a person, and support's answer; the rule runs by itself."""
    people = playback.members

    def escalate(at: datetime) -> None:
        thread = Thread.objects.get(pk=threads[0].pk)
        escalation = support.services.escalate(
            thread=thread, by=people[entry["by"]], reason=entry.get("reason", ""), at=at
        )
        support.services.deliver_now(escalation.pk, at=at)

    if entry["by"] != "rule":
        playback.at(asked + span(entry["after"]), escalate)
    if reply := entry.get("reply"):

        def answer(at: datetime) -> None:
            if not threads[0].escalations.exists():
                run_rule(at)  # due by now; its next turn would come too late for the reply
            support.services.reply(
                ticket=threads[0].escalations.latest("pk").ticket,
                by=people[reply["by"]],
                body=reply["body"],
                at=at,
            )

        playback.at(asked + span(reply["after"]), answer)


def plan_rule(playback: Playback) -> None:
    """Let the rule look at the boards every few hours, as the clock does."""
    moment = playback.now - RULE_RUNS_FOR
    while moment < playback.now:
        playback.at(moment, run_rule)
        moment += RULE_RUNS_EVERY


def run_rule(at: datetime) -> None:
    """Hand over what nobody answered, and deliver it at once."""
    for thread in support.services.escalate_due(now=at):
        support.services.deliver_now(thread.escalations.latest("pk").pk, at=at)


def plan_requests(playback: Playback) -> None:
    for entry in playback.read("requests.yaml"):
        plan_request(playback, entry)


def plan_request(playback: Playback, entry: dict[str, Any]) -> None:
    """Plan one request; ``after`` counts support's open time."""
    people, hours = playback.members, open_time()
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
    if entry["clicks"] == "first" and results.hits:
        search.services.click(
            event=results.event, position=1, at=at + timedelta(seconds=20)
        )
