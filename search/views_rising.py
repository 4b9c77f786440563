"""The rising words of a week in Wagtail's admin."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search import rising
from search.figures_tables import Column, Line, Table
from search.models import SearchWeek
from search.rising.weekly import WEEK, monday_of
from search.sheets import FORMATS
from search.staff_pages import frame, support_only

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from accounts.http import MemberRequest
    from search.models import RisingWord

MOST_WEEKS = 26  # one can choose from


@require_safe
@support_only
def index(request: MemberRequest) -> HttpResponse:
    """List the rising words of a week, or give them as a file."""
    weeks = list(SearchWeek.objects.order_by("-first").values_list("first", flat=True))
    known = list(dict.fromkeys(weeks))[:MOST_WEEKS]
    first = _asked(request.GET.get("week", ""), known)
    table = _table(rising.of_week(first), first)
    if wanted := request.GET.get("as"):
        if wanted not in FORMATS:
            raise Http404
        return table.file(wanted)
    context = frame(_("Rising words"), "arrow-up") | {
        "tab": "rising",
        "weeks": [(f"{day:%Y-%m-%d}", _name(day)) for day in known],
        "week": f"{first:%Y-%m-%d}",
        "table": table,
        "formats": FORMATS,
        "query": urlencode({"week": f"{first:%Y-%m-%d}"}),
        "has_weeks": bool(known),
    }
    return render(request, "search/admin/rising.html", context)


def _asked(said: str, known: list[date]) -> date:
    """Return the week asked for; else the last that is over, or all there is."""
    try:
        day = parse_date(said)
    except ValueError:
        day = None
    if day in known:
        return day
    last = monday_of(timezone.now().date()) - WEEK
    return last if last in known or not known else known[0]


def _name(first: date) -> str:
    days = {
        "first": date_format(first, "DATE_FORMAT"),
        "last": date_format(first + timedelta(days=6), "DATE_FORMAT"),
    }
    return _("%(first)s to %(last)s") % days


def _table(rows: list[RisingWord], first: date) -> Table:
    return Table(
        f"rising-{first:%Y-%m-%d}",
        _("What more people typed than in the weeks before"),
        _("Word"),
        [
            Column(_("People")),
            Column(_("Usual in a week")),
            Column(_("Typed with it")),
            Column(_("Searches")),
        ],
        [_line(row) for row in rows],
        _(
            "At least five people, twice as many as usual and more than chance would make."
            " Searches are shown that three people or more typed."
        ),
        _("No word rose in this week."),
    )


def _line(row: RisingWord) -> Line:
    language = row.week.language
    asked = urlencode({"q": row.title, "reader": language})
    values = (row.people, row.usual, ", ".join(row.words), " · ".join(row.samples))
    return Line(row.title, values, language=language, url=f"{reverse('lab:index')}?{asked}")
