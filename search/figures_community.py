"""The community ratio on the page: who was there for each one who wrote all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from search.figures_tables import Column, Line, Table
from search.models import CommunityTotal, CommunityVisit, CountedPeriod

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.figures import Period

ALL = ""
LEAST = 20  # visitors; of fewer nothing is said
Sums = dict[str, CommunityTotal]


def community_sums(counted: Period) -> tuple[Sums, Sums]:
    """Return the sums by place of a period and of the one before, in one query."""
    rows = CountedPeriod.objects.of_any([counted, counted.before])
    found: tuple[Sums, Sums] = ({}, {})
    for row in CommunityTotal.objects.filter(period__in=rows).select_related("period"):
        found[row.period.last != counted.last][row.place] = row
    return found


def ratio(row: CommunityTotal | None) -> float | str | None:
    """Return how many were there for each one who wrote; words, where that says nothing."""
    if row is None:
        return None
    if row.visitors < LEAST:
        return _("too few to say")
    return row.visitors / row.ticketed if row.ticketed else _("nobody wrote")


def community_table(sums: tuple[Sums, Sums], names: Mapping[str, str]) -> Table:
    """Return the ratio of all of the community and of each board the reader may know."""
    now, before = sums
    heads = {ALL: _("All of the community"), CommunityVisit.OVERVIEW: _("List of boards")}
    heads |= {key: name for key, name in names.items() if key.startswith("board:")}
    places = sorted(
        (place for place in now if place in heads),
        key=lambda place: (place != ALL, -now[place].visitors, heads[place]),
    )
    lines = [
        Line(heads[place], _values(now[place]), _values(before.get(place)))
        for place in places
    ]
    columns = [
        Column(_("Visitors"), is_compared=True),
        Column(_("Wrote to support within 7 days"), is_compared=True),
        Column(_("Visitors for each of them"), is_compared=True),
    ]
    return Table(
        "community",
        _("Community and requests"),
        _("Board"),
        columns,
        lines,
        _(
            "Different people of the whole period, all languages and readers together;"
            " those of the last days may still write."
        ),
        _("Nobody was in the community in this time, or it is not counted yet."),
    )


def _values(row: CommunityTotal | None) -> tuple[float | str | None, ...]:
    if row is None:
        return (None, None, None)
    return (row.visitors, row.ticketed, ratio(row))
