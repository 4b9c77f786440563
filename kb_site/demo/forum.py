"""What happened on the boards: questions, answers, and what support took over."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import community.services
import support.services
from community.models import Board, Post, Thread
from kb_site.demo.playback import span
from support.hours import open_time
from support.models import EscalationRule

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member
    from kb_site.demo.playback import Playback
    from support.models import Ticket

RULE_RUNS_FOR = timedelta(days=58)
RULE_RUNS_EVERY = timedelta(hours=3)


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


def _press_me_too(threads: list[Thread], who: Member, at: datetime) -> None:
    community.services.press_me_too(thread=threads[0], by=who, at=at)


def _mark_helpful(posts: list[Post], who: Member, at: datetime) -> None:
    community.services.mark_helpful(post=posts[0], by=who, at=at)


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

        answered = asked + span(reply["after"])
        if entry["by"] == "rule":
            answered = max(answered, rule_takes(asked) + timedelta(hours=1))
        playback.at(answered, answer)


def rule_takes(asked: datetime) -> datetime:
    """Return from when on the rule hands over a question asked then."""
    rule = EscalationRule.objects.filter(board=None).get()
    return open_time(rule.ticket_class).add_minutes(asked, 60 * rule.min_open_hours)


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
