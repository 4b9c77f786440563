"""The work list: found, ordered, exported and worked through by support staff."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from base.audience import Audience
from search import services
from search.models import Gap, Wording
from tests.articles.factories import make_article, make_section
from tests.community.factories import BoardFactory
from tests.factories import MemberFactory, StaffFactory
from tests.search.searching import searched

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MERCHANTS = str(int(Audience.MERCHANTS))


@pytest.fixture
def staff(client):
    member = StaffFactory()
    client.force_login(member)
    return member


def make_gap(title: str, *, people: int = 5, **fields) -> Gap:
    gap = Gap.objects.create(
        **{
            "title": title,
            "language": "en",
            "languages": "en",
            "people": people,
            "searches": people,
            "failed": people,
            "share_failed": 1.0,
            "people_lately": people,
            "last_seen_at": NOW,
            "series": [0] * 27 + [people],
        }
        | fields
    )
    Wording.objects.create(
        gap=gap, language="en", stems=title, text=title, shown=title,
        people=people, searches=people, failed=people,
    )  # fmt: skip
    return gap


def listed(client, **asked) -> list[str]:
    page = client.get(reverse("gaps:index"), asked)
    rows = BeautifulSoup(page.text, "html.parser").select("table.gaps tbody tr")
    return [row.select_one(".title-wrapper a").text for row in rows]


def test_the_most_urgent_is_first_and_shows_its_parts(client, staff):
    make_gap("two of three", people=30, searches=90, failed=30, share_failed=1 / 3)
    make_gap("all of them", people=12)

    page = client.get(reverse("gaps:index")).text

    assert listed(client) == ["all of them", "two of three"]
    assert "30 people × 30/90" in page
    assert 'class="spark"' in page


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"state": "dismissed"}, {"state": "dismissed"}),
        ({"state": "all", "q": "here"}, {}),
        ({"language": "fr"}, {"languages": "en fr"}),
        ({"audience": MERCHANTS}, {"audiences": {MERCHANTS: 3}}),
        ({"place": "board:payouts"}, {"places": {"board:payouts": 3}}),
        ({"triage": "hidden"}, {"suggested": "hidden"}),
        ({"triage": "mistyped"}, {"suggested": "hidden", "triage": "mistyped"}),
    ],
)
def test_is_narrowed_to_what_one_works_on(client, staff, asked, fields):
    BoardFactory(slug="payouts")
    make_gap("found here", **fields)
    make_gap("another", last_seen_at=NOW - timedelta(days=50))

    assert listed(client, **asked) == ["found here"]


def test_is_narrowed_to_a_time_and_an_owner(client, staff):
    make_gap("this week", owner=staff)
    make_gap("long ago", last_seen_at=NOW - timedelta(days=40), owner=StaffFactory())
    make_gap("last month", last_seen_at=NOW - timedelta(days=20))

    assert listed(client, period="7") == ["this week"]
    assert set(listed(client, period="28")) == {"this week", "last month"}
    assert listed(client, owner="me") == ["this week"]
    assert listed(client, owner="none") == ["last month"]


def test_closed_ones_are_not_in_the_way(client, staff):
    make_gap("open")
    make_gap("verified", state=Gap.State.VERIFIED)
    make_gap("dismissed", state=Gap.State.DISMISSED)

    assert listed(client) == ["open"]
    assert set(listed(client, state="all")) == {"open", "verified", "dismissed"}


def test_is_put_in_the_order_one_needs(client, staff):
    make_gap("rising", people=5, people_before=0, due_on=NOW.date())
    make_gap("falling", people=9, people_before=20)
    make_gap("newest", people=7, people_before=7, first_seen_at=NOW + timedelta(days=1))

    assert listed(client)[0] == "falling"
    assert listed(client, order="trend")[0] == "rising"
    assert listed(client, order="due")[0] == "rising"
    assert listed(client, order="new")[0] == "newest"


def test_what_makes_no_sense_in_the_address_narrows_nothing(client, staff):
    make_gap("gift card")

    asked = {"state": "x", "owner": "x", "order": "x", "p": "x", "language": "xx"}

    assert listed(client, **asked, audience="9", period="x", triage="?") == ["gift card"]


def test_is_taken_home_as_a_sheet(client, staff):
    make_gap("=1+1", people=9)
    make_gap("gift card")

    table = client.get(reverse("gaps:index"), {"as": "csv"}).text
    book = client.get(reverse("gaps:index"), {"as": "xlsx"}).content

    rows = list(csv.reader(io.StringIO(table)))
    assert [row[1] for row in rows[1:]] == ["'=1+1", "gift card"]
    cells = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(book)).active]
    assert [row[4] for row in cells[1:]] == [9, 5]


def do(client, deed: str, *gaps: Gap, **said):
    return client.post(
        reverse("gaps:bulk"),
        {"deed": deed, "gap": [gap.pk for gap in gaps], **said},
        follow=True,
    )


def test_many_are_given_to_somebody_at_once(client, staff):
    one, other = make_gap("one"), make_gap("other")

    page = do(client, "assign", one, other, owner=staff.pk)

    assert "2 gaps changed." in page.text
    assert set(Gap.objects.values_list("owner", "state")) == {(staff.pk, "assigned")}


def test_many_are_merged_dismissed_and_decided_at_once(client, staff):
    one, other, third = make_gap("one"), make_gap("other"), make_gap("third")

    do(client, "merge", one, other)
    do(client, "decide", one, third, triage="no_article")
    do(client, "due", one, due="2027-01-31")
    do(client, "dismiss", third, why="Not ours.")

    assert set(one.wordings.values_list("text", flat=True)) == {"one", "other"}
    one.refresh_from_db()
    third.refresh_from_db()
    assert (one.triage, one.due_on.isoformat()) == ("no_article", "2027-01-31")
    assert (third.state, third.dismissed_why) == ("dismissed", "Not ours.")


@pytest.mark.parametrize(
    ("deed", "said", "answer"),
    [
        ("dismiss", {"why": ""}, "Say why"),
        ("due", {"due": "tomorrow"}, "YYYY-MM-DD"),
        ("assign", {"owner": "999999"}, "Choose somebody"),
        ("merge", {}, "two at least"),
        ("dance", {}, "Choose what to do"),
    ],
)
def test_bad_input_is_said_and_nothing_is_changed(client, staff, deed, said, answer):
    gap = make_gap("gift card")

    page = do(client, deed, gap, **said)

    assert answer in page.text
    gap.refresh_from_db()
    assert (gap.state, gap.owner, gap.due_on) == ("new", None, None)


def test_all_or_none_of_the_chosen_are_changed(client, staff):
    gap = make_gap("gift card")

    page = client.post(
        reverse("gaps:bulk"),
        {"deed": "dismiss", "gap": [gap.pk, 999_999], "why": "No."},
        follow=True,
    )

    assert "is no more" in page.text
    gap.refresh_from_db()
    assert gap.state == "new"


def test_one_gap_is_worked_on_from_its_page(client, staff):
    gap, other = make_gap("gift card"), make_gap("voucher")

    def press(name: str, **said) -> None:
        client.post(reverse(f"gaps:{name}", args=[gap.pk]), said)

    press("plan", owner=staff.pk, due="2027-01-31")
    press("comment", text="Legal has to look at it.")
    press("rename", title="Gift cards")
    press("decide", triage="no_article")
    press("merge", into=f"#{other.pk} voucher")

    page = client.get(reverse("gaps:detail", args=[gap.pk]), follow=True).text
    assert Gap.objects.get(pk=gap.pk).merged_into == other
    assert "Legal has to look at it." in page
    assert "merged “Gift cards” into it" in page


def test_its_page_shows_who_did_what(client, staff):
    gap = make_gap("gift card")
    services.assign(gap_id=gap.pk, owner=staff, by=staff)
    services.decide(gap_id=gap.pk, triage="out_of_scope", by=staff)
    services.rename(gap_id=gap.pk, title="Gift cards", by=staff)

    page = client.get(reverse("gaps:detail", args=[gap.pk])).text

    words = " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())
    assert f"gave it to {staff}" in words
    assert "decided: out of scope" in words
    assert "renamed it from “gift card” to “Gift cards”" in words


def test_what_people_typed_is_taken_out_by_hand(client, staff):
    gap = make_gap("gift card")
    Wording.objects.create(
        gap=gap, language="en", stems="giftwrap", text="gift wrap", shown="gift wrap"
    )
    row = Wording.objects.get(text="gift wrap")

    client.post(reverse("gaps:regroup", args=[gap.pk]), {"wording": row.pk})

    row.refresh_from_db()
    assert row.gap.title == "gift wrap"
    assert row.gap != gap


def test_synonym_and_pin_open_the_lab_with_their_effect(client, staff, run_worker):
    article = make_article("Sell a voucher", parent=make_section("Selling more"))
    run_worker()
    searched("gift card")
    services.add_up()
    gap = make_gap("gift card", nearest=article.key)

    page = BeautifulSoup(
        client.get(reverse("gaps:detail", args=[gap.pk])).text, "html.parser"
    )

    for label in ("Add a synonym", "Pin a page"):
        link = page.find("a", string=label)["href"]
        lab = BeautifulSoup(client.get(link).text, "html.parser")
        effect = " ".join(lab.select_one("#found").get_text(" ").split())
        assert "Sell a voucher" in effect, label
        assert lab.select_one("form.keep button"), label


def test_without_a_likely_page_the_lab_asks_and_complains_of_nothing(client, staff):
    gap = make_gap("gift card")

    page = BeautifulSoup(
        client.get(reverse("gaps:detail", args=[gap.pk])).text, "html.parser"
    )

    for label in ("Add a synonym", "Pin a page"):
        lab = client.get(page.find("a", string=label)["href"])
        form = BeautifulSoup(lab.text, "html.parser")
        assert form.select_one("[name=text]")["value"] == "gift card"
        assert not form.select(".error-message, .help-critical, #found"), label


def test_counting_anew_is_the_workers_task(client, staff, run_worker):
    make_article("Make a discount code", parent=make_section("Selling more"))
    run_worker()
    searched("gift card")

    page = client.post(reverse("gaps:count"), follow=True)
    run_worker()

    assert "counted anew" in page.text
    assert Gap.objects.get().title == "gift card"


@pytest.mark.parametrize(
    "name", ["plan", "comment", "rename", "merge", "regroup", "decide", "dismiss"]
)
def test_is_the_business_of_staff(client, name):
    gap = make_gap("gift card")
    client.force_login(MemberFactory())

    assert client.post(reverse(f"gaps:{name}", args=[gap.pk])).status_code == 403


def test_the_list_costs_the_same_for_one_gap_and_for_twenty(
    client, staff, django_assert_max_num_queries
):
    article = make_article("Make a discount code", parent=make_section("Selling more"))
    make_gap("first", nearest=article.key, owner=staff)
    client.get(reverse("gaps:index"))

    with django_assert_max_num_queries(40) as few:
        client.get(reverse("gaps:index"))
    for number in range(20):
        make_gap(f"gap {number}", nearest=article.key, owner=staff)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("gaps:index"))
