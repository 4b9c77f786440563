"""The nightly run: searches are judged, grouped, added up; what editors decided stays."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from search.gaps.adding import ADDED, add, own_wordings
from search.gaps.counting import PERIOD, count
from search.gaps.grouping import regroup
from search.gaps.looking import evidence_of, nearest_to
from search.gaps.masking import masked
from search.gaps.triage import suggest
from search.models import Gap, Need, Outcome, Wording
from search.models.gaps import MIN_PEOPLE
from search.totals import add_up

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from search.gaps.counting import Key, Typed
    from search.gaps.grouping import Members

RUNNING = "gaps:refreshing"
RUNNING_MAX = timedelta(minutes=30)  # of a run that was killed: then the next may begin
MOST_LOOKED_AT = 300  # gaps, by score: the index is asked about them
AT_ONCE = 500
LOOKED_AT = ("nearest", "suggested", "evidence")
OF_WORDINGS = ("people", "searches", "failed", "shown")


def refresh_gaps(*, now: datetime | None = None) -> int:
    """Group what failed in the last 60 days; return how many gaps are shown.

    Running again gives the same. No row is locked while it thinks: only what it found is
    written in one go, beside whatever editors did meanwhile. Who finds it running already,
    from the clock or by a press, leaves it at that.
    """
    moment = now or timezone.now()
    if not cache.add(RUNNING, 1, RUNNING_MAX.total_seconds()):
        return Gap.objects.shown().count()
    try:
        add_up(now=moment)
        return group_judged(now=moment)
    finally:
        cache.delete(RUNNING)


def group_judged(*, now: datetime) -> int:
    """Do the same with searches whose outcome is written on them already."""
    counts = count(now - PERIOD, now)
    members = regroup(counts, start=now - PERIOD, now=now)
    askers = dict(
        Outcome.objects.exclude(visitor="")
        .filter(at__gte=now - PERIOD)
        .values_list("key", "visitor")
    )
    known = counts.known_stems()
    for one in members:
        add(one, counts, askers, now=now)
        own_wordings(one, counts.typed)
        _mask(one, known)
    _look_at(members, counts.typed, known)
    _write(members)
    return Gap.objects.shown().count()


def _mask(members: Members, known: Collection[Key]) -> None:
    """Set what may be shown of the wordings, and the title that follows from it."""
    for row in members.wordings:
        row.shown = masked(row.text, row.language, known)[:200]
    for need in members.needs:
        if need.kind != Need.Kind.UNANSWERED:
            need.shown = masked(need.text, need.language, known)[:300]
    if not members.gap.is_named:
        members.gap.title = _title(members)


def _title(members: Members) -> str:
    """Return the wording of most people, else a question that is open to read."""
    rows = sorted(
        members.wordings, key=lambda row: (-row.people, -row.failed, row.text, row.pk)
    )
    if any(row.searches for row in rows) or not members.needs:
        return rows[0].shown if rows else ""
    open_ones = [need for need in members.needs if need.kind == Need.Kind.UNANSWERED]
    first = min(open_ones or members.needs, key=lambda need: (need.at, need.pk))
    return first.shown[:200]


def _look_at(
    members: Iterable[Members], typed: Mapping[Key, Typed], known: Collection[Key]
) -> None:
    """Ask the index about the gaps that are shown, the most urgent ones."""
    shown = [one for one in members if one.gap.people >= MIN_PEOPLE]
    shown.sort(key=lambda one: (-one.gap.people * one.gap.share_failed, one.gap.pk))
    for one in shown[:MOST_LOOKED_AT]:
        evidence = evidence_of(one, typed, known)
        one.gap.evidence = asdict(evidence)
        one.gap.suggested = suggest(evidence)
        one.gap.nearest = nearest_to(one, evidence)


@transaction.atomic
def _write(members: Iterable[Members]) -> None:
    members = list(members)
    standing = set(Gap.objects.standing().values_list("pk", flat=True))
    unnamed = set(Gap.objects.filter(is_named=False).values_list("pk", flat=True))
    gaps = [one.gap for one in members if one.gap.pk in standing]
    _put(Gap, gaps, (*ADDED, *LOOKED_AT))
    _put(Gap, [gap for gap in gaps if gap.pk in unnamed], ("title",))
    kept = set(Wording.objects.values_list("pk", flat=True))
    rows = [row for one in members for row in one.wordings if row.pk in kept]
    _put(Wording, rows, OF_WORDINGS)
    # Not an upsert: one that was met meanwhile would come back.
    shown = dict(Need.objects.values_list("pk", "shown"))
    needs = [need for one in members for need in one.needs]
    news = [need for need in needs if shown.get(need.pk, need.shown) != need.shown]
    Need.objects.bulk_update(news, ["shown"], batch_size=AT_ONCE)


def _put(model: Any, rows: Collection[Any], names: Collection[str]) -> None:
    """Write these fields of rows that exist; an upsert is many times quicker than CASE."""
    if rows:
        model.objects.bulk_create(
            rows,
            batch_size=AT_ONCE,
            update_conflicts=True,
            update_fields=list(names),
            unique_fields=["id"],
        )
