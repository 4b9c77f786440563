"""What members earned: trust by reading and writing, reputation and badges by helping."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.threads import Thread
from community.trust import Trust

MEMBER = settings.AUTH_USER_MODEL


class Standing(models.Model):
    """What a member has earned; kept by ``services.trusting``, and can be computed anew."""

    member = models.OneToOneField(
        MEMBER, on_delete=models.CASCADE, related_name="standing", primary_key=True
    )
    trust = models.PositiveSmallIntegerField(choices=Trust.choices, default=Trust.NEW)
    # Given by staff: earning and losing do not touch it.
    is_fixed = models.BooleanField(default=False)
    trust_since = models.DateTimeField(default=timezone.now)
    reputation = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")

    def __str__(self) -> str:
        return f"{self.member}: {self.get_trust_display()}"


class ReadThread(models.Model):
    """How far a member has read a thread."""

    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)  # of the last post seen
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("thread read")
        verbose_name_plural = _("threads read")
        constraints = [
            models.UniqueConstraint(fields=["member", "thread"], name="read_thread_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.thread} #{self.position}"


class ReadDay(models.Model):
    """How much a member read on one day."""

    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    threads = models.PositiveIntegerField(default=0)
    posts = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("day of reading")
        verbose_name_plural = _("days of reading")
        constraints = [
            models.UniqueConstraint(fields=["member", "on"], name="read_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.on}"


class Badge(models.Model):
    """A badge that a member earned once; ``community.badges`` says which there are."""

    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="badges")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "kind"], name="badge_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.kind}"
