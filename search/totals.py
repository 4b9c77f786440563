"""What became of each search, written down and added up while it may still change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from search.aftermath import aftermath
from search.log import KEPT
from search.models import DailyTotal, SearchEvent
from search.noise.keeping import keep_out
from search.outcomes import Deflection, Failure, current_windows
from search.rising.weekly import note_weeks
from search.terms_counting import count_usual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from search.aftermath import Became

Slice = tuple[str, int, str, str]  # language, audience, source, place
Verdict = tuple[str, str, bool, bool, bool]  # the fields JUDGED
PAST_MIDNIGHT = timedelta(hours=1)  # a visit goes on
NOTHING_SHOWN = {Failure.NO_RESULT, Failure.BLOCKED}
JUDGED = ("failure", "deflection", "has_asked", "has_ticketed", "has_helped")
AT_ONCE = 500
DEFLECTION = {
    Deflection.SOLVED: "solved",
    Deflection.UNKNOWN: "unknown",
    Deflection.FAILED: "not_solved",
}


@dataclass(slots=True)
class _Sums:
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, became: Became) -> None:
        event, counts = became.event, self.counts
        counts["searches"] += 1
        for failure in Failure:
            counts[failure] += became.failure is failure
        positions = sorted((click.at, click.position) for click in event.clicks.all())
        # Results with fewer words may be opened in vain: of a search that showed nothing.
        if positions and became.failure not in NOTHING_SHOWN:
            counts["clicked"] += 1
            counts["positions"] += positions[0][1]
        counts[DEFLECTION[became.deflection]] += 1
        counts["asked"] += became.has_asked
        counts["ticketed"] += became.has_ticketed


def add_up(*, now: datetime | None = None) -> int:
    """Write the totals of the days that may still change; return how many days.

    A search is final when its longest window is over: older days keep their totals for
    good, also when their rows are purged. Running again gives the same.
    """
    moment = now or timezone.now()
    today = moment.astimezone(UTC).date()
    first = _first_to_add_up(today)
    closed = _closed(today)
    days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    days = [day for day in days if day not in closed]
    for day in days:
        keep_out(day)
        _add_up_day(day, moment)
    count_usual(now=moment)
    note_weeks(now=moment)
    return len(days)


def _first_to_add_up(today: date) -> date:
    """Return the first day whose searches were not final when they were last judged.

    Or that of the first search which nobody judged at all: it was kept out, and is counted
    again.
    """
    days = [today]
    last = DailyTotal.objects.order_by("-day").values_list("day", flat=True).first()
    if last is not None:
        days.append(last - current_windows().longest)
    unjudged = SearchEvent.objects.counted().filter(deflection="").order_by("at").first()
    if unjudged is not None:
        days.append(unjudged.at.astimezone(UTC).date())
    return min(days)


def _closed(today: date) -> set[date]:
    """Return the days with totals of which rows may be purged: anew they would shrink."""
    totals = DailyTotal.objects.filter(day__lte=today - KEPT)
    return set(totals.values_list("day", flat=True))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


@transaction.atomic
def _add_up_day(day: date, now: datetime) -> None:
    start, end = _midnight(day), _midnight(day + timedelta(days=1))
    events = SearchEvent.objects.counted().between(start, end + PAST_MIDNIGHT)
    slices: dict[Slice, _Sums] = defaultdict(_Sums)
    people: set[str] = set()
    requesters: set[str] = set()
    changed: dict[Verdict, list[int]] = defaultdict(list)
    for became in aftermath(events.prefetch_related("clicks"), now=now):
        event = became.event
        if event.at >= end:
            continue
        sums = slices[event.language, event.audience, event.source, event.place]
        sums.add(became)
        # Once a day, where it was first: so people add up over languages and places.
        sums.counts["people"] += _is_new(event.visitor, people)
        if became.has_ticketed:
            sums.counts["requesters"] += _is_new(event.visitor, requesters)
        if (verdict := _verdict(became)) != tuple(getattr(event, n) for n in JUDGED):
            changed[verdict].append(event.pk)
    _write_verdicts(changed)
    DailyTotal.objects.filter(day=day).delete()
    DailyTotal.objects.bulk_create(_rows(day, slices.items()))


def _is_new(visitor: str, known: set[str]) -> bool:
    """Whether this is somebody, and was not met before; they are known from now on."""
    is_new = bool(visitor) and visitor not in known
    known.add(visitor)
    return is_new


def _verdict(became: Became) -> Verdict:
    """Return what became of a search, as the fields ``JUDGED`` of its row say it."""
    return (
        became.failure or "",
        became.deflection,
        became.has_asked,
        became.has_ticketed,
        became.has_helped,
    )


def _write_verdicts(changed: Mapping[Verdict, list[int]]) -> None:
    """Write each verdict on its rows: there are few, so one update serves many rows."""
    for verdict, keys in changed.items():
        news = dict(zip(JUDGED, verdict, strict=True))
        for first in range(0, len(keys), AT_ONCE):
            chosen = SearchEvent.objects.filter(pk__in=keys[first : first + AT_ONCE])
            chosen.update(**news)


def _rows(day: date, slices: Iterable[tuple[Slice, _Sums]]) -> list[DailyTotal]:
    return [
        DailyTotal(
            day=day,
            language=language,
            audience=audience,
            source=source,
            place=place,
            **sums.counts,
        )
        for (language, audience, source, place), sums in slices
    ]
