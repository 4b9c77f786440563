"""Thanking those who help: reputation and badges, always computed from the rows."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from accounts.models import Member
from community import notices
from community.badges import BADGES, Deeds, earned
from community.models import Badge, HelpfulVote, Post, Standing, Thread

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

AT_ONCE = 500  # members counted together
YEAR_DAYS = 365


@transaction.atomic
def recount_reputation(
    members: Collection[int], *, at: datetime | None = None
) -> dict[int, Deeds]:
    """Compute the reputation of ``members`` (primary keys) anew and give what it earns.

    Belongs into the transaction that changes what counts; again, it changes nothing.
    """
    pks = sorted(set(members))
    Standing.objects.bulk_create(
        [Standing(member_id=pk) for pk in pks], ignore_conflicts=True
    )
    # Locked before counting: of two votes at one moment, the second sees the first.
    standings = Standing.objects.select_for_update().order_by("pk").in_bulk(pks)
    deeds = deeds_of(pks, at=at or timezone.now())
    changed = []
    for pk, standing in standings.items():
        if standing.reputation != deeds[pk].reputation:
            standing.reputation = deeds[pk].reputation
            changed.append(standing)
    if changed:
        Standing.objects.bulk_update(changed, ["reputation"])
    award(deeds, at=at)
    return deeds


def recount_post(post: Post, *, at: datetime | None = None) -> None:
    """Count anew for whom it matters that ``post`` came, went or is read again."""
    if post.is_answer:
        recount_reputation([post.author_id], at=at)
        return
    authors = Post.objects.filter(thread=post.thread_id).values_list("author", flat=True)
    recount_reputation(list(authors.distinct()), at=at)


@transaction.atomic
def award(deeds: dict[int, Deeds], *, at: datetime | None = None) -> list[Badge]:
    """Give each member the badges that their deeds earn and that they have not yet.

    Staff answer for the company: they have none. Nothing is given while the company
    has thanks switched off.
    """
    due = {pk: names for pk, done in deeds.items() if (names := set(earned(done)))}
    if not due or not settings.SHOW_THANKS:
        return []
    for pk, name in Badge.objects.filter(member__in=due).values_list("member", "kind"):
        due[pk].discard(name)
    due = {pk: names for pk, names in due.items() if names}
    members = Member.objects.filter(pk__in=due).prefetch_related("groups") if due else []
    given = []
    for member in members:
        if member.is_support:
            continue
        for name in BADGES:  # in their order, the small ones first
            if name in due[member.pk]:
                given += _give(member, name, at=at or timezone.now())
    return given


def _give(member: Member, name: str, *, at: datetime) -> list[Badge]:
    badge, is_new = Badge.objects.get_or_create(
        member=member, kind=name, defaults={"at": at}
    )
    if not is_new:
        return []
    notices.tell_badge(member, badge=BADGES[name], at=at)
    return [badge]


def award_first_answer(post: Post) -> None:
    """Give the badge for a first answer, when ``post`` is one to somebody else."""
    if post.author_id != post.thread.author_id and not post.as_support:
        mine = Badge.objects.filter(member=post.author_id)
        if not mine.filter(kind="first-answer").exists():
            award({post.author_id: Deeds(answers=1)}, at=post.posted_at)


def award_good_question(thread: Thread, *, at: datetime | None = None) -> None:
    """Give the badge for a question that enough people have too."""
    if thread.is_question and thread.me_too_count >= BADGES["good-question"].least:
        award({thread.author_id: Deeds(me_too=thread.me_too_count)}, at=at)


def recount_everyone(*, at: datetime | None = None) -> int:
    """Count anew for all who wrote something; return how many there are."""
    authors = Post.objects.filter(author__is_active=True).values_list("author", flat=True)
    members = sorted(authors.distinct())
    for start in range(0, len(members), AT_ONCE):
        recount_reputation(members[start : start + AT_ONCE], at=at)
    return len(members)


def deeds_of(members: Collection[int], *, at: datetime) -> dict[int, Deeds]:
    """Return what each of ``members`` did, as far as it can still be read."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for rows in (_answers(members), _accepted(members), _votes(members), _asked(members)):
        for row in rows:
            found[row.pop("who")].update(row)
    joined = dict(Member.objects.filter(pk__in=members).values_list("pk", "date_joined"))
    for pk in found:
        found[pk]["years"] = (at - joined[pk]).days // YEAR_DAYS
    return {pk: Deeds(**found.get(pk, {})) for pk in members}


def _answers(members: Collection[int]) -> Iterable[Any]:
    return (
        Post.objects.answers()
        .filter(author__in=members, hidden_at=None, thread__hidden_at=None)
        .exclude(thread__author=F("author"))
        .exclude(as_support=True)
        .values(who=F("author"))
        .annotate(answers=Count("pk"))
    )


def _accepted(members: Collection[int]) -> Iterable[Any]:
    return (
        Thread.objects.filter(accepted_post__author__in=members, hidden_at=None)
        .filter(accepted_post__hidden_at=None)
        .exclude(author=F("accepted_post__author"))
        .values(who=F("accepted_post__author"))
        .annotate(accepted=Count("pk"))
    )


def _votes(members: Collection[int]) -> Iterable[Any]:
    return (
        HelpfulVote.objects.filter(
            post__author__in=members, post__hidden_at=None, post__thread__hidden_at=None
        )
        .exclude(member=F("post__author"))
        .values(who=F("post__author"))
        .annotate(votes=Count("pk"), helped=Count("member", distinct=True))
    )


def _asked(members: Collection[int]) -> Iterable[Any]:
    questions = Q(kind=Thread.Kind.QUESTION)
    return (
        Thread.objects.filter(author__in=members, hidden_at=None)
        .values(who=F("author"))
        .annotate(me_too=Max("me_too_count", filter=questions, default=0))
    )
