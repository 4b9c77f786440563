"""Erasing what a member had in private: the part of the forum that was never for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from base import markdown
from community.models import (
    Action,
    Attachment,
    Badge,
    Claim,
    FieldValue,
    Flag,
    Follow,
    Mention,
    Post,
    PrivateReply,
    ReadDay,
    ReadThread,
    Review,
    Revision,
    Standing,
    Watch,
)

if TYPE_CHECKING:
    from accounts.models import Member

# Rows that say something of one person alone, and that nothing is counted by.
GONE = (Badge, Claim, Follow, Mention, ReadDay, ReadThread, Review, Standing, Watch)


def forget(member: Member) -> None:
    """Delete or empty what only ``member``, staff or moderators could read.

    Belongs into the transaction that erases the member; again changes nothing.
    """
    for model in GONE:
        model._default_manager.filter(member=member).delete()
    Follow.objects.filter(author=member).delete()
    # The report stays, with its reason from the list: the message may still be looked at.
    Flag.objects.filter(member=member).update(note="")
    FieldValue.objects.filter(thread__author=member, field__is_private=True).delete()
    # What moderators changed cannot be brought back any more.
    changed = Action.objects.filter(kind=Action.Kind.EDIT, thread__author=member)
    changed.update(details={})
    _empty_texts(member)
    _drop_files(member)


def _empty_texts(member: Member) -> None:
    """Put a line in the place of private replies and of messages that were taken back."""
    for reply in PrivateReply.objects.filter(author=member).select_related("thread"):
        _empty(reply, language=reply.thread.language)
    back = Post.objects.filter(author=member, hidden_by=F("author")).exclude(hidden_at=None)
    for post in back.select_related("thread"):
        _empty(post, language=post.thread.language)
    # Former texts that showed what nobody should see, or of what was taken back.
    unseen = Revision.objects.filter(post__author=member).filter(
        Q(is_kept_back=True) | Q(post__in=back.values("pk"))
    )
    unseen.update(title="", body_markdown="")


def _empty(text: Post | PrivateReply, *, language: str) -> None:
    with translation.override(language):
        text.body_markdown = _("Erased, as its author wished.")
    text.body_html = markdown.render(text.body_markdown)
    text.save(update_fields=["body_markdown", "body_html"])


def _drop_files(member: Member) -> None:
    """Delete the files that no text shows to the public any more."""
    anybody = AnonymousUser()
    for attachment in Attachment.objects.filter(owner=member).select_related("post"):
        if attachment.post is None or not attachment.is_named_for(anybody):
            _drop(attachment)


def _drop(attachment: Attachment) -> None:
    name, storage = str(attachment.file.name), attachment.file.storage
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(name))
