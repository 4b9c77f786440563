"""The rules that hand questions over: what is due now, what a rule would have done."""

from __future__ import annotations

import logging
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.utils import timezone

from community.models import Post, SupportState, Thread
from community.states import CONDITIONS, State
from support.escalation import escalate
from support.hours import open_time
from support.models import EscalationRule

if TYPE_CHECKING:
    from django.db.models import QuerySet

log = logging.getLogger(__name__)
OLDEST = timedelta(days=366)  # what was asked earlier is nobody's hurry any more
REHEARSED = timedelta(days=90)
RUN_EVERY = timedelta(minutes=10)  # as the clock does


def threads_of(rule: EscalationRule) -> QuerySet[Thread]:
    """Return the questions a rule is about, whatever their age and state."""
    found = Thread.objects.questions().filter(
        author__is_active=True, me_too_count__gte=rule.min_me_too
    )
    if rule.board_id is not None:
        found = found.filter(board=rule.board_id)
    else:
        own = EscalationRule.objects.exclude(board=None).values("board")
        found = found.exclude(board__in=own)
    if rule.language:
        found = found.filter(language=rule.language)
    unwanted = rule.without_tags.all() if rule.pk else []
    return found.exclude(tags__in=unwanted) if unwanted else found


def due(rule: EscalationRule, *, now: datetime) -> list[Thread]:
    """Return what the rule takes now, the oldest first, regardless of its cap."""
    states = Q()
    for state in rule.states:
        states |= CONDITIONS[state]
    waiting = list(
        threads_of(rule)
        .filter(
            states,
            asked_at__lte=now,
            asked_at__gte=now - OLDEST,
            support_state=SupportState.NONE,
            escalations=None,
            hidden_at=None,
            is_locked=False,
        )
        .order_by("asked_at", "pk")
    )
    hours = open_time(rule.ticket_class)

    def younger(thread: Thread) -> float:
        return -hours.minutes_between(thread.asked_at, now)

    first = bisect_left(waiting, -60.0 * rule.max_open_hours, key=younger)
    last = bisect_right(waiting, -60.0 * rule.min_open_hours, key=younger)
    return waiting[first:last]


def escalate_due(
    *, now: datetime | None = None, limit: int | None = None, dry_run: bool = False
) -> list[Thread]:
    """Apply every rule that is on; each hand-over is a transaction of its own.

    Args:
        limit: threads at most by each rule, where that is less than its cap.

    Returns:
        The threads handed over by this run, or those that would be.
    """
    moment = now or timezone.now()
    done: list[Thread] = []
    for rule in EscalationRule.objects.filter(is_on=True):
        cap = rule.cap if limit is None else min(limit, rule.cap)
        taken = due(rule, now=moment)[:cap]
        done += [each for each in taken if dry_run or _handed_over(each, rule, moment)]
    return done


def _handed_over(thread: Thread, rule: EscalationRule, moment: datetime) -> bool:
    try:
        escalate(
            thread=thread,
            by=None,
            rule=rule,
            reason=f"No help after {rule.min_open_hours} open hours ({rule.name}).",
            at=moment,
        )
    except ValidationError as error:
        log.info("Thread %s is not due any more: %s", thread.pk, error.messages)
        return False
    return True


@dataclass(frozen=True, slots=True)
class Taken:
    """A thread that would have been handed over, and when."""

    thread: Thread
    at: datetime


@dataclass(slots=True)
class Rehearsal:
    """What a rule would have done over the last 90 days."""

    since: datetime
    looked_at: int
    taken: list[Taken] = field(default_factory=list)
    runs_at_cap: int = 0

    @property
    def weeks(self) -> list[tuple[datetime, int]]:
        """Return the number taken in each week, the first begins with the rehearsal."""
        week = timedelta(days=7)
        counts = Counter((each.at - self.since) // week for each in self.taken)
        return [(self.since + n * week, counts[n]) for n in range(REHEARSED // week + 1)]


Span = tuple[datetime, datetime]


def rehearse(
    rule: EscalationRule, *, now: datetime | None = None, every: timedelta = RUN_EVERY
) -> Rehearsal:
    """Play the last 90 days with the rule on, from what the threads tell; writes nothing.

    What was handed over meanwhile by a person or another rule is left out from then on.
    """
    end = now or timezone.now()
    since = end - REHEARSED
    spans = _due_spans(rule, since, end)
    found = Rehearsal(since=since, looked_at=len(spans))
    waiting = sorted(spans, key=lambda one: (one[0].asked_at, one[0].pk))
    moment = since
    while moment <= end and waiting:
        ready = [one[0] for one in waiting if any(a <= moment < b for a, b in one[1])]
        found.runs_at_cap += len(ready) > rule.cap
        taken = {thread.pk for thread in ready[: rule.cap]}
        found.taken += [Taken(thread, moment) for thread in ready[: rule.cap]]
        waiting = [
            one for one in waiting if one[0].pk not in taken and one[1][-1][1] > moment
        ]
        moment = _next_run(moment, waiting, every)
    return found


def _next_run(
    moment: datetime, waiting: list[tuple[Thread, list[Span]]], every: timedelta
) -> datetime:
    """Return the next run at which something may be ready; those between do nothing."""
    following = moment + every
    starts = [
        max(start, following)
        for _thread, spans in waiting
        for start, stop in spans
        if stop > following
    ]
    if not starts:
        return datetime.max.replace(tzinfo=moment.tzinfo)
    runs = -((moment - min(starts)) // every)
    return moment + max(1, runs) * every


def _due_spans(
    rule: EscalationRule, since: datetime, end: datetime
) -> list[tuple[Thread, list[Span]]]:
    hours = open_time(rule.ticket_class)
    if not hours.periods:  # nobody is ever there to count
        return []
    posts = Post.objects.filter(hidden_at=None).order_by("posted_at", "pk")
    threads = (
        threads_of(rule)
        .filter(asked_at__gte=since - OLDEST, asked_at__lte=end)
        .prefetch_related(
            "escalations", Prefetch("posts", queryset=posts, to_attr="shown_posts")
        )
    )
    found: list[tuple[Thread, list[Span]]] = []
    for thread in threads.iterator(chunk_size=500):
        start = hours.add_minutes(thread.asked_at, 60 * rule.min_open_hours)
        stop = hours.add_minutes(thread.asked_at, 60 * rule.max_open_hours)
        ends = [thread.hidden_at, thread.solved_at, thread.asked_at + OLDEST]
        ends += [each.created_at for each in thread.escalations.all()]
        if thread.is_locked and thread.solved_at is None:
            ends.append(thread.last_post_at)
        stop = min([stop, *(each for each in ends if each is not None)])
        spans = [
            (max(begin, start), min(over, stop))
            for begin, over in _open_spans(rule, thread, end)
            if max(begin, start) < min(over, stop) and min(over, stop) > since
        ]
        if spans:
            found.append((thread, spans))
    return found


def _open_spans(rule: EscalationRule, thread: Thread, end: datetime) -> list[Span]:
    """Return when the thread was in a state that the rule takes, as its posts tell."""
    after = end + timedelta(days=1)
    posts: list[Post] = thread.shown_posts  # type: ignore[attr-defined]
    by_others = [each for each in posts if each.author_id != thread.author_id]
    if not by_others:
        return [(thread.asked_at, after)]
    spans = [(thread.asked_at, by_others[0].posted_at)]
    if State.ATTENTION in rule.states:
        told = [each for each in posts if each.posted_at >= by_others[0].posted_at]
        spans += [
            (one.posted_at, following.posted_at)
            for one, following in pairwise(told)
            if one.author_id == thread.author_id
        ]
        if told[-1].author_id == thread.author_id:
            spans.append((told[-1].posted_at, after))
    return spans
