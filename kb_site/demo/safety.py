"""What moderators and support see besides: reports, spam, a talk in private."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import accounts.services
import community.services
from community.models import Board, Thread

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member
    from kb_site.demo.playback import Playback


def plan_safety(playback: Playback) -> None:
    """Plan what ``safety.yaml`` says; each entry names a thread by its title."""
    acts = {"report": _report, "spam": _ask_spam, "private": _reply_in_private}
    for entry in playback.read("safety.yaml"):
        who = playback.members.get(entry["by"]) or _newcomer(playback, entry)
        playback.at(playback.ago(entry["when"]), partial(acts[entry["act"]], entry, who))


def _newcomer(playback: Playback, entry: dict[str, Any]) -> Member:
    return accounts.services.create_member(
        name=entry["name"],
        username=entry["by"],
        language=entry["language"],
        joined_at=playback.ago(entry["when"]),
    )


def _report(entry: dict[str, Any], who: Member, at: datetime) -> None:
    answers = Thread.objects.get(title=entry["thread"]).posts.answers()
    community.services.flag(
        post=answers.filter(author__username=entry["answer_by"]).latest("position"),
        by=who,
        why=entry["why"],
        note=entry["note"],
        at=at,
    )


def _ask_spam(entry: dict[str, Any], who: Member, at: datetime) -> None:
    community.services.ask(
        board=Board.objects.get(slug=entry["board"]),
        by=who,
        title=entry["title"],
        body=entry["body"],
        language=entry["language"],
        at=at,
    )


def _reply_in_private(entry: dict[str, Any], who: Member, at: datetime) -> None:
    thread = Thread.objects.get(title=entry["thread"])
    community.services.reply_privately(thread=thread, by=who, body=entry["body"], at=at)
