"""When support answers: teams, their periods of the week, holidays and closures."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from holidays import country_holidays
from holidays.registry import COUNTRIES
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from support.models.tickets import Ticket

CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")  # between the words of a class's name


class Channel(models.TextChoices):
    """Where a contact comes from."""

    SITE = "site", _("this site")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("telephone")
    WIDGET = "widget", _("help inside the product")
    SOCIAL = "social", _("social networks")


def zones() -> list[tuple[str, str]]:
    """Return the zones one may choose from; not in the migration, it changes each year."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


def countries() -> list[tuple[str, str]]:
    """Return the countries whose public holidays are known, by their ISO code."""
    known = {code: CAPITAL.sub(r" \1", name) for name, code, *_rest in COUNTRIES.values()}
    return [("", str(_("none"))), *sorted(known.items(), key=lambda each: each[1])]


def default_zone() -> str:
    return str(settings.TIME_ZONE)


class Team(ClusterableModel):
    """People at support who share hours; one without a class looks after all the rest."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    ticket_class = models.CharField(
        _("looks after"),
        max_length=9,
        choices=Ticket.Class.choices,
        blank=True,
        help_text=_("Empty: every request that no other team looks after."),
    )
    zone = models.CharField(_("time zone"), max_length=60, default=default_zone)
    country = models.CharField(
        _("public holidays of"),
        max_length=2,
        blank=True,
        help_text=_("On these days the team is closed."),
    )
    region = models.CharField(
        _("region"),
        max_length=10,
        blank=True,
        help_text=_("Where holidays differ within the country, for example BY for DE."),
    )

    class Meta:
        verbose_name = _("team and its hours")
        verbose_name_plural = _("teams and their hours")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket_class"], name="team_per_class")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.zone not in available_timezones():
            raise ValidationError({"zone": _("There is no such time zone.")})
        self.country = self.country.upper()
        if not self.country:
            self.region = ""
            return
        try:
            country_holidays(self.country, subdiv=self.region or None)
        except NotImplementedError as error:
            field = "region" if self.country in dict(countries()) else "country"
            raise ValidationError(
                {field: _("Its holidays are not known; add the days by hand.")}
            ) from error


class SupportHours(models.Model):
    """One period of a weekday in which a team answers, by the clock of its zone."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    team = ParentalKey(Team, on_delete=models.CASCADE, related_name="hours")
    channel = models.CharField(
        _("only for"),
        max_length=6,
        choices=Channel.choices,
        blank=True,
        help_text=_("A channel with periods of its own has no others."),
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"), help_text=_("00:00 is the end of the day."))

    class Meta:
        verbose_name = _("support hours")
        verbose_name_plural = _("support hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"),
                name="hours_close_after_opening",
                violation_error_message=_("It closes before it opens."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Holiday(models.Model):
    """A day off of a team's own, or a public holiday on which it works all the same."""

    team = ParentalKey(Team, on_delete=models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=60, blank=True)
    is_open = models.BooleanField(
        _("open all the same"), default=False, help_text=_("For a public holiday.")
    )

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["team", "day"], name="holiday_once_per_team")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()


class Closure(models.Model):
    """A time in which a team does not answer though it usually would, announced before."""

    team = ParentalKey(Team, on_delete=models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    notice_en = models.CharField(
        _("notice in English"), max_length=200, help_text=_("Why; the times are added.")
    )
    notice_fr = models.CharField(_("notice in French"), max_length=200)
    announce_at = models.DateTimeField(_("announced from"), default=timezone.now)

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="closure_ends_after_it_starts",
                violation_error_message=_("It ends before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.notice_en
