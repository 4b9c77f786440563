"""What comes with the messages of a request: files, and at the end how it was."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from base import attachments
from community.models.attachments import private_storage
from support.models.tickets import Message, Ticket

if TYPE_CHECKING:
    from accounts.roles import Reader


def place(file: MessageFile, name: str) -> str:
    """Return where the file lies: nothing anybody typed, and no ending, is in the path."""
    return f"requests/{file.pk.hex[:2]}/{file.pk.hex}"


class MessageFileQuerySet(models.QuerySet["MessageFile"]):
    def readable_by(self, reader: Reader) -> Self:
        """Files of requests that ``reader`` may read; those of notes are support's."""
        tickets = Ticket.objects.readable_by(reader)
        found = self.filter(message__ticket__in=tickets)
        is_support = reader.is_authenticated and reader.is_support
        return found if is_support else found.filter(message__is_note=False)


class MessageFile(models.Model):
    """One picture or file of a message; its random key is its address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("name"), max_length=attachments.NAME_MAX_CHARACTERS)
    content_type = models.CharField(max_length=100)  # found in the content
    size = models.PositiveIntegerField()  # bytes, as kept
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=private_storage, upload_to=place, max_length=100)
    at = models.DateTimeField(default=timezone.now)

    objects = MessageFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        name = attachments.address_name(self.name)
        return reverse("support:file", args=[self.pk, name])

    @property
    def is_image(self) -> bool:
        return self.content_type in attachments.IMAGE_TYPES


class Satisfaction(models.Model):
    """How the requester found it, said once a request is closed; the last word counts."""

    class Reason(models.TextChoices):
        SLOW = "slow", _("It took too long")
        UNSOLVED = "unsolved", _("It is not solved")
        AGAIN = "again", _("I had to explain it again")
        TONE = "tone", _("I did not like the tone")
        OTHER = "other", _("Something else")

    ticket = models.OneToOneField(
        Ticket, on_delete=models.CASCADE, related_name="satisfaction"
    )
    is_satisfied = models.BooleanField()
    reason = models.CharField(max_length=8, choices=Reason.choices, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("satisfaction")
        verbose_name_plural = _("satisfaction")

    def __str__(self) -> str:
        return f"{self.ticket}: {self.is_satisfied}"
