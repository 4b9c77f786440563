"""The lists and the filters of the page of figures, as staff see them."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from base.audience import Audience
from search import services
from search.models import Click, CommunityVisit, CountedPeriod, Outcome, SearchEvent
from tests.articles.factories import make_article, make_section
from tests.community.factories import BoardFactory
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
NOON = NOW.replace(hour=12, minute=0) - timedelta(days=3)  # of a day that is over

FRENCH = ["3 before: 0", "100.0 % before: –", "– before: –", "– before: –"] + [
    f"{now} before: –" for now in ("0.0 %", "100.0 %", "0.0 %")
]
ENGLISH = ["0 before: 2", "– before: 0.0 %", "– before: 0.0 %", "– before: –"] + [
    f"– before: {before}" for before in ("0.0 %", "100.0 %", "0.0 %")
]


@pytest.fixture
def staff(client):
    client.force_login(StaffFactory())
    return client


def searched(text, *, who, found=3, at=NOON, **more) -> SearchEvent:
    fields = {"language": "en", "audience": Audience.PUBLIC, "place": ""} | more
    return SearchEvent.objects.create(
        at=at,
        text=text,
        stems=" ".join(sorted(text.lower().split())),
        found_before=found,
        found_after=found,
        visitor=who,
        session=who,
        **fields,
    )


def opened(text, *, who, key, position=1, **more) -> None:
    event = searched(text, who=who, **more)
    Click.objects.create(event=event, position=position, key=key, at=event.at)


def wrote(who, *, at) -> None:
    Outcome.objects.create(kind="ticketed", key=f"t:{who}", visitor=who, session=who, at=at)


def was_in(place, *, who) -> None:
    at = NOON - timedelta(hours=1)
    CommunityVisit.objects.create(visitor=who, session=who, place=place, day=at, at=at)


def page(client, **asked) -> BeautifulSoup:
    services.add_up(now=NOW)
    return BeautifulSoup(client.get(reverse("search_figures"), asked).text, "html.parser")


def rows(found: BeautifulSoup, name: str) -> list[list[str]]:
    """Return the cells of the table ``name``, line by line."""
    lines = found.select(f"#{name} tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in line] for line in lines]


def file(client, name: str, **asked) -> list[dict[str, str]]:
    given = client.get(reverse("search_figures"), asked | {"table": name, "as": "csv"})
    return list(csv.DictReader(given.text.splitlines()))


def test_what_three_people_typed_is_listed_with_what_became_of_it(staff):
    for who in "abc":
        opened("payout", who=who, key="article:1")
        searched("zebra", who=who, found=0)
    searched("zebra", who="d", found=0)
    for who in "ab":
        searched("jean dupont", who=who, found=0)

    found = page(staff, days="7")

    assert rows(found, "top-searches") == [
        ["zebra", "4", "4", "100.0 %", "–"],
        ["payout", "3", "3", "0.0 %", "100.0 %"],
    ]
    assert rows(found, "no-result") == [["zebra", "4", "4", "4"]]
    assert "jean" not in found.get_text()


def test_a_term_leads_to_the_lab_as_its_readers_would_search(staff):
    for who in "abc":
        searched("virement", who=who, language="fr")

    link = page(staff, days="7").select_one("#top-searches tbody a")

    assert link["href"].endswith("?q=virement&reader=fr")
    assert link.find_parent("th")["lang"] == "fr"
    assert staff.get(link["href"]).status_code == 200


def test_results_that_few_open_come_by_how_many_left_them(staff):
    for n in range(6):
        searched("invoice", who=f"v{n}")
    for n in range(8):
        searched("stock", who=f"v{n}")

    assert [line[0] for line in rows(page(staff, days="7"), "low-click")] == [
        "stock",
        "invoice",
    ]


def test_guides_are_named_with_what_came_of_the_searches_that_led_to_them(staff):
    section = make_section("Getting paid")
    good = make_article("Get paid out", parent=section)
    poor = make_article("Close your shop", parent=section)
    for n in range(6):
        opened("payout", who=f"v{n}", key=f"article:{good.pk}", position=2)
        opened("close", who=f"w{n}", key=f"article:{poor.pk}")
        wrote(f"w{n}", at=NOON + timedelta(hours=1))

    found = page(staff, days="7")

    [best], [worst] = rows(found, "best-guides"), rows(found, "worst-guides")
    assert best[:3] == ["Get paid out", "6", "2.0"]
    assert worst[0] == "Close your shop"
    assert worst[-2] == "100.0 %"  # wrote to support


def test_a_guide_that_is_gone_is_not_listed(staff):
    gone = make_article("Old", parent=make_section("Getting paid"))
    for n in range(6):
        opened("old", who=f"v{n}", key=f"article:{gone.pk}")
    gone.unpublish()

    assert rows(page(staff, days="7"), "best-guides") == []


def test_figures_and_lists_are_narrowed_by_language_readers_and_place(staff):
    BoardFactory(slug="payouts")
    for who in "abc":
        searched("payout", who=who, place="board:payouts")
        searched("virement", who=who, language="fr", audience=Audience.MERCHANTS)

    for asked, term in [
        ({"language": "fr"}, "virement"),
        ({"audience": str(int(Audience.MERCHANTS))}, "virement"),
        ({"place": "board:payouts"}, "payout"),
    ]:
        found = page(staff, days="7", **asked)
        assert [line[0] for line in rows(found, "top-searches")] == [term]
        assert "Searches 3 before: 0" in " ".join(found.get_text(" ").split())
        assert {name for name, count in asked.items() if found.find(id=name)} == set(asked)
    by_place = rows(page(staff, days="7"), "by-place")
    assert by_place[0][:2] == ["Payouts (board)", "3 before: 0"]


def test_the_parts_say_what_they_were_before(staff):
    for who in "ab":
        searched("payout", who=who, at=NOON - timedelta(days=7))
    for who in "abc":
        searched("payout", who=who, found=0, language="fr")

    assert rows(page(staff, days="7"), "by-language") == [
        ["Français", *FRENCH],
        ["English", *ENGLISH],
    ]


def test_a_place_the_reader_may_not_know_is_not_named(staff):
    gone = BoardFactory(slug="gone", title_en="Plans for the sale")
    gone.delete()
    for who in "abc":
        searched("payout", who=who, place="board:gone")

    found = page(staff, days="7", place="board:gone")

    assert "Plans for the sale" not in found.get_text()
    assert "board:gone" not in found.get_text()
    assert rows(found, "by-place")[0][0] == "no place, or one that is gone"


def ratio_in(found: BeautifulSoup) -> str:
    return found.select(".tiles > div")[-1].strong.get_text()


def test_the_community_is_counted_against_those_who_wrote_board_by_board(staff):
    BoardFactory(slug="payouts")
    BoardFactory(slug="stock")
    for n in range(24):
        was_in("board:payouts", who=f"v{n}")
    was_in("board:stock", who="v0")
    for n in range(2):
        wrote(f"v{n}", at=NOON)
    searched("payout", who="a", place="board:stock")

    found = page(staff, days="7")

    assert rows(found, "community") == [
        ["All of the community", *(f"{now} before: –" for now in ("24", "2", "12.0"))],
        ["Payouts", *(f"{now} before: –" for now in ("24", "2", "12.0"))],
        ["Stock", *(f"{now} before: –" for now in ("1", "1", "too few to say"))],
    ]
    assert ratio_in(found) == "12.0"
    assert ratio_in(page(staff, days="7", place="board:stock")) == "too few to say"
    assert ratio_in(page(staff, days="7", language="en")) == "–"


def test_lists_of_days_of_ones_own_are_ordered_and_made(staff, run_worker):
    for who in "abc":
        searched("payout", who=who)
    day = f"{NOON:%Y-%m-%d}"
    asked = {"days": "own", "first": day, "last": day}
    before = page(staff, **asked)
    assert "Make the lists of these days" in before.get_text()
    order = before.select_one("#lists ~ form")

    ordered = staff.post(reverse("search_figures") + order["action"])
    waits = BeautifulSoup(staff.get(ordered.url).text, "html.parser")
    run_worker()
    made = BeautifulSoup(staff.get(ordered.url).text, "html.parser")

    assert "being made" in waits.select_one("#lists ~ [role=status]").get_text()
    assert [line[0] for line in rows(made, "top-searches")] == ["payout"]


def test_lists_of_days_whose_searches_are_gone_cannot_be_ordered(staff):
    first = f"{NOW - timedelta(days=120):%Y-%m-%d}"
    last = f"{NOW - timedelta(days=110):%Y-%m-%d}"
    searched("payout", who="a", at=NOW - timedelta(days=115))
    asked = {"days": "own", "first": first, "last": last}

    found = page(staff, **asked)
    said = staff.post(f"{reverse('search_figures')}?first={first}&last={last}", follow=True)

    assert "only their sums stay" in found.get_text()
    assert "Searches are kept for 90 days" in said.text
    assert (
        not CountedPeriod.objects.exclude(counted_at=None).filter(is_usual=False).exists()
    )


def test_a_list_as_a_file_says_what_the_page_says(staff):
    for who in "abc":
        searched("=payout", who=who, found=0)
    services.add_up(now=NOW)

    [line] = file(staff, "top-searches", days="7")
    given = staff.get(
        reverse("search_figures"), {"days": "7", "table": "top-searches", "as": "xlsx"}
    )
    [heads, cells] = load_workbook(BytesIO(given.content)).active.iter_rows(
        values_only=True
    )

    assert line["Term"] == "'=payout"  # no spreadsheet runs it
    assert (line["People"], line["Nothing found"]) == ("3", "1.0")
    assert dict(zip(heads, cells, strict=True))["Term"] == "=payout"


def test_a_compared_table_as_a_file_has_both_periods(staff):
    searched("payout", who="a")
    services.add_up(now=NOW)

    [line] = file(staff, "by-language", days="7")

    assert (line["Searches"], line["Searches, before"]) == ("1", "0")


def test_costs_the_same_for_one_day_and_for_many(staff, run_worker):
    for n in range(80):
        searched("payout", who=f"v{n % 5}", at=NOON - timedelta(days=n))
    services.add_up(now=NOW)
    day = f"{NOON:%Y-%m-%d}"
    one_day = {"first": day, "last": day}
    staff.post(f"{reverse('search_figures')}?{urlencode(one_day)}")
    run_worker()
    counts = []
    for asked in (one_day, {"days": "7"}, {"days": "90"}):
        with CaptureQueriesContext(connection) as queries:
            staff.get(reverse("search_figures"), asked)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2] <= 18
