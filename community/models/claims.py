"""Who is writing an answer just now, so that two do not write the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.threads import Thread

CLAIM_LASTS = timedelta(minutes=10)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def current(self) -> Self:
        return self.filter(until__gt=timezone.now())


class Claim(models.Model):
    """A sign that somebody writes an answer; it blocks nobody and ends by itself."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="claim")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    until = models.DateTimeField()

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.member}: {self.thread}"
