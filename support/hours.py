"""When support answers, and what that means right now, by the reader's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from holidays import country_holidays

from base.opentime import OpenTime, Period
from support.models import Channel, Closure, Holiday, SupportHours, Team

if TYPE_CHECKING:
    from django.http import HttpRequest
    from holidays import HolidayBase

KEPT_SECONDS = 60  # how long a process may show hours that were changed meanwhile
ZONE_COOKIE = "zone"
KEY = "support-hours"
DAYS_SHOWN = 7
ALWAYS = timedelta(days=7)  # open for so long without a break
DAYS_KNOWN = 400  # closures that ended earlier no longer count in any wait


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """The days a team is off: the country's holidays and its own, less the exceptions."""

    country: str
    region: str
    own: dict[date, tuple[str, bool]]  # name, and whether it is open all the same

    def __contains__(self, day: object) -> bool:
        if (known := self.own.get(day)) is not None:  # type: ignore[call-overload]
            return not known[1]
        return bool(self.country) and day in _public(self.country, self.region, "")

    def name(self, day: date) -> str:
        """Return what that day is called, in the language of the page."""
        if day in self.own:
            return self.own[day][0]
        if not self.country:
            return ""
        spoken = "fr" if get_language() == "fr" else "en_US"
        return str(_public(self.country, self.region, spoken).get(day, ""))


@lru_cache(maxsize=64)
def _public(country: str, region: str, language: str) -> HolidayBase:
    return country_holidays(country, subdiv=region or None, language=language or None)


@dataclass(frozen=True, slots=True)
class TeamHours:
    """The hours of one team as something to count with, per channel."""

    name: str
    ticket_class: str
    zone: ZoneInfo
    periods: dict[str, tuple[Period, ...]]  # by channel; "" is every other one
    closed_on: ClosedDays
    closures: tuple[Closure, ...]

    def on(self, channel: str) -> OpenTime:
        return OpenTime(
            self.periods.get(channel) or self.periods.get("", ()),
            self.zone,
            self.closed_on,
            tuple((each.starts_at, each.ends_at) for each in self.closures),
        )


@dataclass(frozen=True, slots=True)
class OpenState:
    """Open until ``closes_at`` (None: always), or closed until ``opens_at`` (or ever)."""

    is_open: bool
    closes_at: datetime | None
    opens_at: datetime | None
    zone: ZoneInfo  # in which the reader reads them
    is_readers: bool = False  # known to be the reader's own zone
    now: datetime | None = None

    @property
    def opens_today(self) -> bool:
        return self._opens_in() == 0

    @property
    def opens_tomorrow(self) -> bool:
        return self._opens_in() == 1

    @property
    def opens_this_week(self) -> bool:
        """Whether the name of the day alone says which day it is."""
        days = self._opens_in()
        return days is not None and days < DAYS_SHOWN

    def _opens_in(self) -> int | None:
        if self.opens_at is None:
            return None
        now = self.now or timezone.now()
        then = self.opens_at.astimezone(self.zone).date()
        return (then - now.astimezone(self.zone).date()).days

    @property
    def place(self) -> str:
        """The zone as people say it: "Paris"."""
        return place(self.zone)


@dataclass(frozen=True, slots=True)
class Day:
    """One of the coming days in the table of hours, by the reader's clock."""

    name: str
    periods: list[tuple[datetime, datetime]]
    is_today: bool
    note: str  # the name of a holiday


def place(zone: ZoneInfo) -> str:
    return zone.key.rpartition("/")[2].replace("_", " ")


def teams() -> list[TeamHours]:
    """Return all teams with their hours; four queries once a minute and process."""
    found: list[TeamHours] | None = caches["process"].get(KEY)
    if found is None:
        found = _read_teams()
        caches["process"].set(KEY, found, KEPT_SECONDS)
    return found


def forget() -> None:
    """Read the hours anew: they were just changed here."""
    caches["process"].delete(KEY)


def _read_teams() -> list[TeamHours]:
    periods, days = list(SupportHours.objects.all()), list(Holiday.objects.all())
    closures = list(Closure.objects.all())
    since = timezone.now() - timedelta(days=DAYS_KNOWN)
    return [
        TeamHours(
            name=team.name,
            ticket_class=team.ticket_class,
            zone=ZoneInfo(team.zone),
            periods=_by_channel([each for each in periods if each.team_id == team.pk]),
            closed_on=ClosedDays(
                team.country,
                team.region,
                {d.day: (d.name, d.is_open) for d in days if d.team_id == team.pk},
            ),
            closures=tuple(
                each
                for each in closures
                if each.team_id == team.pk and each.ends_at > since
            ),
        )
        for team in Team.objects.all()
    ]


def _by_channel(rows: list[SupportHours]) -> dict[str, tuple[Period, ...]]:
    found: dict[str, list[Period]] = {}
    for row in rows:
        found.setdefault(row.channel, []).append(Period(row.weekday, row.opens, row.closes))
    return {channel: tuple(periods) for channel, periods in found.items()}


def team_for(ticket_class: str = "") -> TeamHours:
    """Return the team that looks after requests of a class; without any, none is open."""
    known = {team.ticket_class: team for team in teams()}
    nobody = TeamHours("", "", ZoneInfo(settings.TIME_ZONE), {}, ClosedDays("", "", {}), ())
    return known.get(ticket_class) or known.get("") or next(iter(known.values()), nobody)


def open_time(ticket_class: str = "", channel: str = Channel.SITE) -> OpenTime:
    """Return the hours of a class and channel as something to count with."""
    return team_for(ticket_class).on(channel)


def reader_zone(request: HttpRequest | None) -> ZoneInfo | None:
    """Return the zone the reader's browser told us, if it did."""
    name = request.COOKIES.get(ZONE_COOKIE, "") if request is not None else ""
    return ZoneInfo(name) if name in available_timezones() else None


def support_hours(
    now: datetime | None = None,
    *,
    ticket_class: str = "",
    channel: str = Channel.SITE,
    request: HttpRequest | None = None,
) -> OpenState:
    """Return whether support is open at ``now``, and until when, for this reader."""
    moment, team = now or timezone.now(), team_for(ticket_class)
    hours, readers = team.on(channel), reader_zone(request)
    opening = hours.opening_at(moment)
    return OpenState(
        is_open=opening is not None,
        closes_at=opening[1] if opening and opening[1] - moment < ALWAYS else None,
        opens_at=None if opening else hours.next_opening(moment),
        zone=readers or team.zone,
        is_readers=readers is not None,
        now=moment,
    )


def coming_days(
    now: datetime | None = None,
    *,
    ticket_class: str = "",
    channel: str = Channel.SITE,
    request: HttpRequest | None = None,
) -> list[Day]:
    """Return today and the six days after with their openings; empty without hours."""
    moment, team = now or timezone.now(), team_for(ticket_class)
    hours, zone = team.on(channel), reader_zone(request) or team.zone
    if not hours.periods:
        return []
    today = moment.astimezone(zone).date()
    # A day here may lie on two days there.
    openings = hours.openings(today - timedelta(days=1), days=DAYS_SHOWN + 2)
    local = [(start.astimezone(zone), end.astimezone(zone)) for start, end in openings]
    shown = [today + timedelta(days=ahead) for ahead in range(DAYS_SHOWN)]
    return [
        Day(
            name=date_format(day, "l"),
            periods=[each for each in local if each[0].date() == day],
            is_today=day == today,
            note=team.closed_on.name(day) if day in team.closed_on else "",
        )
        for day in shown
    ]


def other_channels(ticket_class: str = "") -> list[Channel]:
    """Return the channels with hours of their own, to be shown beside those of the site."""
    own = team_for(ticket_class).periods
    return [each for each in Channel if each in own and each != Channel.SITE]


def announced(now: datetime | None = None) -> list[Closure]:
    """Return the closures to be announced now, the next one first; over is over."""
    moment = now or timezone.now()
    found = {
        each.pk: each
        for team in teams()
        for each in team.closures
        if each.announce_at <= moment < each.ends_at
    }
    return sorted(found.values(), key=lambda closure: closure.starts_at)
