"""The week in search, told to support staff each Monday morning: once to each of them."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext
from django_tasks import task

from accounts.digests import monday_before
from accounts.models import Member
from accounts.notices import in_each_language, tell
from accounts.roles import who_may_read
from base.audience import Audience
from search.figures import Figures, Period, figures
from search.figures_tables import share, shown
from search.models import CountedPeriod, DailyTotal
from search.totals import add_up

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

KIND = "search_week"  # in accounts.kinds
WEEK = timedelta(days=7)
LATE = timedelta(days=3)  # a clock that stood still for longer has nothing new to tell


def week_before(moment: datetime) -> Period:
    """Return the week, Monday to Sunday, that is told of at ``moment``."""
    monday = monday_before(moment).date()
    return Period(monday - WEEK, monday - timedelta(days=1))


def key_of(week: Period) -> str:
    """Return what the notices of ``week`` are about: the stored mark that it is told."""
    return f"{KIND}:{week.first.isoformat()}"


def week_of(key: str) -> Period:
    """Return the week that ``key_of`` named."""
    first = date.fromisoformat(key.partition(":")[2])
    return Period(first, first + WEEK - timedelta(days=1))


def address_of(week: Period) -> str:
    """Return where the figures of ``week`` stand."""
    return f"{reverse('search_figures')}?first={week.first}&last={week.last}"


def untold(week: Period) -> QuerySet[Member]:
    """Return the support staff who have no news of ``week`` yet."""
    staff = who_may_read(Member.objects.all(), Audience.STAFF)
    return staff.exclude(notices__key=key_of(week))


def tell_due(*, now: datetime | None = None) -> bool:
    """Have the worker tell of the last week, if that is due; asking again does no harm."""
    moment = now or timezone.now()
    week = week_before(moment)
    is_late = moment - monday_before(moment) > LATE
    # Days end by UTC, the hour comes by the site's clock: far in the east, before.
    is_over = moment.astimezone(UTC).date() > week.last
    if is_late or not is_over or not untold(week).exists():
        return False
    if not DailyTotal.objects.between(week.first, week.last).exists():
        return False
    tell_of_week.enqueue(key_of(week))
    return True


@task()
def tell_of_week(key: str) -> None:
    """Tell support staff what people searched for; of a week without searches nothing."""
    week = week_of(key)
    # The night that counts may come after the hour: then it is counted now.
    if not CountedPeriod.objects.of(week).exclude(counted_at=None).exists():
        add_up()
    now = figures(week)
    if now.searches:
        tell(
            members=untold(week),
            kind=KIND,
            key=key,
            event="told",
            text=in_each_language(lambda: _sentence(week, now)),
            url=address_of(week),
        )


def _sentence(week: Period, now: Figures) -> str:
    return ngettext(
        "Week of %(day)s: %(count)s search, %(share)s found nothing",
        "Week of %(day)s: %(count)s searches, %(share)s found nothing",
        now.searches,
    ) % {
        "day": date_format(week.first, "DATE_FORMAT"),
        "count": shown(now.searches),
        "share": share(now.no_result_rate),
    }


def may_see(_key: str, member: Member) -> bool:
    """Whether ``member`` may still see the figures; asked when a mail goes out."""
    return member.is_active and member.is_support
