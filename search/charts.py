"""Charts as numbers for an SVG: drawn on the server, nothing to load, no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH, HEIGHT = 720, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 10, 34  # room for the numbers at the edges
GAP = 0.25  # of a bar's room is air
Values = tuple[str, str, "Sequence[float | None]"]  # name, kind, a number for each day


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its points as SVG wants them, and its name for the legend."""

    name: str
    kind: str  # the class it is drawn with
    pieces: list[str]  # broken where there is no number
    dots: list[tuple[float, float]]  # pieces of one point, which no line shows


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a stacked bar."""

    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A number at the edge with the line that belongs to it."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the template draws; lengths in the units of the view box."""

    legend: list[tuple[str, str]]  # kind and name
    series: list[Series]
    bars: list[Bar]
    rows: list[Tick]
    columns: list[Tick]
    mark: Tick | None = None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def chart(
    labels: Sequence[str],
    values: Sequence[Values],
    *,
    unit: str = "%s",
    mark: tuple[float, str] | None = None,
) -> Chart:
    """Return a chart of several lines over the same days.

    Args:
        labels: of the days, in order; the first, the middle and the last are written.
        values: name, kind and one number from 0 up for each day, of each line.
        unit: how a number at the edge reads.
        mark: a number to be kept, with the words at its line.
    """
    numbers = [n for *_rest, some in values for n in some if n is not None]
    top = nice_top(max([*numbers, *([mark[0]] if mark else [])], default=0))
    places = _places(len(labels))
    return Chart(
        legend=[(kind, name) for name, kind, _numbers in values],
        series=[_series(each, places, top) for each in values],
        bars=[],
        rows=_rows(top, unit),
        columns=_columns(labels, places),
        mark=Tick(_height(mark[0], top), mark[1]) if mark else None,
    )


def stacked(labels: Sequence[str], values: Sequence[Values], *, unit: str = "%s") -> Chart:
    """Return bars of which each is the whole of a day, from the bottom up as ``values``.

    A day of nothing has no bar. The arguments are those of ``chart``.
    """
    room = (WIDTH - LEFT - RIGHT) / max(len(labels), 1)
    places = [LEFT + room * (at + 0.5) for at in range(len(labels))]
    return Chart(
        legend=[(kind, name) for name, kind, _numbers in values],
        series=[],
        bars=[bar for at in range(len(labels)) for bar in _stack(values, at, places, room)],
        rows=_rows(100, unit),
        columns=_columns(labels, places),
    )


def _stack(
    values: Sequence[Values], at: int, places: Sequence[float], room: float
) -> Iterator[Bar]:
    parts = [(kind, numbers[at] or 0) for _name, kind, numbers in values]
    whole, below = sum(part for _kind, part in parts), 0.0
    for kind, part in parts:
        if part:
            low, high = (_height(100 * n / whole, 100) for n in (below, below + part))
            width = room * (1 - GAP)
            yield Bar(kind, places[at] - width / 2, high, width, low - high)
            below += part


def nice_top(number: float) -> float:
    """Return the least of 2, 4, 10, 20, 40, 100 … that is no less than ``number``."""
    top = 2.0
    steps = (2.0, 2.5, 2.0)
    turn = 0
    while top < number:
        top *= steps[turn % 3]
        turn += 1
    return top


def _series(values: Values, places: Sequence[float], top: float) -> Series:
    name, kind, numbers = values
    pieces: list[list[tuple[float, float]]] = [[]]
    for x, number in zip(places, numbers, strict=True):
        if number is not None:
            pieces[-1].append((x, _height(number, top)))
        elif pieces[-1]:
            pieces.append([])
    return Series(
        name,
        kind,
        [" ".join(f"{x:.1f},{y:.1f}" for x, y in piece) for piece in pieces if piece[1:]],
        [piece[0] for piece in pieces if len(piece) == 1],
    )


def _rows(top: float, unit: str) -> list[Tick]:
    return [
        Tick(_height(number, top), unit % f"{number:g}") for number in (0, top / 2, top)
    ]


def _columns(labels: Sequence[str], places: Sequence[float]) -> list[Tick]:
    shown = sorted({0, len(labels) // 2, len(labels) - 1}) if labels else []
    return [Tick(places[at], labels[at]) for at in shown]


def _places(many: int) -> list[float]:
    step = (WIDTH - LEFT - RIGHT) / max(many - 1, 1)
    return [LEFT + step * at for at in range(many)]


def _height(number: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * number / top
