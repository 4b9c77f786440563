"""Staff teach the search words and pages; readers feel it with their next search."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from base.audience import Audience
from search import curating
from search.models import Judgement, Pin, SearchEvent, Synonym
from tests.articles.factories import make_article, make_section
from tests.community.factories import ThreadFactory
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()

PAGES = [
    "lab:index",
    "lab:try_synonym",
    "lab:try_pin",
    "lab:try_weights",
    "synonyms:index",
    "synonyms:add",
    "pins:index",
    "pins:add",
    "judgements:index",
    "search_history",
]


@pytest.fixture
def content(run_worker):
    section = make_section("In the shop")
    found = {
        "till": make_article("Connect the cash register", parent=section),
        "receipt": make_article("Print a receipt", parent=section),
        "staff": make_article("Open a locked drawer", audience=Audience.STAFF),
        "thread": ThreadFactory(title="Receipt printer is silent"),
    }
    run_worker()
    return found


@pytest.fixture
def staff() -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(StaffFactory(display_name="Claire Roussel", language="en"))
    return client


def found(text, language="en", member=None) -> list[str]:
    client = Client(headers={"User-Agent": "Firefox", "Accept-Language": language})
    if member:
        client.force_login(member)
    page = client.get(reverse("search:results"), {"q": text})
    return [hit.card.title for hit in page.context["found"].hits]


def teach(client, *, text="till", means="cash register", language="en", **more):
    said = {"text": text, "means": means, "language": language, "is_two_way": "on", **more}
    return client.post(reverse("synonyms:add"), said)


def pin(client, *, text="receipt", address="", language="en", pk=0, **more):
    said = {"text": text, "language": language, "address": address, "place": 1, **more}
    name = reverse("pins:edit", args=[pk]) if pk else reverse("pins:add")
    return client.post(name, said)


def errors_of(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_a_synonym_counts_from_the_next_search_on(content, staff):
    assert found("till") == []

    teach(staff)
    assert found("till") == ["Connect the cash register"]

    row = Synonym.objects.get()
    change = {"text": "till", "means": "receipt", "language": "en"}
    staff.post(reverse("synonyms:edit", args=[row.pk]), change)
    assert "Print a receipt" in found("till")
    assert "Connect the cash register" not in found("till")

    staff.post(reverse("synonyms:delete", args=[row.pk]))
    assert found("till") == []


def test_one_way_does_not_lead_back(content, staff, run_worker):
    ThreadFactory(title="Paint the counter")
    run_worker()

    teach(staff, text="counter", means="receipt", is_two_way="")

    assert {"Print a receipt", "Paint the counter"} <= set(found("counter"))
    assert "Paint the counter" not in found("receipt")


def test_two_ways_join_all_the_words(run_worker, staff):
    make_article("Clean the till", parent=make_section("In the shop"))
    make_article("Connect the cash register", parent=make_section("Devices"))
    run_worker()

    teach(staff, text="till", means="cash register\ncheckout")

    both = {"Clean the till", "Connect the cash register"}
    assert set(found("till")) == both
    assert set(found("cash register")) == both
    assert set(found("checkout")) == both


def test_a_synonym_is_of_one_language_or_of_all(content, staff):
    teach(staff, text="caisse", means="cash register", language="fr")
    assert found("caisse", "en") == found("caisse", "fr") == []

    Synonym.objects.all().delete()
    teach(staff, text="caisse", means="cash register", language="")
    assert found("caisse", "fr") == ["Connect the cash register"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": "how do I"}, "text"),
        ({"means": "cash register\nthe"}, "means"),
        ({"means": " "}, "means"),
        ({"text": ""}, "text"),
        ({"language": "de"}, "language"),
    ],
)
def test_words_that_search_does_not_look_at_are_refused(staff, said, field):
    response = teach(staff, **said)

    assert [*errors_of(response)] == [field]
    assert not Synonym.objects.exists()


def test_a_pin_stands_first_whatever_the_order_and_endings(content, staff):
    pin(staff, text="silent printers", address=content["till"].url)

    assert found("printer silent")[0] == "Connect the cash register"
    assert found("printer")[0] == "Receipt printer is silent"
    assert "Chosen for this search" in page_of("silent printer")


def test_where_only_fewer_words_find_something_the_pin_is_the_answer(content, staff):
    pin(staff, text="printer in zanzibar", address=content["till"].url)

    assert found("printer in zanzibar") == ["Connect the cash register"]
    assert "Nobody has written this down" not in page_of("printer in zanzibar")
    assert SearchEvent.objects.latest("pk").found_after == 1


def page_of(text) -> str:
    return Client(headers={"Accept-Language": "en"}).get(f"/search/?q={text}").text


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(None, None, True), (0, 0, True), (-9, -1, False), (1, 9, False), (-1, None, True)],
)
def test_a_pin_holds_on_its_days(content, staff, starts, ends, holds):
    days = {
        name: (TODAY + timedelta(days=days)).isoformat()
        for name, days in (("starts_on", starts), ("ends_on", ends))
        if days is not None
    }
    pin(staff, address=content["till"].url, **days)

    assert Pin.objects.count() == 1
    assert ("Connect the cash register" in found("receipt")) is holds


def test_a_pin_shows_nobody_what_they_may_not_read(content, staff):
    pin(staff, address=content["staff"].url)

    assert "Open a locked drawer" not in found("receipt")
    assert found("receipt", member=StaffFactory())[0] == "Open a locked drawer"
    assert "not for everyone" in staff.get(reverse("pins:index")).text


def test_two_pins_stand_in_their_places(content, staff):
    pin(staff, address=content["till"].url, place=2)
    pin(staff, address=content["receipt"].key, place=1)

    assert found("receipt")[:2] == ["Print a receipt", "Connect the cash register"]


def test_what_is_wrong_with_a_pin_is_said_beside_it(content, staff):
    here = content["till"].url
    pin(staff, address=here)

    assert errors_of(pin(staff, text="")).keys() == {"text", "picked"}
    assert errors_of(pin(staff, text="how do I", address=here)).keys() == {"text"}
    assert errors_of(pin(staff, address="https://example.com/")).keys() == {"address"}
    assert errors_of(pin(staff, address="/en/nothing/")).keys() == {"address"}
    assert errors_of(pin(staff, address="article:999999")).keys() == {"address"}
    assert errors_of(pin(staff, place=0, text="x", address=here)).keys() == {"place"}
    assert "already" in str(errors_of(pin(staff, text="receipts", address=here)))
    days = {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}
    assert "before the first" in str(errors_of(pin(staff, address=here, text="x", **days)))
    assert Pin.objects.count() == 1


def test_pages_to_pin_are_picked_among_what_the_words_find(content, staff):
    shown = pin(staff, text="receipt", look="1")
    assert content["receipt"].key in shown.context["form"].found
    assert not Pin.objects.exists()

    pin(staff, text="receipt", picked=content["receipt"].key)
    assert Pin.objects.get().key == content["receipt"].key


def test_a_page_that_is_gone_is_marked_in_the_list(content, staff):
    pin(staff, address=content["till"].url)
    content["till"].unpublish()

    assert "The page is gone" in staff.get(reverse("pins:index")).text


def test_who_changed_what_is_kept_even_when_it_is_deleted(content, staff):
    teach(staff)
    row = Synonym.objects.get()
    other = Client(headers={"Accept-Language": "en"})
    other.force_login(StaffFactory(display_name="Yanis Morel", language="en"))
    change = {"text": "till", "means": "cash register", "language": ""}
    other.post(reverse("synonyms:edit", args=[row.pk]), change)
    other.post(reverse("synonyms:edit", args=[row.pk]), change)  # nothing is new

    here = staff.get(reverse("synonyms:edit", args=[row.pk])).context["entries"]
    assert [entry.by for entry in here] == ["Yanis Morel", "Claire Roussel"]
    assert [(fact.label, fact.before, fact.after) for fact in here[0].facts] == [
        ("the other way too", "yes", "no"),
        ("language", "English", "All languages"),
    ]

    staff.post(reverse("synonyms:delete", args=[row.pk]))
    every = staff.get(reverse("search_history")).context["entries"]
    assert [entry.action for entry in every] == ["Deleted", "Edited", "Created"]
    assert ("who searches for", "till", "") in [
        (fact.label, fact.before, fact.after) for fact in every[0].facts
    ]


def test_the_history_names_pages_and_days(content, staff):
    pin(staff, address=content["till"].url, starts_on="2026-03-02")
    row = Pin.objects.get()
    pin(staff, pk=row.pk, picked=content["receipt"].key, starts_on="2026-03-02")

    page = staff.get(reverse("pins:edit", args=[row.pk])).text

    assert "Connect the cash register</del>" in page
    assert "2 Mar 2026" in page


def test_a_judgement_is_replaced_and_taken_away(content, staff):
    receipt, till = content["receipt"].key, content["till"].key
    said = {"q": "Print  RECEIPT", "reader": "en", "audience": "0"}

    staff.post(reverse("lab:judge"), {**said, "right": [receipt]})
    staff.post(reverse("lab:judge"), {**said, "right": [till, receipt, till]})

    row = Judgement.objects.get()
    assert (row.text, row.keys) == ("print receipt", [till, receipt])
    page = staff.get(reverse("judgements:index")).text
    assert "Print a receipt" in page
    assert "Claire Roussel" in page

    back = staff.post(reverse("lab:judge"), said)
    assert not Judgement.objects.exists()
    assert back.url == f"{reverse('lab:index')}?q=Print++RECEIPT&reader=en&audience=0"


@pytest.mark.parametrize("said", [{"q": ""}, {"reader": "de"}, {"right": "article:99999"}])
def test_a_judgement_is_of_words_and_pages_there_are(content, staff, said):
    usual = {"q": "receipt", "reader": "en", "right": content["receipt"].key}

    staff.post(reverse("lab:judge"), {**usual, **said})

    assert not Judgement.objects.exists()


@pytest.mark.parametrize("name", PAGES)
def test_only_support_staff_may_look(name):
    assert staff_status(None, name) == 302
    assert staff_status(MemberFactory(), name) in {302, 403}
    assert staff_status(ModeratorFactory(), name) in {302, 403}
    assert staff_status(StaffFactory(), name) == 200


def staff_status(member, name) -> int:
    client = Client()
    if member:
        client.force_login(member)
    return client.get(reverse(name)).status_code


def test_moderators_see_no_entry_of_it_in_the_menu(staff):
    client = Client()
    client.force_login(ModeratorFactory())

    assert reverse("lab:index") not in client.get(reverse("wagtailadmin_home")).text
    assert "search-lab" in staff.get(reverse("wagtailadmin_home")).text


def test_moderators_change_nothing_by_view_or_by_service(content):
    moderator = ModeratorFactory()
    client = Client()
    client.force_login(moderator)
    row = Synonym.objects.create(text="till", means="cash register")
    key = content["till"].key

    teach(client, text="pos")
    pin(client, address=key)
    client.post(reverse("synonyms:delete", args=[row.pk]))
    client.post(reverse("lab:judge"), {"q": "till", "reader": "en", "right": key})

    assert Synonym.objects.get() == row
    assert not Pin.objects.exists()
    assert not Judgement.objects.exists()
    for refused in (
        lambda: curating.save_synonym(synonym=row, by=moderator),
        lambda: curating.save_pin(pin=Pin(text="x", language="en", key=key), by=moderator),
        lambda: curating.save_judgement(text="x", language="en", keys=[key], by=moderator),
        lambda: curating.delete(row=row, by=moderator),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_a_pin_to_no_page_is_refused_by_the_service_too(content):
    row = Pin(text="receipt", language="en", key="article:999999")

    with pytest.raises(ValidationError, match="gone"):
        curating.save_pin(pin=row, by=StaffFactory())


def taught(content, *words):
    by, keys = StaffFactory(), [content["till"].key, content["receipt"].key]
    for text in words:
        curating.save_synonym(synonym=Synonym(text=text, means="receipt"), by=by)
        curating.save_pin(pin=Pin(text=text, language="en", key=keys[0]), by=by)
        curating.save_judgement(text=text, language="en", keys=keys, by=by)


@pytest.mark.parametrize(
    "name", ["synonyms:index", "pins:index", "judgements:index", "search_history"]
)
def test_long_lists_cost_no_more_queries(content, staff, name):
    taught(content, "word0")
    staff.get(reverse(name))  # what is asked once for all
    with CaptureQueriesContext(connection) as few:
        staff.get(reverse(name))

    taught(content, *(f"word{number}" for number in range(1, 9)))
    with CaptureQueriesContext(connection) as many:
        page = staff.get(reverse(name))

    assert "word8" in page.text
    assert len(many) == len(few)


def test_lists_are_narrowed_by_words_and_language(staff):
    teach(staff, text="till", means="cash register")
    teach(staff, text="caisse", means="tiroir", language="fr")

    def listed(**narrow):
        page = staff.get(reverse("synonyms:index"), narrow)
        return [row.text for row in page.context["page"]]

    assert listed() == ["caisse", "till"]
    assert listed(q="REGISTER") == ["till"]
    assert listed(language="fr") == ["caisse"]
