"""Quiet hours: when a mail may go, by the site's clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import Member


def may_go_at(moment: datetime, member: Member) -> datetime:
    """Return ``moment``, or when the quiet hours it lies in are over."""
    start, end = member.quiet_from, member.quiet_until
    if start is None or end is None:
        return moment
    zone = timezone.get_default_timezone()
    local = moment.astimezone(zone)
    now = local.time()
    is_over_midnight = end < start
    is_quiet = (now >= start or now < end) if is_over_midnight else start <= now < end
    if not is_quiet:
        return moment
    day = local.date() + timedelta(days=1 if now >= start and is_over_midnight else 0)
    return datetime.combine(day, end, tzinfo=zone)
