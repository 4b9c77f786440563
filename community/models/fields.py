"""What a board asks for beside the text: version, shop address, error text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.models.boards import Board
from community.models.threads import Thread

if TYPE_CHECKING:
    from accounts.roles import Reader


OPTION_MAX_CHARACTERS = 200


class BoardField(models.Model):
    """One thing that a board asks whoever opens a thread there."""

    class Kind(models.TextChoices):
        LINE = "line", _("one line")
        TEXT = "text", _("several lines, shown as they are")
        ADDRESS = "address", _("a web address")
        CHOICE = "choice", _("one of a list, for example the product")

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="fields")
    label_en = models.CharField(_("label in English"), max_length=80)
    label_fr = models.CharField(_("label in French"), max_length=80, blank=True)
    help_en = models.CharField(_("help in English"), max_length=160, blank=True)
    help_fr = models.CharField(_("help in French"), max_length=160, blank=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.LINE
    )
    choices = models.TextField(
        _("the list"), blank=True, help_text=_("For “one of a list”: one on each line.")
    )
    is_required = models.BooleanField(_("must be filled in"), default=False)
    is_private = models.BooleanField(_("only the author and staff read it"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("field of a board")
        verbose_name_plural = _("fields of a board")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse a list without anything on it: nobody could fill it in."""
        if self.kind == self.Kind.CHOICE and not self.options:
            raise ValidationError({"choices": _("Write what can be chosen, one a line.")})

    @property
    def options(self) -> list[str]:
        """What can be chosen, each once, in the order staff wrote it."""
        lines = (line.strip()[:OPTION_MAX_CHARACTERS] for line in self.choices.splitlines())
        return list(dict.fromkeys(filter(None, lines)))

    @property
    def label(self) -> str:
        return self.label_fr if get_language() == "fr" and self.label_fr else self.label_en

    @property
    def help(self) -> str:
        return self.help_fr if get_language() == "fr" and self.help_fr else self.help_en


class FieldValueQuerySet(models.QuerySet["FieldValue"]):
    def visible_to(self, reader: Reader, thread: Thread) -> Self:
        """What ``reader``, who may read ``thread``, may read of its fields."""
        found = self.filter(thread=thread)
        is_author = reader.is_authenticated and reader.pk == thread.author_id
        if is_author or (reader.is_authenticated and reader.is_support):
            return found
        return found.filter(field__is_private=False)


class FieldValue(models.Model):
    """What the author of a thread filled in."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="values")
    field = models.ForeignKey(BoardField, on_delete=models.CASCADE, related_name="+")
    value = models.TextField()

    objects = FieldValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a field")
        verbose_name_plural = _("values of fields")
        ordering = ["field__order", "field_id"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "field"], name="field_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value[:40]}"
