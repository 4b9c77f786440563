"""The areas of the forum, and the words threads are found by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.roles import audience_of
from base.audience import Audience

if TYPE_CHECKING:
    from accounts.roles import Reader


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
    holds_first = models.PositiveSmallIntegerField(
        _("first messages of a member that a moderator lets through"),
        default=0,
        help_text=_("0: none. Messages that look like spam are held in any case."),
    )

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
    def key(self) -> str:
        """Its name as a place in search."""
        return f"board:{self.slug}"

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
