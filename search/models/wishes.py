"""What people searched in vain and want to be told of once there is an answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CONFIRM_WITHIN = timedelta(days=2)  # after that the address is forgotten


class AnswerWishQuerySet(models.QuerySet["AnswerWish"]):
    def of(self, *, member_id: int | None, email: str) -> Self:
        """Those of a member, or of an address."""
        return self.filter(member=member_id) if member_id else self.filter(email=email)

    def open(self) -> Self:
        """Those that wait for an answer: confirmed, not told, not stopped."""
        return self.filter(confirmed_at__isnull=False, told_at=None, stopped_at=None)

    def unmailed(self) -> Self:
        """Those of addresses whose answer is there and whose mail has not gone."""
        told = self.filter(told_at__isnull=False, mailed_at=None, stopped_at=None)
        return told.exclude(email="")

    def over(self, now: datetime) -> Self:
        """Those kept long enough, and addresses that nobody confirmed."""
        kept_from = now - timedelta(days=settings.WISH_DAYS)
        unconfirmed = Q(confirmed_at=None, created_at__lt=now - CONFIRM_WITHIN)
        return self.filter(Q(created_at__lt=kept_from) | unconfirmed)


class AnswerWish(models.Model):
    """Words that found nothing, and whom to tell: a member or an e-mail address."""

    text = models.CharField(max_length=200)  # as typed, scrubbed
    stems = models.CharField(max_length=200)  # sorted: the order of words is no matter
    language = models.CharField(max_length=2)  # of the words
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
    )
    email = models.EmailField(blank=True)  # in small letters; empty for members
    mail_language = models.CharField(max_length=2, default="en")  # for an address
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)  # members are known: at once
    told_at = models.DateTimeField(null=True)
    told_key = models.CharField(max_length=60, blank=True)
    mailed_at = models.DateTimeField(null=True)  # to an address: the mail has gone
    stopped_at = models.DateTimeField(null=True)

    objects = AnswerWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for an answer")
        verbose_name_plural = _("wishes for an answer")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stems", "language", "member"],
                condition=Q(member__isnull=False),
                name="wish_once_per_member",
            ),
            models.UniqueConstraint(
                fields=["stems", "language", "email"],
                condition=~Q(email=""),
                name="wish_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, email="")
                | Q(member__isnull=True) & ~Q(email=""),
                name="wish_of_member_or_address",
            ),
        ]
        indexes = [
            models.Index(
                name="wish_open",
                fields=["id"],
                condition=Q(confirmed_at__isnull=False, told_at=None, stopped_at=None),
            ),
            models.Index(name="wish_by_age", fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return bool(self.confirmed_at) and not self.told_at and not self.stopped_at

    @property
    def ends_at(self) -> datetime:
        """When it is forgotten, told or not."""
        return self.created_at + timedelta(days=settings.WISH_DAYS)
