"""What migrations made, for tests that come after one that emptied all tables."""

from __future__ import annotations

from datetime import time

from wagtail.models import Collection, Locale, Page

from support.models import EscalationRule, SupportHours, Team


def plant() -> None:
    """Put back what migrations made: a test without a transaction empties all tables."""
    if not Page.objects.filter(depth=1).exists():
        Locale.objects.get_or_create(language_code="en")
        Page.add_root(title="Root", slug="root")
        Collection.add_root(name="Root")
    team, _is_new = Team.objects.get_or_create(name="Support")
    for weekday in range(5):
        SupportHours.objects.get_or_create(
            team=team, weekday=weekday, opens=time(8), closes=time(18)
        )
    EscalationRule.objects.get_or_create(
        board=None, defaults={"name": "Nobody answered", "is_on": True}
    )
