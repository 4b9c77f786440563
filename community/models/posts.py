"""The messages of a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import audience_of
from community.models.threads import Thread

if TYPE_CHECKING:
    from accounts.models import Member
    from accounts.roles import Reader


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, reader: Reader) -> Self:
        found = self.filter(thread__board__audience__lte=audience_of(reader))
        if reader.is_authenticated and reader.is_moderator:
            return found
        shown = Q(hidden_at=None, thread__hidden_at=None)
        if reader.is_authenticated:
            shown |= Q(is_held=True, author=reader)
        return found.filter(shown)

    def answers(self) -> Self:
        return self.filter(position__gt=1)


class Post(models.Model):
    """One message in a thread; position 1 is the opening post."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts"
    )
    position = models.PositiveIntegerField(editable=False)
    body_markdown = models.TextField(_("text"), blank=True)  # empty for imported HTML
    body_html = models.TextField(editable=False)  # sanitised on save
    posted_at = models.DateTimeField(default=timezone.now)
    is_official = models.BooleanField(default=False)  # written by staff
    as_support = models.BooleanField(default=False)  # came back from a request
    edited_at = models.DateTimeField(null=True, editable=False)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    hidden_reason = models.CharField(max_length=200, blank=True)
    # Hidden until a moderator lets it through, and why: codes of community.holding.
    is_held = models.BooleanField(default=False)
    held_for = models.JSONField(default=list, blank=True, editable=False)
    source = models.CharField(max_length=200, blank=True, editable=False)

    shown_html = ""  # where links are unfolded for one reader; see community.unfold

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "position"], name="post_position"),
            models.UniqueConstraint(
                fields=["source"], condition=~Q(source=""), name="post_imported_once"
            ),
        ]
        indexes = [models.Index(fields=["author", "-posted_at"], name="post_by_author")]

    def __str__(self) -> str:
        return f"{self.thread} #{self.position}"

    def get_absolute_url(self) -> str:
        return reverse("community:post", args=[self.pk])

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_taken_back(self) -> bool:
        """Whether its own author took it down, which needs no reason."""
        return self.is_hidden and self.hidden_by_id == self.author_id

    @property
    def is_answer(self) -> bool:
        return self.position > 1

    def can_be_edited_by(self, member: Member) -> bool:
        """Authors may until the thread is locked or the post taken down; moderators may."""
        if member.is_moderator:
            return True
        is_open = not self.thread.is_locked and not self.is_hidden
        return member.is_active and member.pk == self.author_id and is_open

    def can_be_deleted_by(self, member: Member) -> bool:
        """Authors may take back an answer that is not the accepted one."""
        is_needed = not self.is_answer or self.thread.accepted_post_id == self.pk
        return not is_needed and self.can_be_edited_by(member)
