"""The page of figures as staff see it."""

from __future__ import annotations

import csv
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from search import services
from search.charts import chart, nice_top, stacked
from search.visit import Visit
from tests.articles.factories import make_article, make_section
from tests.factories import MemberFactory, StaffFactory

NOW = timezone.now()


@pytest.fixture
def staff(client, run_worker):
    make_article("Make a discount code", parent=make_section("Selling more"))
    run_worker()
    for n, text in enumerate(["discount", "discount code", "zebra"]):
        services.search(
            text=text,
            reader=AnonymousUser(),
            visit=Visit(visitor=f"v{n}", session=f"v{n}"),
            language="en",
            at=NOW - timedelta(days=2),
        )
    services.add_up(now=NOW)
    client.force_login(StaffFactory())
    return client


def words_of(response) -> str:
    return " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())


@pytest.mark.django_db
def test_says_each_figure_with_the_one_before_and_what_it_means(staff):
    page = words_of(staff.get(reverse("search_figures")))

    assert "Searches 3 before: 0" in page
    assert "Nothing found 33.3 % look at this before: –" in page


@pytest.mark.django_db
def test_what_makes_no_sense_in_the_address_is_left_out(staff):
    asked = {"days": "1000000", "language": "xx", "audience": "staff"}

    assert "Searches 3" in words_of(staff.get(reverse("search_figures"), asked))


@pytest.mark.django_db
def test_is_narrowed_by_language(staff):
    page = words_of(staff.get(reverse("search_figures"), {"language": "fr"}))

    assert "Nobody searched in this time" in page


@pytest.mark.django_db
def test_days_of_ones_own_are_counted_and_compared(staff):
    first, last = (NOW - timedelta(days=n) for n in (3, 2))
    asked = {"first": f"{first:%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"}

    page = staff.get(reverse("search_figures"), asked)

    assert "Searches 3 before: 0" in words_of(page)
    assert page.context["period"].days == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-02-30", "2026-03-02", "This is no day."),
        ("2026-03-02", "", "Both days are needed"),
        ("2026-03-02", "2026-03-01", "The first day comes after the last."),
        ("2026-03-02", "2999-01-01", "today is not over."),
        ("2020-01-01", "2026-01-01", "At most 366 days"),
    ],
)
def test_days_that_make_no_sense_are_said_and_kept_in_the_form(staff, first, last, said):
    asked = {"days": "own", "first": first, "last": last}

    page = staff.get(reverse("search_figures"), asked)

    assert said in words_of(page)
    assert "Searches 3" in words_of(page)  # the usual period meanwhile


@pytest.mark.django_db
def test_every_table_comes_as_a_file(staff):
    page = staff.get(reverse("search_figures"), {"days": "7"})
    links = [a["href"] for a in BeautifulSoup(page.text, "html.parser").select(".files a")]
    names = {parse_qs(urlsplit(link).query)["table"][0] for link in links}

    assert {"days", "by-language", "by-place", "chart-deflection"} <= names
    for link in links:
        given = staff.get(reverse("search_figures") + link)
        kind = parse_qs(urlsplit(link).query)["as"][0]
        assert given["Content-Disposition"].endswith(f'.{kind}"')
        assert given.content[:2] == b"PK" if kind == "xlsx" else given.text.strip()


@pytest.mark.django_db
def test_the_days_as_csv_add_up_to_what_the_page_says(staff):
    page = staff.get(reverse("search_figures"), {"as": "csv", "days": "7"})
    rows = list(csv.DictReader(page.text.lstrip("\ufeff").splitlines()))

    assert len(rows) == 7
    assert sum(int(row["Searches"]) for row in rows) == 3
    assert sum(int(row["Nothing found"]) for row in rows) == 1


@pytest.mark.django_db
def test_a_table_that_is_not_there_is_not_found(staff):
    for asked in ({"as": "csv", "table": "members"}, {"as": "pdf", "table": "days"}):
        assert staff.get(reverse("search_figures"), asked).status_code == 404


@pytest.mark.django_db
def test_charts_say_in_words_what_they_show(staff):
    page = BeautifulSoup(staff.get(reverse("search_figures")).text, "html.parser")

    drawn = page.select("figure.chart")
    assert len(drawn) == 4
    for figure in drawn:
        ids = figure.svg["aria-labelledby"].split()
        said = [figure.find(id=each).get_text(strip=True) for each in ids]
        assert figure.svg["role"] == "img"
        assert all(said)
        assert figure.select("details table tbody tr")
    assert "highest on" in drawn[0].find("desc").get_text()


@pytest.mark.django_db
def test_is_for_support_staff(client):
    address = reverse("search_figures")

    assert client.get(address).status_code == 302
    client.force_login(MemberFactory())
    assert client.get(address).status_code in {302, 403}


@pytest.mark.django_db
def test_costs_the_same_whatever_the_period(staff, django_assert_max_num_queries):
    for days in ("7", "90"):
        with django_assert_max_num_queries(18):
            staff.get(reverse("search_figures"), {"days": days})


def test_lines_stay_within_the_picture():
    drawn = chart(["1", "2", "3"], [("Searches", "all", [0, 70, 35])])

    points = [
        tuple(map(float, each.split(","))) for each in drawn.series[0].pieces[0].split()
    ]
    assert [x for x, _y in points] == sorted(x for x, _y in points)
    assert points[0][1] == drawn.bottom
    assert min(y for _x, y in points) >= 0
    assert [tick.label for tick in drawn.rows] == ["0", "50", "100"]


@pytest.mark.parametrize(("most", "top"), [(0, 2), (2, 2), (3, 4), (7, 10), (101, 200)])
def test_the_top_is_a_round_number(most, top):
    assert nice_top(most) == top


def test_a_chart_of_nothing_is_empty():
    drawn = chart([], [("Searches", "all", [])])

    assert (drawn.series[0].pieces, drawn.series[0].dots) == ([], [])


def test_a_day_without_a_number_breaks_the_line():
    [line] = chart(list("12345"), [("Rate", "all", [1, 2, None, 3, None])]).series

    assert [len(piece.split()) for piece in line.pieces] == [2]
    assert len(line.dots) == 1


def test_each_stacked_bar_is_a_whole():
    drawn = stacked(["1", "2"], [("Solved", "a", [1, 0]), ("Not known", "b", [3, 0])])

    assert len(drawn.bars) == 2  # a day of nothing has none
    heights = [bar.height for bar in drawn.bars]
    assert heights[1] == pytest.approx(3 * heights[0])
    assert sum(heights) == pytest.approx(drawn.bottom - drawn.rows[-1].at)
