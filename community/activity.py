"""What members did for others: on their profile, and the thanks of the week."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, F, Max, Sum
from django.utils import timezone

from accounts.models import Member
from community.badges import BADGES
from community.models import Board, HelpfulVote, Post, Thread, Trust
from community.trust import trust_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.roles import Reader

SHOWN = 20
BOARDS_SHOWN = 4
BAR_WIDTH = 100
WEEK = timedelta(days=7)
# What a profile can list: accepted answers, all answers, questions.
LISTS = ("accepted", "answers", "questions")


def thanked(*, reader: Reader, limit: int) -> list[tuple[Member, int]]:
    """Return who helped most people in the last seven days, and how many.

    They helped whoever marked one of their messages helpful that ``reader`` may read.
    """
    readable = Post.objects.visible_to(reader)
    counts = (
        HelpfulVote.objects.filter(
            at__gte=timezone.now() - WEEK, post__in=readable, post__author__is_active=True
        )
        .exclude(member=F("post__author"))
        .values("post__author")
        .annotate(thanks=Count("member", distinct=True), latest=Max("at"))
        .order_by("-thanks", "-latest")[:limit]
    )
    thanks = {row["post__author"]: row["thanks"] for row in counts}
    members = Member.objects.prefetch_related("groups").in_bulk(thanks)
    return [(members[pk], count) for pk, count in thanks.items()]


def activity(member: Member, *, reader: Reader, show: str) -> dict[str, Any]:
    """Return the figures of a profile and one of its lists.

    Args:
        show: which list, one of ``LISTS``; anything else is the first that has rows.
    """
    answers = Post.objects.visible_to(reader).answers()
    answers = answers.filter(author=member, thread__hidden_at=None)
    accepted = answers.filter(solves__isnull=False)
    threads = Thread.objects.visible_to(reader).filter(author=member)
    figures = {
        "accepted": accepted.count(),
        **answers.aggregate(answers=Count("pk"), thanks=Sum("helpful_count", default=0)),
        "questions": threads.count(),
    }
    if show not in LISTS:
        show = next((name for name in LISTS if figures[name]), "answers")
    rows = {"accepted": accepted, "answers": answers}
    return {
        "figures": figures,
        "show": show,
        "posts": _latest(rows[show]) if show in rows else [],
        "threads": threads.for_listing()[:SHOWN] if show == "questions" else [],
        "helps_with": _helps_with(answers),
        **_standing(member, reader=reader),
    }


def _standing(member: Member, *, reader: Reader) -> dict[str, Any]:
    """Return what a profile says of trust and thanks; staff are paid for helping."""
    standing = getattr(member, "standing", None)
    level = trust_of(member)
    shows_thanks = settings.SHOW_THANKS and not member.is_support
    return {
        "trust": level,
        "trust_label": str(level.label).capitalize(),
        "levels": Trust.choices,
        "can_set_trust": reader.is_authenticated
        and reader.is_moderator
        and not member.is_moderator,
        "is_team": member.is_moderator,
        "shows_thanks": settings.SHOW_THANKS,
        "reputation": standing.reputation if standing and shows_thanks else 0,
        "badges": _badges(member) if shows_thanks else [],
    }


def _badges(member: Member) -> list[dict[str, Any]]:
    return [
        {
            "label": BADGES[row.kind].label,
            "meaning": BADGES[row.kind].meaning,
            "at": row.at,
        }
        for row in member.badges.all()
        if row.kind in BADGES  # one that the house gave up leaves its rows
    ]


def _latest(answers: QuerySet[Post]) -> QuerySet[Post]:
    return answers.select_related("thread__board").order_by("-posted_at")[:SHOWN]


def _helps_with(answers: QuerySet[Post]) -> list[dict[str, Any]]:
    """Return the boards with most accepted answers, each with the width of its bar."""
    rows = (
        answers.filter(solves__isnull=False)
        .values("thread__board")
        .annotate(count=Count("pk"))
        .order_by("-count")[:BOARDS_SHOWN]
    )
    counts = {row["thread__board"]: row["count"] for row in rows}
    boards = Board.objects.in_bulk(counts)
    most = max(counts.values(), default=1)
    return [
        {"board": boards[pk], "count": count, "width": round(BAR_WIDTH * count / most)}
        for pk, count in counts.items()
    ]
