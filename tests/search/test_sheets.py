"""A table as a file: what is in it opens as what it is, and is never run."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from search.sheets import FORMATS, sheet

HEADINGS = ["Term", "Searches", "Day"]
DAY = date(2026, 3, 2)


def of_csv(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode())))


def of_xlsx(response):
    return load_workbook(io.BytesIO(response.content)).active


def test_csv_holds_the_rows_under_their_headings():
    file = sheet("csv", "terms", HEADINGS, [["code promo «été»", 12, DAY]])

    assert of_csv(file) == [HEADINGS, ["code promo «été»", "12", "2026-03-02"]]
    assert file["Content-Disposition"] == 'attachment; filename="terms.csv"'
    assert file["Content-Type"] == "text/csv; charset=utf-8"


def test_xlsx_keeps_numbers_and_days_what_they_are():
    page = of_xlsx(sheet("xlsx", "terms", HEADINGS, [["discount", 0.25, DAY]]))

    assert [cell.value for cell in page[1]] == HEADINGS
    assert [cell.value for cell in page[2]][:2] == ["discount", 0.25]
    assert page["C2"].is_date
    assert page["A1"].font.bold
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "=HYPERLINK(“x”)", " =1", "＝1"],
)
def test_what_people_typed_is_never_a_formula(text):
    rows = [[text, -2, DAY]]

    assert of_csv(sheet("csv", "t", HEADINGS, rows))[1][:2] == [f"'{text}", "-2"]
    cell = of_xlsx(sheet("xlsx", "t", HEADINGS, rows))["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_no_cell_can_hold_is_left_out():
    rows = [["a\x00b\ud800" + "c" * 40_000, None, datetime(2026, 3, 2, 12, tzinfo=UTC)]]

    assert of_csv(sheet("csv", "t", HEADINGS, rows))[1][0].startswith("abccc")
    cells = of_xlsx(sheet("xlsx", "t", HEADINGS, rows))[2]
    assert len(cells[0].value) == 32_767
    assert cells[1].value is None
    assert cells[2].value.date() == DAY


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_without_rows_has_its_headings(form):
    assert sheet(form, "t", HEADINGS, []).content


def test_other_formats_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="pdf"):
        sheet("pdf", "t", HEADINGS, [])
