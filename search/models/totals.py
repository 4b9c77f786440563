"""What stays of searches when their rows are purged: one row of sums for each day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from base.audience import Audience
from search.models.events import SearchEvent

if TYPE_CHECKING:
    from datetime import date


class DailyTotalQuerySet(models.QuerySet["DailyTotal"]):
    def between(self, first: date, last: date) -> Self:
        """From ``first`` to ``last``, both included."""
        return self.filter(day__gte=first, day__lte=last)


class DailyTotal(models.Model):
    """The counted searches of one day in one language, by one audience, from one source.

    ``people`` are different visitors of that day, each counted once, where they searched
    first; over several days they do not add up to people, only to days on which somebody
    searched. ``requesters`` are those of them who wrote to support after it.
    """

    day = models.DateField(db_index=True)
    language = models.CharField(max_length=2)
    audience = models.PositiveSmallIntegerField(choices=Audience.choices)
    source = models.CharField(max_length=4, choices=SearchEvent.Source.choices)
    place = models.CharField(max_length=60, blank=True)  # as SearchEvent.place
    searches = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    no_result = models.PositiveIntegerField(default=0)
    blocked = models.PositiveIntegerField(default=0)
    no_click = models.PositiveIntegerField(default=0)
    reformulated = models.PositiveIntegerField(default=0)
    clicked = models.PositiveIntegerField(
        default=0
    )  # searches of which a result was opened
    positions = models.PositiveIntegerField(
        default=0
    )  # of the first results opened, summed
    solved = models.PositiveIntegerField(default=0)  # deflection, with the next two
    unknown = models.PositiveIntegerField(default=0)
    not_solved = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    ticketed = models.PositiveIntegerField(default=0)
    requesters = models.PositiveIntegerField(default=0)

    objects = DailyTotalQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily total")
        verbose_name_plural = _("daily totals")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "audience", "source", "place"],
                name="one_total_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.language} {self.searches}"
