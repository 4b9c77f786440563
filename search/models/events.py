"""What people searched and opened, with nothing that tells who they are."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audience import Audience

if TYPE_CHECKING:
    from datetime import datetime


class VisitorKey(models.Model):
    """The secret that makes a visitor of a member or a cookie; destroyed after 90 days."""

    secret = models.CharField(max_length=64, default=secrets.token_hex, editable=False)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.since)


class SearchEventQuerySet(models.QuerySet["SearchEvent"]):
    def counted(self) -> Self:
        """Searches that figures count: finished ones, by people who are not staff."""
        return self.filter(left_out="")

    def between(self, start: datetime, end: datetime) -> Self:
        return self.filter(at__gte=start, at__lt=end)


class SearchEvent(models.Model):
    """One search with its results; ``clicks`` tell what was opened."""

    class Source(models.TextChoices):
        PAGE = "page", _("search page")
        LIVE = "live", _("live box")
        ASK = "ask", _("ask form")

    class LeftOut(models.TextChoices):
        COUNTED = "", _("counted")
        CRAWLER = "crawler", _("crawler")
        STAFF = "staff", _("staff")
        TYPED_AHEAD = "typed_ahead", _("typed ahead")
        LOAD_TEST = "load_test", _("load test")
        JUNK = "junk", _("no question in it")
        WAVE = "wave", _("wave of the same text")

    at = models.DateTimeField(default=timezone.now, db_index=True)
    text = models.CharField(max_length=200)  # scrubbed
    stems = models.CharField(max_length=200)  # sorted, by which failures are grouped
    language = models.CharField(max_length=2)
    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    source = models.CharField(max_length=4, choices=Source.choices, default=Source.PAGE)
    found_before = models.PositiveIntegerField()  # before access rights
    found_after = models.PositiveIntegerField()  # what the reader may read
    visitor = models.CharField(max_length=32, blank=True, db_index=True)
    session = models.CharField(max_length=32, blank=True, db_index=True)
    left_out = models.CharField(max_length=12, choices=LeftOut.choices, blank=True)
    keys = models.JSONField(default=list)  # what was shown, in order, for the clicks
    place = models.CharField(max_length=60, blank=True)  # "board:payouts", "section:12"

    # What became of it, written by ``search.totals`` while its windows are open.
    failure = models.CharField(max_length=12, blank=True)  # a search.outcomes.Failure
    deflection = models.CharField(max_length=8, blank=True)  # "" until it is judged
    has_asked = models.BooleanField(default=False)
    has_ticketed = models.BooleanField(default=False)
    has_helped = models.BooleanField(default=False)

    objects = SearchEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        indexes = [
            models.Index(fields=["stems", "language", "at"], name="search_by_stems"),
        ]

    def __str__(self) -> str:
        return self.text


class Click(models.Model):
    """A result that was opened, once per search and position."""

    event = models.ForeignKey(SearchEvent, on_delete=models.CASCADE, related_name="clicks")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    dwell = models.PositiveSmallIntegerField(null=True, blank=True)  # seconds of reading

    class Meta:
        verbose_name = _("click")
        verbose_name_plural = _("clicks")
        constraints = [
            models.UniqueConstraint(fields=["event", "position"], name="click_once")
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.key}"
