"""What members follow beyond single threads, and whom a message names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.boards import Board, Tag
from community.models.posts import Post

if TYPE_CHECKING:
    from accounts.models import Member
    from community.models.threads import Thread

MEMBER = settings.AUTH_USER_MODEL


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, thread: Thread) -> Self:
        """Follows that a new thread is news for: its board, its tags, its author."""
        return self.filter(
            Q(board=thread.board_id)
            | Q(tag__in=thread.tags.all())
            | Q(author=thread.author_id)
        )

    def to(self, what: Board | Tag | Member) -> Self:
        return self.filter(**{Follow.field_of(what): what})


class Follow(models.Model):
    """A member's wish to hear of what is new on a board, under a tag, or by a member."""

    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="follows")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, null=True, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey(
        MEMBER, on_delete=models.CASCADE, null=True, related_name="followers"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [
            models.CheckConstraint(
                name="follow_is_of_one_thing",
                condition=Q(board__isnull=False, tag=None, author=None)
                | Q(board=None, tag__isnull=False, author=None)
                | Q(board=None, tag=None, author__isnull=False),
            ),
            models.UniqueConstraint(fields=["member", "board"], name="follow_board_once"),
            models.UniqueConstraint(fields=["member", "tag"], name="follow_tag_once"),
            models.UniqueConstraint(fields=["member", "author"], name="follow_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.board or self.tag or self.author}"

    @staticmethod
    def field_of(what: Board | Tag | Member) -> str:
        """Return the name of the field that holds ``what``."""
        if isinstance(what, Board):
            return "board"
        return "tag" if isinstance(what, Tag) else "author"


class Mention(models.Model):
    """A member named in a message; each is told once, however often it is edited."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["post", "member"], name="mention_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.post}"
