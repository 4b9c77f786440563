"""What staff teach search: synonyms, pinned results, judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.language.analysis import LANGUAGES, query_terms

if TYPE_CHECKING:
    from datetime import date

LANGUAGE_CHOICES = [("", _("All languages")), ("en", _("English")), ("fr", _("French"))]


def languages_of(language: str) -> tuple[str, ...]:
    return (language,) if language else LANGUAGES


def has_words(text: str, language: str) -> bool:
    """Whether search looks at anything in ``text``: "how do I" says nothing to it."""
    return any(query_terms(text, each) for each in languages_of(language))


class Synonym(models.Model):
    """Who searches for ``text`` may mean one of ``means``; two-way, the other way too."""

    language = models.CharField(
        _("language"), max_length=2, blank=True, choices=LANGUAGE_CHOICES
    )
    text = models.CharField(
        _("who searches for"), max_length=100, help_text=_("A word or a few: “till”.")
    )
    means = models.TextField(
        _("also finds"),
        max_length=500,
        help_text=_("One word or phrase a line: “point of sale”."),
    )
    is_two_way = models.BooleanField(
        _("the other way too"),
        default=True,
        help_text=_("Who searches for one of these finds the first as well."),
    )
    changed_at = models.DateTimeField(auto_now=True, db_index=True, editable=False)

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["text", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def several(self) -> list[str]:
        """What it means, one by one."""
        return [line.strip() for line in self.means.splitlines() if line.strip()]

    def clean(self) -> None:
        wrong = {
            name: ValidationError(
                _("Search looks at none of these words: “%(words)s”. Choose others."),
                params={"words": ", ".join(empty)},
            )
            for name, said in (("text", [self.text]), ("means", self.several))
            if (empty := [each for each in said if not has_words(each, self.language)])
        }
        if wrong:
            raise ValidationError(wrong)


class PinQuerySet(models.QuerySet["Pin"]):
    def on(self, day: date) -> Self:
        """Those that hold on ``day``."""
        begun = Q(starts_on=None) | Q(starts_on__lte=day)
        going_on = Q(ends_on=None) | Q(ends_on__gte=day)
        return self.filter(begun & going_on)


class Pin(models.Model):
    """A document that stands first for one query."""

    text = models.CharField(
        _("search words"),
        max_length=200,
        help_text=_("The order and the endings of the words do not matter."),
    )
    stems = models.CharField(max_length=200, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES[1:])
    key = models.CharField(_("page"), max_length=60)
    place = models.PositiveSmallIntegerField(_("place"), default=1)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("pinned result")
        verbose_name_plural = _("pinned results")
        ordering = ["text", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stems", "language", "key"], name="pin_once_per_query"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(starts_on__lte=models.F("ends_on")),
                name="pin_ends_after_start",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Judgement(models.Model):
    """Staff's word on which documents answer a query, to measure the ranking by."""

    text = models.CharField(_("search words"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES[1:])
    keys = models.JSONField(_("right results"), default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        ordering = ["text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "language"], name="one_judgement_per_query"
            )
        ]

    def __str__(self) -> str:
        return self.text
