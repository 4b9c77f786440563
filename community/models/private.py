"""What an author and support say to each other under a thread, out of everybody's sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.threads import Thread

if TYPE_CHECKING:
    from accounts.roles import Reader


class PrivateReplyQuerySet(models.QuerySet["PrivateReply"]):
    def visible_to(self, reader: Reader) -> Self:
        """Staff read all of them, the thread's author those of their thread."""
        if reader.is_anonymous or not reader.is_active:
            return self.none()
        if reader.is_support:
            return self
        return self.filter(thread__author=reader)

    def under(self, thread: Thread) -> Self:
        """Those written under ``thread`` and under what was merged into it.

        The rows stay with their own thread: its author, not the other's, reads them.
        """
        return self.filter(Q(thread=thread) | Q(thread__merged_into=thread))


class PrivateReply(models.Model):
    """A message between the author of a thread and staff.

    A table of its own, not a flag on posts: nothing that reads posts can show it.
    """

    thread = models.ForeignKey(
        Thread, on_delete=models.PROTECT, related_name="private_replies"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    body_markdown = models.TextField(_("text"))
    body_html = models.TextField(editable=False)  # sanitised on save
    posted_at = models.DateTimeField(default=timezone.now)

    objects = PrivateReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("private reply")
        verbose_name_plural = _("private replies")
        ordering = ["posted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.thread} ({self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("community:private", args=[self.pk])
