"""What is typed each week, to tell what rises; and what staff count all the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CountedAnyway(models.Model):
    """Words that look like junk or a wave, and that staff want to be counted."""

    stems = models.CharField(max_length=200)  # as in SearchEvent
    language = models.CharField(max_length=2)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("words counted anyway")
        verbose_name_plural = _("words counted anyway")
        constraints = [
            models.UniqueConstraint(fields=["stems", "language"], name="anyway_once")
        ]

    def __str__(self) -> str:
        return self.stems


class SearchWeek(models.Model):
    """How many different people searched in a week, which begins on a Monday."""

    first = models.DateField()
    language = models.CharField(max_length=2)
    people = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("week of searches")
        verbose_name_plural = _("weeks of searches")
        constraints = [
            models.UniqueConstraint(fields=["first", "language"], name="search_week_once")
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.language}"


class WeekTerm(models.Model):
    """How many different people typed a term in a week; of one person alone, nothing."""

    week = models.ForeignKey(SearchWeek, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(max_length=100)  # a stem, or two that follow each other
    people = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("term of a week")
        verbose_name_plural = _("terms of a week")
        constraints = [
            models.UniqueConstraint(fields=["week", "term"], name="week_term_once")
        ]

    def __str__(self) -> str:
        return self.term


class RisingWordQuerySet(models.QuerySet["RisingWord"]):
    def ranked(self) -> models.QuerySet[RisingWord]:
        """All languages together, what is furthest above its usual number first."""
        return self.select_related("week").order_by("-score", "title", "pk")


class RisingWord(models.Model):
    """A word that many more people typed in a week than in the weeks before."""

    week = models.ForeignKey(SearchWeek, on_delete=models.CASCADE, related_name="rising")
    title = models.CharField(max_length=100)  # as most people typed it
    words = models.JSONField(default=list)  # up to three that come in the same searches
    samples = models.JSONField(default=list)  # searches that three people or more typed
    people = models.PositiveIntegerField()
    usual = models.FloatField()  # people of a week, by the weeks before
    score = models.FloatField()  # so many spreads above the usual number

    objects = RisingWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("rising word")
        verbose_name_plural = _("rising words")

    def __str__(self) -> str:
        return self.title
