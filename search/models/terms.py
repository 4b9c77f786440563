"""What was typed and opened most in a period, and who was in the forum, by night."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base.audience import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.figures import Period


class CommunityVisit(models.Model):
    """A visitor was on a board on a day: once each, and never where from or to."""

    visitor = models.CharField(max_length=32, db_index=True)
    session = models.CharField(max_length=32)  # who signs in during it becomes another
    place = models.CharField(max_length=60)  # "board:payouts", or OVERVIEW
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now, db_index=True)  # the first of the day

    OVERVIEW = "community"  # the list of all boards

    class Meta:
        verbose_name = _("visit to the community")
        verbose_name_plural = _("visits to the community")
        constraints = [
            models.UniqueConstraint(
                fields=["visitor", "place", "day"], name="one_community_visit_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.place}"


class CountedPeriodQuerySet(models.QuerySet["CountedPeriod"]):
    def of(self, period: Period) -> Self:
        return self.of_any([period])

    def of_any(self, periods: Iterable[Period]) -> Self:
        some = (Q(first=each.first, last=each.last) for each in periods)
        return self.filter(reduce(or_, some))


class CountedPeriod(models.Model):
    """Days whose lists are made and whose people are told apart, while rows are there."""

    first = models.DateField()
    last = models.DateField()
    is_usual = models.BooleanField(default=False)  # made each night; others when asked for
    asked_at = models.DateTimeField(null=True, blank=True)  # by somebody who waits for it
    counted_at = models.DateTimeField(null=True, blank=True)  # its lists are made

    objects = CountedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("counted period")
        verbose_name_plural = _("counted periods")
        constraints = [
            models.UniqueConstraint(fields=["first", "last"], name="period_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


class Listed(models.Model):
    """One row of a list: of a period, for one choice of the three filters."""

    period = models.ForeignKey(CountedPeriod, on_delete=models.CASCADE)
    language = models.CharField(max_length=2, blank=True)  # "" for all
    audience = models.PositiveSmallIntegerField(
        choices=Audience.choices, null=True, blank=True
    )  # None for all
    place = models.CharField(max_length=60, blank=True)  # "" for all
    rank = models.PositiveSmallIntegerField()  # from 1

    class Meta:
        abstract = True
        ordering = ["rank"]


class TermTotal(Listed):
    """Searches in the same words, whatever their endings and order, by enough people."""

    class List(models.TextChoices):
        TOP = "top", _("Most searched")
        NO_RESULT = "no_result", _("Nothing found")
        LOW_CLICK = "low_click", _("Results that few open")

    kind = models.CharField(max_length=9, choices=List.choices)
    text = models.CharField(max_length=200)  # the wording most people used; scrubbed
    text_language = models.CharField(max_length=2)
    searches = models.PositiveIntegerField()
    people = models.PositiveIntegerField()  # different ones in the whole period
    no_result = models.PositiveIntegerField()
    shown = models.PositiveIntegerField()  # searches that found something to open
    clicked = models.PositiveIntegerField()

    class Meta(Listed.Meta):
        verbose_name = _("term of a period")
        verbose_name_plural = _("terms of a period")
        indexes = [
            models.Index(
                fields=["period", "language", "audience", "place"], name="term_by_filter"
            )
        ]

    def __str__(self) -> str:
        return self.text


class ArticleTotal(Listed):
    """An article opened from searches, and what came of those."""

    class List(models.TextChoices):
        BEST = "best", _("Guides that end the search")
        WORST = "worst", _("Guides that do not")

    kind = models.CharField(max_length=5, choices=List.choices)
    key = models.CharField(max_length=60)
    opened = models.PositiveIntegerField()  # searches in which it was
    positions = models.PositiveIntegerField()  # at which it stood, summed
    dwell = models.PositiveIntegerField()  # seconds of reading, summed
    dwell_known = models.PositiveIntegerField()  # of how many of them
    solved = models.PositiveIntegerField()
    asked = models.PositiveIntegerField()
    ticketed = models.PositiveIntegerField()
    helped = models.PositiveIntegerField()

    class Meta(Listed.Meta):
        verbose_name = _("article of a period")
        verbose_name_plural = _("articles of a period")
        indexes = [
            models.Index(
                fields=["period", "language", "audience", "place"],
                name="article_by_filter",
            )
        ]

    def __str__(self) -> str:
        return self.key


class CommunityTotal(models.Model):
    """Who was in the community in a period, and who of them wrote to support afterwards."""

    period = models.ForeignKey(CountedPeriod, on_delete=models.CASCADE)
    place = models.CharField(max_length=60, blank=True)  # "" for all of it
    visitors = models.PositiveIntegerField()
    ticketed = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("community in a period")
        verbose_name_plural = _("community in periods")
        constraints = [
            models.UniqueConstraint(fields=["period", "place"], name="community_once")
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.visitors}"
