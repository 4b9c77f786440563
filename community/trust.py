"""The rules of trust: what each level asks for, and what it may do.

The levels and their numbers are those of Discourse, "Understanding Discourse Trust
Levels" (blog.discourse.org, 2018) and its ``config/site_settings.yml``; a helpful vote
stands for a like. Two differ on purpose: limits by the day count on every day at level 0,
not only on the first, and a new member may add one file, because a log is half of a good
question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.roles import Reader


class Trust(models.IntegerChoices):
    """How far a member is trusted; each level has the rights of those below it."""

    NEW = 0, _("new here")
    BASIC = 1, _("member")
    KNOWN = 2, _("regular")
    TRUSTED = 3, _("trusted")
    LEADER = 4, _("leader")


# What a level asks for, by the facts below. A level asks for those under it as well, and
# the last one is given by hand. ``settings.TRUST`` may change single numbers.
Needs = Mapping[Trust, Mapping[str, int]]
NEEDS: Needs = {
    Trust.BASIC: {"threads_entered": 5, "posts_read": 30, "minutes_read": 10},
    Trust.KNOWN: {
        "days_visited": 15,
        "votes_given": 1,
        "votes_received": 1,
        "threads_answered": 3,
        "threads_entered": 20,
        "posts_read": 100,
        "minutes_read": 60,
    },
    Trust.TRUSTED: {
        "threads_entered": 200,
        "posts_read": 500,
        "recent_days_visited": 50,
        "recent_threads_answered": 10,
        "recent_votes_given": 30,
        "recent_votes_received": 20,
        "recent_thankers": 5,  # a quarter of the votes: from so many people,
        "recent_thanked_days": 7,  # and a third: on so many days
        "recent_threads_percent": 25,
        "recent_threads_at_most": 500,
        "recent_posts_percent": 25,
        "recent_posts_at_most": 20_000,
        "reported_posts_at_most": 5,
        "reporters_at_most": 5,
    },
}
RECENT_DAYS = 100
SUSPENDED_DAYS = 182  # six months
GRACE_DAYS = 14
# Who has level 3 keeps it down to this share of what it asks for.
LOW_WATER = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a member did; ``recent`` is the last hundred days."""

    threads_entered: int = 0
    posts_read: int = 0
    minutes_read: int = 0
    days_visited: int = 0
    threads_answered: int = 0
    votes_given: int = 0
    votes_received: int = 0
    recent_days_visited: int = 0
    recent_threads_entered: int = 0
    recent_posts_read: int = 0
    recent_threads_answered: int = 0
    recent_votes_given: int = 0
    recent_votes_received: int = 0
    recent_thankers: int = 0
    recent_thanked_days: int = 0
    # What everybody wrote in these days: there was so much to read.
    recent_threads: int = 0
    recent_posts: int = 0
    # Own posts that were reported as spam or rude, rightly, and by how many people.
    reported_posts: int = 0
    reporters: int = 0
    was_suspended: bool = False  # in the last six months


def needs(changed: Mapping[str, Mapping[str, int]]) -> Needs:
    """Return what each level asks for, with the numbers that the company changed.

    Args:
        changed: numbers by fact, by the level's name: ``{"basic": {"posts_read": 10}}``.

    Raises:
        ImproperlyConfigured: there is no such level, or it does not ask for that.
    """
    named = {level.name.lower(): numbers for level, numbers in NEEDS.items()}
    for name, numbers in changed.items():
        if unknown := set(numbers) - set(named.get(name, {})):
            raise ImproperlyConfigured(f"TRUST {name}: {', '.join(sorted(unknown))}?")
    return {
        level: {**numbers, **changed.get(level.name.lower(), {})}
        for level, numbers in NEEDS.items()
    }


def level_for(
    facts: Facts, *, held: Trust = Trust.NEW, days_held: float = 0, asked: Needs = NEEDS
) -> Trust:
    """Return the level that ``facts`` earn who has had ``held`` for ``days_held``.

    Levels 1 and 2 stay. Level 3 goes when its needs are missed by more than a tenth, but
    not in its first two weeks, so that nobody moves up and down all the time; a
    suspension or too many reports end it at once.
    """
    earned = Trust.NEW
    for level in (Trust.BASIC, Trust.KNOWN, Trust.TRUSTED):
        if not _has_read_and_written(facts, asked[level]):
            break
        earned = level
    behaves = _behaves(facts, asked[Trust.TRUSTED])
    if earned == Trust.TRUSTED and behaves:
        return Trust.TRUSTED
    if held >= Trust.TRUSTED and behaves:
        nearly = _has_read_and_written(facts, asked[Trust.TRUSTED], share=LOW_WATER)
        if nearly or days_held < GRACE_DAYS:
            return Trust.TRUSTED
    return min(max(held, earned), Trust.KNOWN)


def _has_read_and_written(
    facts: Facts, asked: Mapping[str, int], *, share: float = 1.0
) -> bool:
    least = {
        name: number
        for name, number in asked.items()
        if not name.endswith(("_percent", "_at_most"))
    }
    if "recent_threads_percent" in asked:
        threads = facts.recent_threads * asked["recent_threads_percent"] // 100
        posts = facts.recent_posts * asked["recent_posts_percent"] // 100
        least["recent_threads_entered"] = min(threads, asked["recent_threads_at_most"])
        least["recent_posts_read"] = min(posts, asked["recent_posts_at_most"])
    return all(getattr(facts, name) >= number * share for name, number in least.items())


def _behaves(facts: Facts, asked: Mapping[str, int]) -> bool:
    return (
        not facts.was_suspended
        and facts.reported_posts <= asked["reported_posts_at_most"]
        and facts.reporters <= asked["reporters_at_most"]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What a level may do; None is without limit."""

    links: int | None = None  # in one message
    images: int | None = None
    files: int | None = None
    mentions: int | None = None
    threads_a_day: int | None = None
    answers_a_day: int | None = None
    accepts_for_others: bool = False


_FREE = Rights(mentions=10)
_TRUSTED = Rights(mentions=10, accepts_for_others=True)
RIGHTS = {
    Trust.NEW: Rights(
        links=2, images=1, files=1, mentions=2, threads_a_day=3, answers_a_day=10
    ),
    Trust.BASIC: _FREE,
    Trust.KNOWN: _FREE,
    Trust.TRUSTED: _TRUSTED,
    Trust.LEADER: _TRUSTED,
}


def trust_of(member: Reader) -> Trust:
    """Return the level of ``member``: one query, then kept on the instance.

    Who moderates or answers for the company has the highest without having earned it.
    """
    if member.is_anonymous:
        return Trust.NEW
    if member.is_moderator:
        return Trust.LEADER
    standing = getattr(member, "standing", None)  # none until the first was earned
    return Trust(standing.trust) if standing else Trust.NEW


def rights_of(member: Reader) -> Rights:
    return RIGHTS[trust_of(member)]
