"""What the index does not know yet: written with the change, read by the worker."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class IndexNote(models.Model):
    """A document that changed; a new token says that it changed again."""

    key = models.CharField(_("key"), max_length=60, unique=True)
    noted_at = models.DateTimeField(_("noted at"), default=timezone.now)
    token = models.UUIDField(_("token"), default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("note for the index")
        verbose_name_plural = _("notes for the index")
        indexes = [models.Index(name="note_by_age", fields=["noted_at", "id"])]

    def __str__(self) -> str:
        return self.key
