"""Tables as files for a spreadsheet: CSV for programs, XLSX for people."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.cell.cell import Cell

FORMATS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CELL_MAX = 32_767  # characters; more and a spreadsheet calls the file damaged
TITLE_MAX = 31
WIDTH_MIN, WIDTH_MAX = 10, 60  # of a column, in characters


def sheet(
    request_format: str,
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> HttpResponse:
    """Return a table as a file to save; no text in it is ever run as a formula.

    Args:
        request_format: "csv" or "xlsx".
        name: of the file, without its ending: "searches".
        headings: of the columns, in the reader's language.
        rows: one value for each heading; numbers and days stay such in XLSX.

    Raises:
        ValueError: there is no such format; views ask ``FORMATS`` before.
    """
    if request_format not in FORMATS:
        raise ValueError(f"{request_format} is none of {', '.join(FORMATS)}")
    if request_format == "csv":
        content, kind = _csv(headings, rows), "text/csv; charset=utf-8"
    else:
        content, kind = _xlsx(name, headings, rows), XLSX
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{request_format}"'
    return response


def _csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    for row in (headings, *rows):
        writer.writerow([_guarded(_value(each)) for each in row])
    return lines.getvalue().encode()


def _guarded(value: str | float | date | None) -> str | float | None:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA):
        return f"'{value}"
    return value


def _xlsx(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    book = Workbook(write_only=True)
    page: Any = book.create_sheet(name[:TITLE_MAX])  # its type does not know its columns
    page.freeze_panes = "A2"
    written = [[_value(each) for each in row] for row in rows]
    for at, width in enumerate(_widths([headings, *written]), start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.append([_cell(page, heading, is_heading=True) for heading in headings])
    for row in written:
        page.append([_cell(page, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _widths(rows: Sequence[Sequence[object]]) -> list[int]:
    columns = zip(*rows, strict=True)
    longest = (max(len(str(each)) for each in column) for column in columns)
    return [min(max(each + 2, WIDTH_MIN), WIDTH_MAX) for each in longest]


def _cell(page: Any, value: str | float | date | None, *, is_heading: bool = False) -> Cell:
    cell: Cell = WriteOnlyCell(page)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # else "=1+1" would be counted out
        cell.quotePrefix = value.startswith(FORMULA)
    if is_heading:
        cell.font = Font(bold=True)
    return cell


def _value(value: object) -> str | float | date | None:
    """Return ``value`` as a cell can hold it: moments in the reader's zone, texts clean."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None, microsecond=0)
    if value is None or isinstance(value, (int, float, date)):
        return value
    return UNWRITABLE.sub("", str(value))[:CELL_MAX]
