"""What staff ask the figures for: days and filters, from the address."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.audience import Audience
from search.figures import LENGTHS, Chosen, Period, last_full_days
from search.figures_parts import with_kinds
from search.language.analysis import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

USUAL_LENGTH = 28
OWN = "own"  # days of one's own
LONGEST_DAYS = 366
ISO = "%Y-%m-%d"
NO_DAY = gettext_lazy("This is no day. Write it as year-month-day: 2026-03-31.")


class PeriodForm(forms.Form):
    """The last full days, or from one day to another."""

    days = forms.CharField(required=False)
    first = forms.DateField(
        required=False, input_formats=[ISO], error_messages={"invalid": NO_DAY}
    )
    last = forms.DateField(
        required=False, input_formats=[ISO], error_messages={"invalid": NO_DAY}
    )

    @property
    def is_own(self) -> bool:
        """Whether it asks for days of its own: says so, or names them and no length."""
        days = self.data.get("days", "")
        names_days = self.data.get("first") or self.data.get("last")
        return days == OWN or bool(names_days and days not in map(str, LENGTHS))

    def clean(self) -> None:
        if not self.is_own or self.errors:
            return
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        yesterday = timezone.now().date() - timedelta(days=1)
        if first is None or last is None:
            name = "last" if first else "first"
            self.add_error(name, _("Both days are needed: from which, and up to which."))
        elif last > yesterday:
            text = _("The last day can be %(day)s: today is not over.")
            day = date_format(yesterday, "DATE_FORMAT")
            self.add_error("last", ValidationError(text, params={"day": day}))
        elif first > last:
            self.add_error("first", _("The first day comes after the last."))
        elif (last - first).days >= LONGEST_DAYS:
            text = _("At most %(count)s days can be looked at in one go.")
            params = {"count": LONGEST_DAYS}
            self.add_error("first", ValidationError(text, params=params))

    @property
    def period(self) -> Period:
        """The days asked for; the usual ones, where that makes no sense."""
        days = self.data.get("days", "")
        if self.is_valid() and self.is_own:
            return Period(self.cleaned_data["first"], self.cleaned_data["last"])
        length = int(days) if days in map(str, LENGTHS) else USUAL_LENGTH
        return last_full_days(length, now=timezone.now())


class Length(NamedTuple):
    """A usual period one can choose."""

    label: str
    query: str  # of its address
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is about, with what its form shows."""

    form: PeriodForm
    period: Period
    chosen: Chosen
    places: list[tuple[str, str]]  # key and name of those one can choose

    @property
    def lengths(self) -> list[Length]:
        """The usual periods, with the filters that are chosen."""
        now = timezone.now()
        filters = {name: value for name, value in asdict(self.chosen).items() if value}
        return [
            Length(
                ngettext("Last %d day", "Last %d days", n) % n,
                urlencode({"days": n} | filters),
                self.period == last_full_days(n, now=now),
            )
            for n in LENGTHS
        ]


def asked(query: QueryDict, form: PeriodForm, names: Mapping[str, str]) -> Asked:
    """Return what the address asks for; filters that make no sense are left out.

    Args:
        query: of the address.
        form: of the same address, for the days.
        names: of the places the reader may know, by key.
    """
    language, audience = query.get("language", ""), query.get("audience", "")
    place = query.get("place", "")
    chosen = Chosen(
        language=language if language in LANGUAGES else "",
        audience=audience if audience in map(str, Audience.values) else "",
        place=place if place in names else "",
    )
    places = sorted(with_kinds(names).items(), key=lambda item: item[1].casefold())
    return Asked(form, form.period, chosen, places)
