"""The figures of search in Wagtail's admin: a period, the one before, lists and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from base.audience import Audience
from search import figures as sums
from search.cards import place_names
from search.figures import Period
from search.figures_asked import Asked, PeriodForm, asked
from search.figures_charts import charts
from search.figures_community import ALL, community_sums, community_table, ratio
from search.figures_lists import Lists, counted, lists
from search.figures_parts import days_table, parts
from search.figures_tables import shown
from search.figures_tiles import tiles
from search.sheets import FORMATS
from search.staff_pages import frame, support_only
from search.terms_counting import ask_for_lists

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.http import HttpResponse

    from accounts.http import MemberRequest
    from search.figures import Figures, Slice
    from search.figures_community import Sums
    from search.figures_tables import Table
    from search.models import CommunityTotal


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page says of one period."""

    asked: Asked
    names: Mapping[str, str]
    now: Mapping[Slice, Figures]
    before: Mapping[Slice, Figures]
    by_day: list[tuple[date, Figures]]
    lists: Lists
    community: tuple[Sums, Sums]

    @property
    def parts(self) -> list[Table]:
        return parts(self.now, self.before, self.asked.chosen, self.names)

    @property
    def community_table(self) -> Table:
        return community_table(self.community, self.names)

    def in_community(self, sums: Sums) -> CommunityTotal | None:
        """Return the sum of the chosen place; of readers a visit keeps nothing."""
        chosen = self.asked.chosen
        if chosen.language or chosen.audience:
            return None
        return sums.get(chosen.place or ALL)

    @property
    def tables(self) -> dict[str, Table]:
        """Each table by the name of its file."""
        drawn = [each.table for each in charts(self.by_day)]
        rest = [days_table(self.by_day), self.community_table]
        return {
            each.name: each for each in (*rest, *self.parts, *self.lists.tables, *drawn)
        }


@require_http_methods(["GET", "HEAD", "POST"])
@support_only
def index(request: MemberRequest) -> HttpResponse:
    """Show the figures of some days, give a table as a file, or order the days' lists."""
    form = PeriodForm(request.GET)
    if request.method == "POST":
        return _order_lists(request, form.period)
    page = _shown(request, form)
    if wanted := request.GET.get("as"):
        return _file(page, wanted, request.GET.get("table", "days"))
    return render(request, "search/admin/figures.html", _context(request, page))


def _shown(request: MemberRequest, form: PeriodForm) -> Shown:
    period = form.period
    now, before = sums.slices(period), sums.slices(period.before)
    row = counted(period)
    is_made = row is not None and row.counted_at is not None
    community = community_sums(Period(row.first, row.last) if row and is_made else period)
    searched = {each.place for each in (*now, *before)}
    names = place_names(sorted(searched.union(*community) - {""}), request.user)
    question = asked(request.GET, form, names)
    return Shown(
        asked=question,
        names=names,
        now=now,
        before=before,
        by_day=sums.by_day(period, question.chosen),
        lists=lists(period, row, question.chosen, request.user),
        community=community,
    )


def _context(request: MemberRequest, page: Shown) -> dict[str, Any]:
    now, before = (sums.total(each, page.asked.chosen) for each in (page.now, page.before))
    of_community = [shown(ratio(page.in_community(each))) for each in page.community]
    query = request.GET.copy()
    query.pop("as", None)
    query.pop("table", None)
    return frame(_("Figures of the search"), "history") | {
        "tab": "figures",
        "asked": page.asked,
        "period": page.asked.period,
        "tiles": tiles(now, before, of_community),
        "charts": charts(page.by_day) if now.searches else [],
        "days": days_table(page.by_day),
        "parts": page.parts,
        "lists": page.lists,
        "community": page.community_table,
        "formats": FORMATS,
        "audiences": Audience.choices,
        "has_any": now.searches or before.searches,
        "query": query.urlencode(),
    }


def _file(page: Shown, wanted: str, name: str) -> HttpResponse:
    table = page.tables.get(name)
    if table is None or wanted not in FORMATS:
        raise Http404
    return table.file(wanted)


def _order_lists(request: MemberRequest, period: Period) -> HttpResponse:
    try:
        ask_for_lists(period)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(request.get_full_path())
