"""Which questions go to support by themselves, board by board."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.models import LANGUAGES, Board, Tag
from community.states import State
from support.models.tickets import Ticket


class EscalationRule(models.Model):
    """What is handed over on a board; the one without a board is for all the others."""

    class Takes(models.TextChoices):
        UNANSWERED = "unanswered", _("questions that nobody answered")
        OPEN = "open", _("these, and questions that need attention")

    name = models.CharField(_("name"), max_length=80)
    board = models.OneToOneField(
        Board,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("board"),
        help_text=_("Empty: every board that has no rule of its own."),
    )
    is_on = models.BooleanField(
        _("on"), default=False, help_text=_("Save it switched off and rehearse it first.")
    )
    takes = models.CharField(
        _("takes"), max_length=10, choices=Takes.choices, default=Takes.UNANSWERED
    )
    min_open_hours = models.PositiveSmallIntegerField(
        _("asked at least this many hours ago"),
        default=20,
        help_text=_("Only support's open hours count; a working day may have ten."),
    )
    max_open_hours = models.PositiveSmallIntegerField(
        _("and at most this many"), default=220
    )
    min_me_too = models.PositiveSmallIntegerField(
        _("people who have this too"), default=0, help_text=_("At least; 0 asks nothing.")
    )
    language = models.CharField(
        _("only in this language"), max_length=2, choices=LANGUAGES, blank=True
    )
    ticket_class = models.CharField(
        _("arrives as"),
        max_length=9,
        choices=Ticket.Class.choices,
        default=Ticket.Class.QUESTION,
        help_text=_("The class of the request; the hours of its team count."),
    )
    without_tags = models.ManyToManyField(
        Tag, blank=True, related_name="+", verbose_name=_("never with one of these tags")
    )
    cap = models.PositiveSmallIntegerField(
        _("at most in one run"), default=50, help_text=_("A run comes every ten minutes.")
    )

    class Meta:
        verbose_name = _("hand-over rule")
        verbose_name_plural = _("hand-over rules")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_open_hours__gt=F("min_open_hours")),
                name="rule_max_after_min",
                violation_error_message=_("The most must be more than the least."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def states(self) -> list[State]:
        """The states of a question that the rule takes."""
        if self.takes == self.Takes.OPEN:
            return [State.UNANSWERED, State.ATTENTION]
        return [State.UNANSWERED]

    def clean(self) -> None:
        others = EscalationRule.objects.filter(board=None).exclude(pk=self.pk)
        if self.board is None and others.exists():
            raise ValidationError({"board": _("There is one for all boards already.")})
