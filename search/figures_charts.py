"""The charts of the figures: each with a title, what it shows in words, and its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from search.charts import Chart, chart, stacked
from search.figures import MARK_CLICK, MARK_NO_RESULT, Figures
from search.figures_tables import Column, Line, Table, share, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

MOST_POINTS = 92  # then a point is a week
WEEK = 7
Points: TypeAlias = "Sequence[tuple[date, Figures]]"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One chart as the page shows it."""

    chart: Chart
    description: str  # for who does not see it
    table: Table


def charts(by_day: Sequence[tuple[date, Figures]]) -> list[Drawn]:
    """Return the four charts of a period."""
    points = _weeks(by_day) if len(by_day) > MOST_POINTS else list(by_day)
    head = _("Week from") if len(by_day) > MOST_POINTS else _("Day")
    return [_searches(points, head), *_rates(points, head), _deflection(points, head)]


def _weeks(by_day: Sequence[tuple[date, Figures]]) -> list[tuple[date, Figures]]:
    """Add the days up to weeks, the last of which is whole."""
    first = len(by_day) % WEEK
    starts = [*([0] if first else []), *range(first, len(by_day), WEEK)]
    ends = [*starts[1:], len(by_day)]
    return [
        (by_day[start][0], sum((each for _day, each in by_day[start:end]), Figures()))
        for start, end in zip(starts, ends, strict=True)
    ]


def _searches(points: Points, head: str) -> Drawn:
    every = [each.searches for _day, each in points]
    none = [each.no_result for _day, each in points]
    names = _("Searches"), _("Nothing found")
    return Drawn(
        chart(_labels(points), [(names[0], "all", every), (names[1], "none", none)]),
        _most(points, every),
        Table(
            "chart-searches",
            _("Searches and those that found nothing"),
            head,
            [Column(name) for name in names],
            _lines(points, zip(every, none, strict=True)),
        ),
    )


def _rates(points: Points, head: str) -> list[Drawn]:
    at_most = _("at most %s") % share(MARK_NO_RESULT, decimals=0)
    at_least = _("at least %s") % share(MARK_CLICK, decimals=0)
    return [
        _rate(
            points,
            ("chart-nothing-found", _("Share of searches that found nothing"), head),
            (_("Nothing found"), "none", [each.no_result_rate for _day, each in points]),
            (100 * MARK_NO_RESULT, at_most),
        ),
        _rate(
            points,
            ("chart-opened", _("Share of searches of which a result was opened"), head),
            (_("Something opened"), "all", [each.click_rate for _day, each in points]),
            (100 * MARK_CLICK, at_least),
        ),
    ]


def _rate(
    points: Points,
    titles: tuple[str, str, str],
    values: tuple[str, str, list[float | None]],
    mark: tuple[float, str],
) -> Drawn:
    label, kind, rates = values
    percents = [None if rate is None else 100 * rate for rate in rates]
    drawn = chart(_labels(points), [(label, kind, percents)], unit=_("%s %%"), mark=mark)
    lines = _lines(points, zip(rates, strict=True))
    name, title, head = titles
    table = Table(name, title, head, [Column(label, is_share=True)], lines)
    return Drawn(drawn, f"{_most(points, rates, is_share=True)} {mark[1]}.", table)


def _deflection(points: Points, head: str) -> Drawn:
    names = _("Solved"), _("Not known"), _("Asked all the same")
    kinds = "solved", "unknown", "asked"
    counts = [(each.solved, each.unknown, each.not_solved) for _day, each in points]
    values = [
        (name, kind, [row[at] for row in counts])
        for at, (name, kind) in enumerate(zip(names, kinds, strict=True))
    ]
    whole = sum((each for _day, each in points), Figures())
    rates = (whole.solved_rate, whole.unknown_rate, whole.not_solved_rate)
    said = ", ".join(
        f"{name}: {share(rate)}" for name, rate in zip(names, rates, strict=True)
    )
    return Drawn(
        stacked(_labels(points), values, unit=_("%s %%")),
        _("Of all searches of the period: %(parts)s.") % {"parts": said},
        Table(
            "chart-deflection",
            _("What the searches came to, of 100"),
            head,
            [Column(name) for name in names],
            _lines(points, counts),
        ),
    )


def _labels(points: Points) -> list[str]:
    return [date_format(day, "SHORT_DATE_FORMAT") for day, _each in points]


def _lines(points: Points, values: Iterable[tuple[float | None, ...]]) -> list[Line]:
    return [Line(day, row) for (day, _each), row in zip(points, values, strict=True)][::-1]


def _most(points: Points, values: Sequence[float | None], *, is_share: bool = False) -> str:
    """Say in words where a line begins, ends and is highest."""
    told = [
        (day, n) for (day, _each), n in zip(points, values, strict=True) if n is not None
    ]
    if not told:
        return _("There is nothing to draw.")
    read = share if is_share else shown
    (first, start), (last, end) = told[0], told[-1]
    highest, most = max(told, key=lambda each: each[1])
    return _(
        "From %(start)s on %(first)s to %(end)s on %(last)s; highest on %(highest)s"
        " with %(most)s."
    ) % {
        "start": read(start),
        "first": date_format(first, "SHORT_DATE_FORMAT"),
        "end": read(end),
        "last": date_format(last, "SHORT_DATE_FORMAT"),
        "highest": date_format(highest, "SHORT_DATE_FORMAT"),
        "most": read(most),
    }
