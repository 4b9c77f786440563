"""The rising words of each week, written down by night from what was searched."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from search.language.analysis import LANGUAGES
from search.models import RisingWord, SearchEvent, SearchWeek, WeekTerm
from search.rising.counting import week_of
from search.rising.rows import WEEKS, Before, rises, rows_of

if TYPE_CHECKING:
    from datetime import date

    from search.rising.counting import Week

LEAST_KEPT = 2  # people who typed a term, for it to be written down
KEPT_WEEKS = 60
AT_ONCE = 1_000
WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """Return the first day of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def note_weeks(*, now: datetime | None = None) -> None:
    """Write down this week and the last, and forget weeks of long ago; again is the same.

    Weeks that were never written down, of which searches are there, are added first.
    """
    moment = now or timezone.now()
    this = monday_of(moment.astimezone(UTC).date())
    for first in sorted({*_missing(this), this - WEEK, this}):
        for language in LANGUAGES:
            note_week(first, language)
    SearchWeek.objects.filter(first__lt=this - KEPT_WEEKS * WEEK).delete()


def _missing(this: date) -> list[date]:
    """Return the weeks after the last that was written down, or after the first search."""
    last = SearchWeek.objects.order_by("-first").values_list("first", flat=True).first()
    if last is None:
        oldest = SearchEvent.objects.counted().order_by("at").first()
        last = monday_of(oldest.at.date()) if oldest else this
    return [last + number * WEEK for number in range((this - last) // WEEK)]


def note_week(first: date, language: str) -> None:
    """Write down what was typed in a week, and which of it rises, in one go."""
    week = _week(first, language)
    found = list(rows_of(rises(week, _before(first, language)), week))
    with transaction.atomic():
        row, _is_new = SearchWeek.objects.update_or_create(
            first=first, language=language, defaults={"people": week.people}
        )
        row.terms.all().delete()
        row.rising.all().delete()
        terms = (
            WeekTerm(week=row, term=term, people=len(typed.visitors))
            for term, typed in week.terms.items()
            if len(typed.visitors) >= LEAST_KEPT
        )
        WeekTerm.objects.bulk_create(terms, batch_size=AT_ONCE)
        RisingWord.objects.bulk_create(
            RisingWord(
                week=row,
                title=each.title,
                words=each.words,
                samples=each.samples,
                people=each.people,
                usual=each.usual,
                score=each.score,
            )
            for each in found
        )


def _week(first: date, language: str) -> Week:
    start = datetime.combine(first, time(), tzinfo=UTC)
    events = SearchEvent.objects.counted().between(start, start + WEEK)
    searches = (
        events.filter(language=language)
        .exclude(visitor="")
        .order_by("at", "pk")
        .values_list("text", "visitor")
    )
    return week_of(searches.iterator(), language)


def _before(first: date, language: str) -> list[Before]:
    weeks = SearchWeek.objects.filter(
        language=language, first__lt=first, first__gte=first - WEEKS * WEEK, people__gt=0
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    terms = WeekTerm.objects.filter(week__in=weeks)
    for week, term, people in terms.values_list("week", "term", "people"):
        counts[week][term] = people
    return [Before(week.people, counts[week.pk]) for week in weeks]
