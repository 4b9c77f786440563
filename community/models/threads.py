"""A question or a discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import audience_of
from community import states
from community.models.boards import Board, Tag
from community.trust import rights_of

if TYPE_CHECKING:
    from accounts.models import Member
    from accounts.roles import Reader

LANGUAGES = [("en", "English"), ("fr", "Français")]


class SupportState(models.TextChoices):
    """Where a thread stands with support; written by ``set_support_state`` alone."""

    NONE = "", _("not with support")
    SENDING = "sending", _("sending")
    WITH_SUPPORT = "with_support", _("with support")
    WAITING = "waiting", _("waiting for the author")
    ANSWERED = "answered", _("answered by support")
    CLOSED = "closed", _("closed")
    NOT_SENT = "not_sent", _("not sent")


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, reader: Reader) -> Self:
        """Threads of boards the reader may read; hidden ones for moderators only.

        Who wrote one that is held sees it, and that it waits.
        """
        found = self.filter(board__audience__lte=audience_of(reader))
        if reader.is_anonymous:
            return found.filter(hidden_at=None)
        if reader.is_moderator:
            return found
        return found.filter(Q(hidden_at=None) | Q(is_held=True, author=reader))

    def questions(self) -> Self:
        return self.filter(kind=Thread.Kind.QUESTION)

    def in_state(self, state: str) -> Self:
        return self.filter(states.CONDITIONS[states.State(state)])

    def for_listing(self) -> Self:
        """Threads with all a list shows, in one query, latest activity first."""
        return self.select_related("author", "board").order_by("-last_post_at", "-pk")


class Thread(models.Model):
    """A question or a discussion: a title and its posts."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        DISCUSSION = "discussion", _("discussion")

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="threads")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="threads"
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.QUESTION
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=80, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    tags = models.ManyToManyField(Tag, blank=True, related_name="threads")
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    accepted_post = models.OneToOneField(
        "Post", on_delete=models.RESTRICT, null=True, blank=True, related_name="solves"
    )
    solved_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    is_locked = models.BooleanField(_("locked"), default=False)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    # Kept by the services in the transaction that changes them; see services.counting.
    answer_count = models.PositiveIntegerField(default=0, editable=False)
    peer_answer_count = models.PositiveIntegerField(default=0, editable=False)
    me_too_count = models.PositiveIntegerField(default=0, editable=False)
    first_answer_at = models.DateTimeField(null=True, editable=False)
    last_post_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)  # of any of its posts
    is_last_by_author = models.BooleanField(default=True, editable=False)
    support_state = models.CharField(
        max_length=12, choices=SupportState.choices, default=SupportState.NONE, blank=True
    )
    support_since = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    hidden_reason = models.CharField(max_length=200, blank=True)
    is_held = models.BooleanField(default=False, editable=False)  # as its opening post
    # When its author said that the answers do not help; a new answer empties it.
    not_helped_at = models.DateTimeField(null=True, editable=False)
    # When its author was asked by mail whether the answers helped.
    asked_back_at = models.DateTimeField(null=True, editable=False)
    source = models.CharField(max_length=200, blank=True, editable=False)

    new_count = 0  # posts since the reader of a list was here; see community.unread

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        indexes = [
            models.Index(
                fields=["board", "-last_post_at", "-id"], name="thread_by_activity"
            ),
            models.Index(fields=["board", "asked_at"], name="thread_by_age"),
            models.Index(fields=["-last_post_at", "-id"], name="thread_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="thread_solved_at_iff_accepted",
                condition=Q(accepted_post=None, solved_at=None)
                | Q(accepted_post__isnull=False, solved_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["source"], condition=~Q(source=""), name="thread_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("community:thread", args=[self.pk, self.slug])

    @property
    def key(self) -> str:
        """The name of the thread in search."""
        return f"thread:{self.pk}"

    @property
    def state(self) -> states.State | None:
        return states.state_of(self)

    @property
    def is_solved(self) -> bool:
        return self.accepted_post_id is not None

    @property
    def is_question(self) -> bool:
        return self.kind == self.Kind.QUESTION

    def can_be_solved_by(self, member: Member) -> bool:
        """Who asked may say what solved it; so may whom everybody trusts."""
        if not (self.is_question and member.is_active):
            return False
        return member.pk == self.author_id or rights_of(member).accepts_for_others
