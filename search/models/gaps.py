"""The rows of the gap report: what many looked for and did not find."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MIN_PEOPLE = 3  # a term is shown only when so many different people typed it


class GapQuerySet(models.QuerySet["Gap"]):
    def shown(self) -> Self:
        return self.filter(people__gte=MIN_PEOPLE)

    def by_score(self) -> Self:
        return self.annotate(score=F("people") * F("share_failed")).order_by(
            "-score", "-people", "pk"
        )


class Gap(models.Model):
    """Failed searches on one subject, known by their stems from one run to the next."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        DRAFTING = "drafting", _("drafting")
        PUBLISHED = "published", _("published")
        DISMISSED = "dismissed", _("dismissed")

    stems = models.CharField(max_length=200)
    language = models.CharField(max_length=2)
    title = models.CharField(_("what people typed"), max_length=200)
    people = models.PositiveIntegerField(_("people"), default=0)
    searches = models.PositiveIntegerField(_("searches"), default=0)
    failed = models.PositiveIntegerField(_("failed searches"), default=0)
    share_failed = models.FloatField(_("share that failed"), default=0.0)  # 0.0 to 1.0
    threads = models.PositiveIntegerField(_("questions without an answer"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.NEW
    )
    found_at = models.PositiveSmallIntegerField(null=True, blank=True)
    missed_query = models.CharField(max_length=200, blank=True)
    dismissed_why = models.CharField(_("why"), max_length=200, blank=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    refreshed_at = models.DateTimeField(default=timezone.now)

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        constraints = [
            models.UniqueConstraint(fields=["stems", "language"], name="gap_once")
        ]

    def __str__(self) -> str:
        return self.title


class GapQuery(models.Model):
    """One wording of a gap, with how many people typed it."""

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="queries")
    text = models.CharField(max_length=200)
    people = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-people", "-failed", "text"]
        constraints = [
            models.UniqueConstraint(fields=["gap", "text"], name="gap_query_once")
        ]

    def __str__(self) -> str:
        return self.text


class GapLink(models.Model):
    """An article that is meant to close a gap, by its key in search."""

    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="links")
    key = models.CharField(max_length=60, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gap", "key"], name="gap_link_once")]

    def __str__(self) -> str:
        return f"{self.gap}: {self.key}"
