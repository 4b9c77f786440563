"""What a message said before it was edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.posts import Post

if TYPE_CHECKING:
    from accounts.roles import Reader


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, reader: Reader) -> Self:
        """Former texts the reader may see; those kept back are for moderators."""
        if reader.is_authenticated and reader.is_moderator:
            return self
        return self.filter(is_kept_back=False)


class Revision(models.Model):
    """A text that was replaced: what it was, and who replaced it when and why."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()  # 1 is the first text there was
    title = models.CharField(max_length=200, blank=True)  # of an opening post
    body_markdown = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(_("why"), max_length=200, blank=True)
    is_kept_back = models.BooleanField(default=False)  # it showed what nobody should see

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("former text")
        verbose_name_plural = _("former texts")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="revision_number")
        ]

    def __str__(self) -> str:
        return f"{self.post} ({self.number})"
