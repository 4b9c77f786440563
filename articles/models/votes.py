"""Whether an article helped: one vote per person, kept with what it judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.roles import Reader


class Reason(models.TextChoices):
    """Why an article did not help."""

    OTHER_CASE = "case", _("It does not fit my case")
    DID_NOT_WORK = "failed", _("I did what it says and it did not work")
    UNCLEAR = "unclear", _("It is hard to understand")
    ELSE = "else", _("Something else")


class VoteQuerySet(models.QuerySet["Vote"]):
    def of(self, *, reader: Reader, visitor: str) -> Self:
        """The votes of this member, or of this visitor who is not signed in."""
        if reader.is_authenticated:
            return self.filter(member=reader)
        return self.filter(member=None, visitor=visitor) if visitor else self.none()


class Vote(models.Model):
    """What one person said about one revision of an article; they may change it."""

    article = models.ForeignKey(
        "articles.ArticlePage", on_delete=models.CASCADE, related_name="votes"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    visitor = models.CharField(max_length=64, blank=True)  # empty for members
    is_helpful = models.BooleanField()
    reason = models.CharField(max_length=8, choices=Reason.choices, blank=True)
    comment = models.CharField(max_length=1000, blank=True)  # scrubbed
    search_text = models.CharField(max_length=200, blank=True)  # the search that led here
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )  # Wagtail may purge it; the hash stays
    content_hash = models.CharField(max_length=64)
    voted_at = models.DateTimeField(default=timezone.now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "member"],
                condition=Q(member__isnull=False),
                name="vote_once_per_member",
            ),
            models.UniqueConstraint(
                fields=["article", "visitor"],
                condition=Q(member=None) & ~Q(visitor=""),
                name="vote_once_per_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {'+' if self.is_helpful else '−'}"

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """What the form offers."""
        return [(value, str(label)) for value, label in Reason.choices]
