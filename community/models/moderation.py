"""What members report, and what moderators did about it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models.posts import Post
from community.models.threads import Thread

MEMBER = settings.AUTH_USER_MODEL


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> Self:
        return self.filter(decided_at=None)


class Flag(models.Model):
    """A member's report that a message should be looked at; one per person and post."""

    class Why(models.TextChoices):
        SPAM = "spam", _("It is advertising or spam")
        PRIVATE = "private", _("It shows something private: a card, an order, an address")
        RUDE = "rude", _("It is rude or hurts somebody")
        PLACE = "place", _("It belongs somewhere else")
        OTHER = "other", _("Something else")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="flags")
    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(_("why"), max_length=10, choices=Why.choices)
    note = models.CharField(_("in your words"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    was_right = models.BooleanField(null=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="flag_once")]
        indexes = [models.Index(fields=["decided_at", "at"], name="flag_open")]

    def __str__(self) -> str:
        return f"{self.member}: {self.post}"


class ActionQuerySet(models.QuerySet["Action"]):
    def on_thread(self, thread: Thread) -> Self:
        """What everybody may know of a thread: moved, merged, split, locked."""
        shown = [Action.Kind.MOVE, Action.Kind.MERGE, Action.Kind.SPLIT, Action.Kind.LOCK]
        return self.filter(thread=thread, kind__in=shown, undone_at=None)


class Action(models.Model):
    """One thing a moderator did, with what is needed to undo it: the audit trail."""

    class Kind(models.TextChoices):
        HIDE = "hide", _("took down")
        RESTORE = "restore", _("put back")
        LOCK = "lock", _("locked")
        UNLOCK = "unlock", _("unlocked")
        PIN = "pin", _("pinned")
        UNPIN = "unpin", _("unpinned")
        MOVE = "move", _("moved")
        MERGE = "merge", _("merged")
        SPLIT = "split", _("split")
        KEEP = "keep", _("looked at and kept")
        EDIT = "edit", _("changed the text of")
        APPROVE = "approve", _("let through")
        WARN = "warn", _("warned")
        SUSPEND = "suspend", _("suspended")
        RELEASE = "release", _("ended the suspension of")
        TRUST = "trust", _("changed the trust of")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(  # nobody: a rule of the house did it
        MEMBER, on_delete=models.PROTECT, null=True, related_name="+"
    )
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, null=True, related_name="actions"
    )
    member = models.ForeignKey(  # whom a warning or a suspension is for
        MEMBER, on_delete=models.CASCADE, null=True, related_name="+"
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)  # what was so before, to undo it
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        MEMBER, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("act of moderation")
        verbose_name_plural = _("acts of moderation")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["thread", "-at"], name="action_by_thread")]

    def __str__(self) -> str:
        return f"{self.by} {self.get_kind_display()} {self.thread or self.member}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def current(self) -> Self:
        return self.filter(until__gt=timezone.now())


class Review(models.Model):
    """Who looks at a message of the queue just now, so that two do not decide it twice."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="review")
    member = models.ForeignKey(MEMBER, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.member}: {self.post}"


def posts_to_review() -> models.QuerySet[Post]:
    """Return what is held or reported, the most reported first, then the longest waiting.

    Each with ``reports``, how many are open, and ``since``.
    """
    is_open = Q(flags__decided_at=None, flags__isnull=False)
    return (
        Post.objects.annotate(
            reports=Count("flags", filter=is_open),
            since=Coalesce(Min("flags__at", filter=is_open), "hidden_at"),
        )
        .filter(Q(is_held=True) | Q(reports__gt=0))
        .select_related("author", "thread__board", "review__member")
        .order_by("-reports", "since", "pk")
    )
