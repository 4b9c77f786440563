"""Adding pictures and files to a text, and clearing away what was never posted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from base import attachments
from community.models import Attachment

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.base import File

    from accounts.models import Member
    from community.models import Post, PrivateReply

UNBOUND_KEPT = timedelta(days=2)


def attach(*, by: Member, upload: File[bytes], at: datetime | None = None) -> Attachment:
    """Keep a picture or file for a text that ``by`` is writing.

    The same file again, while it is in no post yet, is the same attachment. Not one
    transaction: a picture takes a second to draw anew, and nobody waits for that.

    Raises:
        PermissionDenied: ``by`` is no longer active.
        ValidationError: it may not be added; the text says what to do.
    """
    if not by.is_active:
        raise PermissionDenied
    attachments.check_size(upload.size)
    found = attachments.examine(name=upload.name or "", content=upload.read())
    moment = at or timezone.now()
    mine = Attachment.objects.unbound().filter(owner=by, name=found.name)
    twin = mine.filter(sha256=found.sha256).first()
    # It waits anew; not there to be updated means that the sweep was quicker.
    if twin and mine.filter(pk=twin.pk).update(at=moment):
        return twin
    attachment = Attachment(
        owner=by,
        name=found.name,
        content_type=found.content_type,
        size=len(found.content),
        width=found.width,
        height=found.height,
        sha256=found.sha256,
        at=moment,
    )
    attachment.file.save(found.name, ContentFile(found.content), save=False)
    attachment.save(force_insert=True)
    return attachment


def bind(
    *, by: Member, post: Post | None = None, private_reply: PrivateReply | None = None
) -> None:
    """Give a text the attachments that it names; only what ``by`` added counts.

    Belongs into the transaction that writes the text; binding again changes nothing.
    """
    text = post or private_reply
    if text and (tokens := attachments.tokens_in(text.body_markdown)):
        mine = Attachment.objects.unbound().filter(owner=by, pk__in=tokens)
        mine.update(post=post, private_reply=private_reply)


def sweep(*, at: datetime | None = None) -> int:
    """Delete what was added to a text that nobody posted; return how many there were."""
    before = (at or timezone.now()) - UNBOUND_KEPT
    old = Attachment.objects.unbound().filter(at__lt=before)
    return sum(_discard(attachment) for attachment in list(old))


@transaction.atomic
def _discard(attachment: Attachment) -> bool:
    """Delete the row, then the file, unless a post was quicker."""
    deleted, _rows = Attachment.objects.unbound().filter(pk=attachment.pk).delete()
    if deleted:
        file = attachment.file
        transaction.on_commit(lambda: file.storage.delete(str(file.name)))
    return bool(deleted)
