"""Tables of figures, for the page and for files: values, and as people read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from search.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpResponse

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and how its values read."""

    label: str
    is_share: bool = False  # 0.0 to 1.0, read as per cent
    is_compared: bool = False  # each line says what it was in the period before


@dataclass(frozen=True, slots=True)
class Cell:
    now: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is about, and one value for each column."""

    head: str | date
    values: Sequence[float | str | None]
    before: Sequence[float | str | None] = ()
    language: str = ""  # of the head, where it is not the page's
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with all it says of itself."""

    name: str  # of its file, and of its place on the page
    title: str
    head: str  # heading of the first column
    columns: Sequence[Column]
    lines: Sequence[Line]
    explained: str = ""
    empty: str = ""
    links: Sequence[tuple[str, str]] = field(default=())  # address and text below it

    @property
    def rows(self) -> Iterator[tuple[Line, str, list[Cell]]]:
        for line in self.lines:
            yield line, shown(line.head), list(self._cells(line))

    def _cells(self, line: Line) -> Iterator[Cell]:
        for at, (column, value) in enumerate(zip(self.columns, line.values, strict=True)):
            read = share if column.is_share else shown
            is_compared = column.is_compared and line.before
            yield Cell(read(value), read(line.before[at]) if is_compared else "")

    def file(self, request_format: str) -> HttpResponse:
        """Return it as CSV or XLSX, shares from 0 to 1, each beside that of before."""
        compared = [column.is_compared for column in self.columns]
        headings = [self.head]
        for column in self.columns:
            headings.append(column.label)
            if column.is_compared:
                headings.append(_("%(figure)s, before") % {"figure": column.label})
        rows = (list(_values(line, compared)) for line in self.lines)
        return sheet(request_format, self.name.replace("_", "-"), headings, rows)


def _values(line: Line, compared: Sequence[bool]) -> Iterator[object]:
    yield line.head
    for at, is_compared in enumerate(compared):
        yield _rounded(line.values[at])
        if is_compared:
            yield _rounded(line.before[at]) if line.before else None


def _rounded(value: float | str | None) -> float | str | None:
    return round(value, 4) if isinstance(value, float) else value


def share(value: float | str | None, *, decimals: int = 1) -> str:
    """Return 0.0 to 1.0 as per cent."""
    if value is None or isinstance(value, str):
        return value or NOTHING
    # ``number_format`` cuts off: 15.79 would read 15.7.
    return _("%s %%") % number_format(round(100 * value, decimals), decimals)


def shown(value: float | str | date | None) -> str:
    """Return a value as people read it: whole numbers whole, others with one decimal."""
    if value is None:
        return NOTHING
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, str):
        return value
    decimals = 1 if isinstance(value, float) else 0
    return number_format(round(value, decimals), decimals, force_grouping=True)
