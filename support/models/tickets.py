"""Threads handed over to support, and the requests that come of it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.models import LANGUAGES, Post, Thread

if TYPE_CHECKING:
    from accounts.roles import Reader


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def open(self) -> Self:
        return self.exclude(state=Escalation.State.CLOSED)

    def sending(self) -> Self:
        return self.filter(state=Escalation.State.SENDING)


class Escalation(models.Model):
    """The hand-over of one thread to support, with the reason and what goes along."""

    class State(models.TextChoices):
        SENDING = "sending", _("sending")
        DELIVERED = "delivered", _("with support")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")
        NOT_SENT = "not_sent", _("not sent")

    class How(models.TextChoices):
        PERSON = "person", _("by a person")
        RULE = "rule", _("by the rule")

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="escalations")
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    rule = models.ForeignKey(
        "EscalationRule",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="escalations",
    )
    how = models.CharField(max_length=6, choices=How.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.SENDING)
    packet = models.JSONField(default=dict)
    number = models.CharField(max_length=40, blank=True)  # as the desk calls it
    created_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["thread"],
                condition=~Q(state="closed"),
                name="escalation_one_open_per_thread",
            ),
            models.UniqueConstraint(
                fields=["thread", "round"], name="escalation_thread_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread} ({self.round})"

    @property
    def is_delivered(self) -> bool:
        return self.delivered_at is not None


class Sequence(models.Model):
    """The last number given out; its row is locked while the next one is taken."""

    name = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=1000)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"


class TicketQuerySet(models.QuerySet["Ticket"]):
    def readable_by(self, reader: Reader) -> Self:
        """Requests ``reader`` may read: their own, or all of them for support."""
        if reader.is_anonymous:
            return self.none()
        return self if reader.is_support else self.filter(requester=reader)

    def open(self) -> Self:
        return self.exclude(state=Ticket.State.CLOSED)

    def in_queue_order(self) -> Self:
        """The order everyone can understand: by class, then the oldest first."""
        ranks = [
            When(ticket_class=value, then=Value(rank))
            for rank, value in enumerate(Ticket.Class.values)
        ]
        return self.annotate(rank=Case(*ranks, default=Value(len(ranks)))).order_by(
            "rank", F("opened_at").asc(), "pk"
        )

    def for_listing(self) -> Self:
        return self.select_related("requester", "assigned_to", "escalation__thread")


class Ticket(models.Model):
    """A private conversation between one person and support; to them, a request."""

    class Class(models.TextChoices):
        """In the order of the queue."""

        COMPLAINT = "complaint", _("complaint")
        BLOCKED = "blocked", _("blocked")
        BUYING = "buying", _("before buying")
        QUESTION = "question", _("question")
        THANKS = "thanks", _("thanks")

    class State(models.TextChoices):
        OPEN = "open", _("With support")
        WAITING = "waiting", _("Waiting for you")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    number = models.PositiveIntegerField(_("number"), unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="requests",
    )
    subject = models.CharField(_("subject"), max_length=200)
    ticket_class = models.CharField(
        _("class"), max_length=9, choices=Class.choices, default=Class.QUESTION
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.OPEN
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    escalation = models.OneToOneField(
        Escalation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ticket",
    )
    opened_at = models.DateTimeField(default=timezone.now)
    first_reply_at = models.DateTimeField(null=True, blank=True)
    # By when a first reply was promised; None where nothing may be claimed.
    expected_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "opened_at"], name="ticket_by_state"),
            models.Index(fields=["requester", "-opened_at"], name="ticket_by_requester"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("support:request", args=[self.number])

    @property
    def label(self) -> str:
        """The number as people say it: "B-20418"."""
        return f"{settings.REQUEST_PREFIX}{self.number}"

    @property
    def thread(self) -> Thread | None:
        return self.escalation.thread if self.escalation else None

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED


class MessageQuerySet(models.QuerySet["Message"]):
    def public(self) -> Self:
        """What the requester may read; notes never leave."""
        return self.filter(is_note=False)


class Message(models.Model):
    """One message of a request, or a note among support."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    body_markdown = models.TextField(_("text"))
    body_html = models.TextField(editable=False)  # sanitised on save
    is_note = models.BooleanField(default=False)
    from_support = models.BooleanField(default=False)
    posted_at = models.DateTimeField(default=timezone.now)
    post = models.ForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["posted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.ticket}: {self.author}"
