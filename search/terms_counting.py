"""When lists are made: by night for the usual periods, else when somebody asks for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import task

from search.figures import LENGTHS, Period, last_full_days
from search.log import KEPT
from search.models import ArticleTotal, CommunityTotal, CountedPeriod, TermTotal
from search.terms import terms_of
from search.terms_articles import articles_of
from search.terms_community import community_of

if TYPE_CHECKING:
    from datetime import date

KEPT_DAYS_ASKED = 7  # lists that somebody asked for
AT_ONCE = 500


def count_usual(*, now: datetime | None = None) -> None:
    """Make the lists of the last 7, 28 and 90 full days, and forget those of last night.

    Of the periods before them only the community is counted, as far back as rows reach:
    its people cannot be added up from days.
    """
    moment = now or timezone.now()
    usual = [last_full_days(days, now=moment) for days in LENGTHS]
    for period in usual:
        _count(period, moment, is_usual=True)
        if period.before.first >= first_kept(moment):
            _count_community(period.before)
    _forget_old(usual, moment)


def first_kept(moment: datetime) -> date:
    """Return the first day of which all rows are still there."""
    return (moment - KEPT).date()


def ask_for_lists(period: Period, *, now: datetime | None = None) -> CountedPeriod:
    """Have the worker make the lists of ``period``; asking again changes nothing.

    Raises:
        ValidationError: searches of some of its days are thrown away already.
    """
    moment = now or timezone.now()
    if period.first < first_kept(moment):
        raise ValidationError(
            _("Searches are kept for 90 days: lists can begin on %(day)s at the earliest."),
            params={"day": date_format(first_kept(moment), "DATE_FORMAT")},
        )
    with transaction.atomic():
        row, _is_new = CountedPeriod.objects.get_or_create(
            first=period.first, last=period.last
        )
        if row.counted_at is None and row.asked_at is None:
            row.asked_at = moment
            row.save(update_fields=["asked_at"])
            count_asked.enqueue(row.pk)
    return row


@task()
def count_asked(pk: int) -> None:
    """Make the lists that somebody waits for; again gives the same."""
    row = CountedPeriod.objects.filter(pk=pk).first()
    if row is not None:
        _count(Period(row.first, row.last), timezone.now(), is_usual=row.is_usual)


def _count(period: Period, moment: datetime, *, is_usual: bool) -> None:
    terms, articles = terms_of(period), articles_of(period)
    with transaction.atomic():
        row = _count_community(period)
        TermTotal.objects.filter(period=row).delete()
        ArticleTotal.objects.filter(period=row).delete()
        for each in (*terms, *articles):
            each.period = row
        TermTotal.objects.bulk_create(terms, batch_size=AT_ONCE)
        ArticleTotal.objects.bulk_create(articles, batch_size=AT_ONCE)
        row.counted_at, row.is_usual = moment, is_usual
        row.save(update_fields=["counted_at", "is_usual"])


@transaction.atomic
def _count_community(period: Period) -> CountedPeriod:
    row, _is_new = CountedPeriod.objects.get_or_create(first=period.first, last=period.last)
    totals = community_of(period)
    for each in totals:
        each.period = row
    CommunityTotal.objects.filter(period=row).delete()
    CommunityTotal.objects.bulk_create(totals)
    return row


@transaction.atomic
def _forget_old(usual: list[Period], moment: datetime) -> None:
    """Drop the lists of other periods; the community's few sums stay, to compare with."""
    kept = CountedPeriod.objects.of_any(usual).values("pk")
    asked_since = moment - timedelta(days=KEPT_DAYS_ASKED)
    old = CountedPeriod.objects.exclude(pk__in=kept).exclude(asked_at__gte=asked_since)
    TermTotal.objects.filter(period__in=old.values("pk")).delete()
    ArticleTotal.objects.filter(period__in=old.values("pk")).delete()
    old.update(counted_at=None, asked_at=None, is_usual=False)
