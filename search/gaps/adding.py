"""The figures of one gap: its searches and signs of need added up."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from math import sqrt
from typing import TYPE_CHECKING

from search.models import Gap, Need
from search.models.gaps import DAYS_SHOWN, MIN_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from search.gaps.counting import Counts, Failed, Key, Typed
    from search.gaps.grouping import Members

LATELY = timedelta(days=DAYS_SHOWN)
WEEK = timedelta(days=7)
WEEKS_COMPARED = 7
MIN_SPIKE = 5  # people in a week
SPIKE = 3.0  # so many times the spread that chance would make
NEEDS = {
    Need.Kind.UNANSWERED: "threads",
    Need.Kind.TICKET: "tickets",
    Need.Kind.UNHELPFUL: "unhelpful",
}
ADDED = (
    *("people", "searches", "failed", "share_failed"),
    *("no_result", "blocked", "no_click", "reformulated"),
    *("threads", "tickets", "unhelpful"),
    *("people_lately", "people_before", "is_spike", "series", "audiences", "places"),
    *("last_seen_at", "language", "languages", "was_shown", "refreshed_at"),
)  # the fields that ``add`` writes


def add(
    members: Members, counts: Counts, askers: Mapping[str, str], *, now: datetime
) -> None:
    """Put on the gap of ``members`` what its searches and needs add up to.

    Args:
        askers: the visitor behind the key of a need, where that is known.
    """
    gap = members.gap
    typed = [
        counts.typed[row.language, row.stems]
        for row in members.wordings
        if (row.language, row.stems) in counts.typed
    ]
    failed = [each for one in typed for each in one.failed]
    needed = [
        (need.at, askers.get(need.key) or need.visitor or need.key)
        for need in members.needs
        if need.visitor != Need.BY_STAFF
    ]
    _add_searches(gap, typed, failed)
    for kind, name in NEEDS.items():
        setattr(gap, name, sum(need.kind == kind for need in members.needs))
    affected = [(each.at, each.visitor) for each in failed if each.visitor]
    _add_people(gap, affected + needed, now)
    came = {who for _at, who in needed}.union(*(one.visitors for one in typed))
    gap.share_failed = gap.people / len(came) if came else 0.0
    _add_languages(gap, members, typed)
    gap.was_shown = gap.was_shown or gap.people >= MIN_PEOPLE
    gap.refreshed_at = now


def _add_searches(gap: Gap, typed: Sequence[Typed], failed: Sequence[Failed]) -> None:
    gap.searches, gap.failed = sum(one.searches for one in typed), len(failed)
    kinds = Counter(each.failure for each in failed)
    for name in ("no_result", "blocked", "no_click", "reformulated"):
        setattr(gap, name, kinds[name])
    gap.audiences = _people_by((str(each.audience), each.visitor) for each in failed)
    gap.places = _people_by((each.place, each.visitor) for each in failed)


def _people_by(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, visitor in pairs:
        if name and visitor:
            found[name].add(visitor)
    return {name: len(people) for name, people in sorted(found.items())}


def _add_people(gap: Gap, affected: Sequence[tuple[datetime, str]], now: datetime) -> None:
    """Count different people: in all, of late, before that, day by day and by week."""
    gap.people = len({who for _at, who in affected})
    gap.last_seen_at = max((at for at, _who in affected), default=None)
    gap.people_lately = _between(affected, now - LATELY, now)
    gap.people_before = _between(affected, now - 2 * LATELY, now - LATELY)
    by_day = _by_age(affected, now, timedelta(days=1))
    gap.series = [len(by_day[age]) for age in range(DAYS_SHOWN - 1, -1, -1)]
    by_week = _by_age(affected, now, WEEK)
    gap.is_spike = is_spike([len(by_week[age]) for age in range(WEEKS_COMPARED + 1)])


def _between(
    affected: Iterable[tuple[datetime, str]], start: datetime, end: datetime
) -> int:
    return len({who for at, who in affected if start < at <= end})


def _by_age(
    affected: Iterable[tuple[datetime, str]], now: datetime, length: timedelta
) -> dict[int, set[str]]:
    """Return the different people of each span of ``length``, 0 being the last one."""
    found: dict[int, set[str]] = defaultdict(set)
    for at, who in affected:
        found[(now - at) // length].add(who)
    return found


def is_spike(weeks: Sequence[int]) -> bool:
    """Whether the first of ``weeks`` (people, newest first) is far above the others.

    Counts of people who come by themselves spread about as the root of their mean.
    """
    this, *before = weeks
    usual = sum(before) / len(before)
    return this >= MIN_SPIKE and this > usual + SPIKE * sqrt(usual + 1)


def _add_languages(gap: Gap, members: Members, typed: Sequence[Typed]) -> None:
    """Set the languages, that of most searches first; of needs where nobody searched."""
    by_language: Counter[str] = Counter()
    for row in members.wordings:
        by_language[row.language] += row.searches
    if not by_language.total():
        by_language.update(row.language for row in members.wordings)
        by_language.update(need.language for need in members.needs)
    ranked = sorted(by_language, key=lambda name: (-by_language[name], name))
    gap.language, gap.languages = ranked[0], " ".join(ranked)


def own_wordings(members: Members, typed: Mapping[Key, Typed]) -> None:
    """Put on each wording who typed it, and how often in vain."""
    for row in members.wordings:
        one = typed.get((row.language, row.stems))
        row.people = one.people if one else 0
        row.searches = one.searches if one else 0
        row.failed = len(one.failed) if one else 0
