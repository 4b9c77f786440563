"""What members did, as the rules of trust count it: a few queries for many members."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from community.models import (
    Action,
    Flag,
    HelpfulVote,
    Post,
    ReadDay,
    ReadThread,
    Thread,
)
from community.trust import RECENT_DAYS, SUSPENDED_DAYS, Facts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

MINUTE = 60
BAD = (Flag.Why.SPAM, Flag.Why.RUDE)


def facts_of(members: Collection[int], *, at: datetime) -> dict[int, Facts]:
    """Return what each of ``members`` (primary keys) did until ``at``."""
    since = at - timedelta(days=RECENT_DAYS)
    found: dict[int, dict[str, Any]] = {pk: {} for pk in members}
    for rows in (
        _read(members, since),
        _entered(members, since),
        _answered(members, since),
        _given(members, since),
        _received(members, since),
        _reported(members, since),
    ):
        for row in rows:
            found[row.pop("who")].update(row)
    for pk, days in _thanked_days(members, since).items():
        found[pk]["recent_thanked_days"] = days
    for pk in _suspended(members, at):
        found[pk]["was_suspended"] = True
    everybody = _written_by_all(since)
    return {
        pk: Facts(minutes_read=numbers.pop("seconds", 0) // MINUTE, **(everybody | numbers))
        for pk, numbers in found.items()
    }


def _read(members: Collection[int], since: datetime) -> Iterable[Any]:
    recent = Q(on__gte=timezone.localdate(since))
    return (
        ReadDay.objects.filter(member__in=members)
        .values(who=F("member"))
        .annotate(
            posts_read=Sum("posts"),
            days_visited=Count("pk"),
            recent_posts_read=Sum("posts", filter=recent, default=0),
            recent_days_visited=Count("pk", filter=recent),
            # Last: it hides the column of this name from what comes after it.
            seconds=Sum("seconds"),
        )
    )


def _entered(members: Collection[int], since: datetime) -> Iterable[Any]:
    return (
        ReadThread.objects.filter(member__in=members)
        .values(who=F("member"))
        .annotate(
            threads_entered=Count("pk"),
            recent_threads_entered=Count("pk", filter=Q(at__gte=since)),
        )
    )


def _answered(members: Collection[int], since: datetime) -> Iterable[Any]:
    """Count the threads of others in which members wrote something that stands."""
    recent = Q(posted_at__gte=since)
    return (
        Post.objects.answers()
        .filter(author__in=members, hidden_at=None, thread__hidden_at=None)
        .exclude(thread__author=F("author"))
        .values(who=F("author"))
        .annotate(
            threads_answered=Count("thread", distinct=True),
            recent_threads_answered=Count("thread", distinct=True, filter=recent),
        )
    )


def _given(members: Collection[int], since: datetime) -> Iterable[Any]:
    return (
        HelpfulVote.objects.filter(member__in=members)
        .values(who=F("member"))
        .annotate(
            votes_given=Count("pk"),
            recent_votes_given=Count("pk", filter=Q(at__gte=since)),
        )
    )


def _received(members: Collection[int], since: datetime) -> Iterable[Any]:
    recent = Q(at__gte=since)
    return (
        HelpfulVote.objects.filter(post__author__in=members, post__hidden_at=None)
        .exclude(member=F("post__author"))
        .values(who=F("post__author"))
        .annotate(
            votes_received=Count("pk"),
            recent_votes_received=Count("pk", filter=recent),
            recent_thankers=Count("member", distinct=True, filter=recent),
        )
    )


def _thanked_days(members: Collection[int], since: datetime) -> dict[int, int]:
    """Count the days with a vote, here and not in SQL: a day begins at our midnight."""
    votes = (
        HelpfulVote.objects.filter(
            post__author__in=members, post__hidden_at=None, at__gte=since
        )
        .exclude(member=F("post__author"))
        .values_list("post__author", "at")
    )
    days = defaultdict(set)
    for who, moment in votes.iterator():
        days[who].add(timezone.localdate(moment))
    return {who: len(dates) for who, dates in days.items()}


def _reported(members: Collection[int], since: datetime) -> Iterable[Any]:
    return (
        Flag.objects.filter(
            post__author__in=members, was_right=True, why__in=BAD, at__gte=since
        )
        .values(who=F("post__author"))
        .annotate(
            reported_posts=Count("post", distinct=True),
            reporters=Count("member", distinct=True),
        )
    )


def _suspended(members: Collection[int], at: datetime) -> Iterable[int]:
    return Action.objects.filter(
        kind=Action.Kind.SUSPEND,
        member__in=members,
        at__gte=at - timedelta(days=SUSPENDED_DAYS),
        undone_at=None,
    ).values_list("member", flat=True)


def _written_by_all(since: datetime) -> dict[str, int]:
    posts = Post.objects.filter(hidden_at=None, thread__hidden_at=None)
    return {
        "recent_threads": Thread.objects.filter(
            hidden_at=None, asked_at__gte=since
        ).count(),
        "recent_posts": posts.filter(posted_at__gte=since).count(),
    }
