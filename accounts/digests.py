"""Digests: a day's or a week's news in one mail, at one hour, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from accounts import delivery
from accounts.kinds import How
from accounts.mail import digest_for
from accounts.models import Member, Notice
from accounts.quiet import may_go_at

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import NoticeQuerySet

# What waited longer, say because mail was switched off meanwhile, is not sent any more.
DAILY_MAX_AGE = timedelta(days=3)
WEEKLY_MAX_AGE = timedelta(days=10)


def hour_before(moment: datetime) -> datetime:
    """Return the last time before ``moment`` that daily digests were due."""
    zone = timezone.get_default_timezone()
    day = moment.astimezone(zone).date()
    due = _hour_of(day)
    return due if due <= moment else _hour_of(day - timedelta(days=1))


def monday_before(moment: datetime) -> datetime:
    """Return the last time before ``moment`` that weekly digests were due."""
    day = hour_before(moment).date()
    return _hour_of(day - timedelta(days=day.weekday()))


def _hour_of(day: date) -> datetime:
    zone = timezone.get_default_timezone()
    return datetime.combine(day, clock_time(settings.DIGEST_HOUR), tzinfo=zone)


def waiting(moment: datetime) -> NoticeQuerySet:
    """Return what was told before the last digest hour and no digest has had yet."""
    day, week = hour_before(moment), monday_before(moment)
    daily = Q(how=How.DAILY, at__lt=day, at__gt=day - DAILY_MAX_AGE)
    weekly = Q(how=How.WEEKLY, at__lt=week, at__gt=week - WEEKLY_MAX_AGE)
    unsent = Notice.objects.with_how().to_mail().due(moment)
    had_none = Q(member__digest_on=None) | Q(member__digest_on__lt=day.date())
    return unsent.filter(daily | weekly).filter(had_none)


def send_due() -> int:
    """Enqueue a digest for each member whose hour has come; return how many."""
    now = timezone.now()
    members = Member.objects.filter(pk__in=waiting(now).values("member"))
    due = [member.pk for member in members.iterator() if may_go_at(now, member) == now]
    for pk in due:
        send_digest.enqueue(pk)
    return len(due)


@task()
def send_digest(member_id: int) -> None:
    """Mail one member what waits for them, if this day's digest has not gone yet."""
    now = timezone.now()
    day = hour_before(now).date()
    news = waiting(now).filter(member=member_id).select_related("member")
    notices = delivery.readable(news.order_by("at", "pk"))
    if not notices or not delivery.claim(notices, now=now):
        return
    mail = digest_for(notices, day=day)
    if delivery.deliver(mail, notices):
        Member.objects.filter(pk=member_id).update(digest_on=day)
