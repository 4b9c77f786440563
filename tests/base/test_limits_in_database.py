"""Limits hold for their whole window in the cache that production has: a table."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from base import limits

pytestmark = pytest.mark.django_db
TABLE = "limits_table"


@pytest.fixture(autouse=True)
def _table(settings):
    backend = "django.core.cache.backends.db.DatabaseCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": TABLE}}
    settings.RATE_LIMITS = {"export": "2/86400"}
    call_command("createcachetable", verbosity=0)


def ends_at():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT expires FROM {TABLE}")  # noqa: S608
        (moment,) = cursor.fetchone()
    moment = parse_datetime(moment) if isinstance(moment, str) else moment
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def test_a_day_without_a_press_begins_the_count_anew_and_nothing_shorter():
    limits.hit("export", "member:1")
    limits.hit("export", "member:1")

    assert ends_at() > timezone.now() + timedelta(hours=23)


def test_a_count_that_the_table_threw_out_is_a_first_one(monkeypatch):
    monkeypatch.setattr(DatabaseCache, "add", lambda *args, **kwargs: False)

    limits.hit("export", "member:1")
    limits.hit("export", "member:1")
    with pytest.raises(limits.LimitReached):
        limits.hit("export", "member:1")
