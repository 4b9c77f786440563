"""Signs of need that other apps push here, and what came after a search."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Need(models.Model):
    """One sign that something is missing: a thread, a vote or a request."""

    class Kind(models.TextChoices):
        UNANSWERED = "unanswered", _("question without an answer")
        UNHELPFUL = "unhelpful", _("vote “did not help”")
        TICKET = "ticket", _("request to support")

    BY_STAFF = "staff"  # in place of a visitor: asked about a gap, and nobody affected

    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=60)  # what shows it: "thread:7"
    text = models.CharField(max_length=300)  # scrubbed
    shown = models.CharField(max_length=300, default="")  # without what tells of few people
    stems = models.CharField(max_length=400)  # sorted
    language = models.CharField(max_length=2)
    visitor = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(default=timezone.now)
    gap = models.ForeignKey(
        "search.Gap", on_delete=models.SET_NULL, null=True, blank=True, related_name="needs"
    )

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="need_once")]

    def __str__(self) -> str:
        return self.text


class Outcome(models.Model):
    """What somebody did after searching: asked, wrote to support, found it helpful."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("asked the community")
        TICKETED = "ticketed", _("wrote to support")
        HELPFUL = "helpful", _("found it helpful")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=60)
    visitor = models.CharField(max_length=32, blank=True, db_index=True)
    session = models.CharField(max_length=32, blank=True, db_index=True)
    articles_read = models.JSONField(default=list)  # [key, moment], of that session
    stems = models.CharField(
        max_length=200, blank=True
    )  # of what was asked, as of searches
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "session"], name="outcome_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
