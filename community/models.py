"""The forum: boards, threads, posts, and what members press on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.roles import audience_of
from base.audience import Audience
from community import states

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


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, reader: Reader) -> Self:
        return self.filter(audience__lte=audience_of(reader))


class Board(models.Model):
    """One area of the forum."""

    slug = models.SlugField(_("address"), unique=True)
    title_en = models.CharField(_("title in English"), max_length=80)
    title_fr = models.CharField(_("title in French"), max_length=80, blank=True)
    description_en = models.CharField(
        _("description in English"), max_length=250, blank=True
    )
    description_fr = models.CharField(
        _("description in French"), max_length=250, blank=True
    )
    audience = models.PositiveSmallIntegerField(
        _("who may read it"), choices=Audience.choices, default=Audience.PUBLIC
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("community:board", args=[self.slug])

    @property
    def title(self) -> str:
        return self.title_fr if get_language() == "fr" and self.title_fr else self.title_en

    @property
    def description(self) -> str:
        is_french = get_language() == "fr" and self.description_fr
        return self.description_fr if is_french else self.description_en


class Tag(models.Model):
    name = models.SlugField(_("name"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, reader: Reader) -> Self:
        """Threads of boards the reader may read; hidden ones for moderators only."""
        found = self.filter(board__audience__lte=audience_of(reader))
        if reader.is_authenticated and reader.is_moderator:
            return found
        return found.filter(hidden_at=None)

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
    is_locked = models.BooleanField(_("locked"), default=False)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    # Kept by the services in the transaction that changes them; see services.recount.
    answer_count = models.PositiveIntegerField(default=0, editable=False)
    peer_answer_count = models.PositiveIntegerField(default=0, editable=False)
    me_too_count = models.PositiveIntegerField(default=0, editable=False)
    first_answer_at = models.DateTimeField(null=True, editable=False)
    last_post_at = models.DateTimeField(default=timezone.now, editable=False)
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
    source = models.CharField(max_length=200, blank=True, editable=False)

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
        return self.is_question and (member.pk == self.author_id or member.is_moderator)


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, reader: Reader) -> Self:
        found = self.filter(thread__board__audience__lte=audience_of(reader))
        if reader.is_authenticated and reader.is_moderator:
            return found
        return found.filter(hidden_at=None, thread__hidden_at=None)

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
    source = models.CharField(max_length=200, blank=True, editable=False)

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
    def is_answer(self) -> bool:
        return self.position > 1


class Press(models.Model):
    """A member's press on something, once."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class MeToo(Press):
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="me_toos")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member"], name="me_too_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.thread}"


class HelpfulVote(Press):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="helpful_votes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "member"], name="helpful_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.post}"


class Watch(Press):
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="watches")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member"], name="watch_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.thread}"
