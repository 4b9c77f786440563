"""Pictures and files that members put into their posts, out of reach of the web server."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import audience_of
from base import attachments
from community.models.posts import Post
from community.models.private import PrivateReply

if TYPE_CHECKING:
    from accounts.models import Member
    from accounts.roles import Reader


class PrivateStorage(FileSystemStorage):
    """A folder that no address leads to: each file is asked for through its view."""

    # Properties, as tests and commands may point the setting elsewhere.
    @property
    def base_location(self) -> str:
        return str(settings.ATTACHMENTS_ROOT)

    @property
    def location(self) -> str:
        return self.base_location

    def url(self, name: str | None) -> str:  # noqa: ARG002  (Django's signature)
        raise ValueError("An attachment has no address of its own; see get_absolute_url.")


def private_storage() -> PrivateStorage:
    return PrivateStorage()


def place(attachment: Attachment, name: str) -> str:
    """Return where the file lies: nothing a member typed, and no ending, is in the path."""
    token = attachment.pk.hex
    return f"{token[:2]}/{token}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, reader: Reader) -> Self:
        """Files of posts the reader may read, and those the reader has not posted yet.

        Whether the post still names the file is asked of each one: see ``is_named_for``.
        """
        found = Q(
            post__isnull=False, post__thread__board__audience__lte=audience_of(reader)
        )
        if not (reader.is_authenticated and reader.is_moderator):
            found &= Q(post__hidden_at=None, post__thread__hidden_at=None)
        if reader.is_authenticated:
            found |= Q(post=None, private_reply=None, owner=reader)
            found |= Q(post__is_held=True, post__author=reader)
            found |= self._in_private(reader)
        return self.filter(found)

    def _in_private(self, reader: Member) -> Q:
        if reader.is_support:
            return Q(private_reply__isnull=False)
        return Q(private_reply__thread__author=reader)

    def unbound(self) -> Self:
        return self.filter(post=None, private_reply=None)


class Attachment(models.Model):
    """One picture or file; its random key is its address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attachments"
    )
    # Empty until the text that names it is posted; the sweep takes what stays so.
    post = models.ForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="attachments"
    )
    private_reply = models.ForeignKey(
        PrivateReply,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="attachments",
    )
    name = models.CharField(_("name"), max_length=attachments.NAME_MAX_CHARACTERS)
    content_type = models.CharField(max_length=100)  # found in the content
    size = models.PositiveIntegerField()  # bytes, as kept
    width = models.PositiveIntegerField(null=True, blank=True)  # pixels; pictures only
    height = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)  # of what is kept
    file = models.FileField(storage=private_storage, upload_to=place, max_length=100)
    at = models.DateTimeField(default=timezone.now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [
            models.Index(
                fields=["at"],
                name="attachment_unbound",
                condition=Q(post=None, private_reply=None),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(
            "community:file", args=[self.pk, attachments.address_name(self.name)]
        )

    @property
    def is_image(self) -> bool:
        return self.content_type in attachments.IMAGE_TYPES

    @property
    def markdown(self) -> str:
        """What one writes to show it in a text."""
        label = attachments.label(self.name)
        return f"{'!' if self.is_image else ''}[{label}]({self.get_absolute_url()})"

    def is_named_for(self, reader: Reader) -> bool:
        """Whether a text the reader may see still names the file.

        A picture that showed too much is gone for all but moderators once the post was
        edited and its former text kept back.
        """
        if self.post is None or (reader.is_authenticated and reader.is_moderator):
            return True
        token = str(self.pk)
        if token in self.post.body_markdown:
            return True
        former = self.post.revisions.visible_to(reader)
        return former.filter(body_markdown__contains=token).exists()
