"""What somebody is writing and has not posted yet."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """One form as far as it is filled in; it belongs to a browser, not to a member.

    So it survives a sign-in in the middle, and is gone with the sign-out.
    """

    owner = models.CharField(max_length=64)  # the hash of a random cookie
    name = models.CharField(max_length=40)  # which form: "ask", "answer:7"
    fields = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="draft_of_form_once")
        ]

    def __str__(self) -> str:
        return self.name
