"""Waves and junk are kept out of all figures; what many people really ask is not."""

from __future__ import annotations

from datetime import UTC, timedelta
from itertools import combinations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from search import services
from search.models import DailyTotal, Gap, SearchEvent
from search.needs import record_outcome
from search.noise.alike import near_identical
from search.noise.keeping import count_anyway, keep_out
from search.noise.rules import is_junk
from search.visit import Visit
from tests.articles.factories import make_article, make_section
from tests.factories import MemberFactory, StaffFactory
from tests.search.searching import searched, visitor_named

NOW = timezone.now()
YESTERDAY = NOW - timedelta(days=1)
ADVERT = "call the refund helpline number {} for money back today"
ERROR = "error while saving order please contact the administrator"


@pytest.fixture
def _an_index(db, run_worker):
    make_article("Make a discount code", parent=make_section("Selling more"))
    run_worker()


def reasons() -> set[str]:
    return set(SearchEvent.objects.values_list("left_out", flat=True))


def send(text: str, count: int, *, at=YESTERDAY) -> None:
    """Have so many strangers send ``text``, each with a number of its own in it."""
    for number in range(count):
        searched(text.format(number), people=1, first=f"{text}{number}", at=at)


@pytest.mark.usefixtures("_an_index")
def test_one_text_sent_by_many_who_do_nothing_else_is_in_no_figure():
    send(ADVERT, 12)
    searched("gift card", at=YESTERDAY)

    services.refresh_gaps(now=NOW)

    assert [gap.title for gap in Gap.objects.shown()] == ["gift card"]
    assert sum(day.searches for day in DailyTotal.objects.all()) == 3
    wave = SearchEvent.objects.filter(left_out=SearchEvent.LeftOut.WAVE)
    assert wave.count() == 12  # the rows stay, with the reason


@pytest.mark.usefixtures("_an_index")
def test_midnight_cuts_no_wave_in_two():
    midnight = YESTERDAY.astimezone(UTC).replace(hour=0, minute=0, second=0)
    for number in range(14):
        at = midnight + timedelta(minutes=20 * (number - 10))
        searched(ADVERT.format(number), people=1, first=f"sender {number}", at=at)

    for days in (1, 0):
        keep_out((midnight - timedelta(days=days)).date())

    assert reasons() == {SearchEvent.LeftOut.WAVE}


@pytest.mark.usefixtures("_an_index")
def test_nine_are_no_wave():
    send(ADVERT, 9)

    keep_out(YESTERDAY.date())

    assert reasons() == {""}


@pytest.mark.usefixtures("_an_index")
def test_few_words_that_many_type_are_no_wave():
    searched("site is down", people=40, at=YESTERDAY)

    keep_out(YESTERDAY.date())

    assert reasons() == {""}


@pytest.mark.usefixtures("_an_index")
def test_an_error_message_that_customers_paste_is_no_wave():
    searched(ERROR, people=12, at=YESTERDAY)
    for number in range(3):
        was_here(f"{ERROR}{number}")

    keep_out(YESTERDAY.date())

    assert reasons() == {""}


def was_here(name: str) -> None:
    who = visitor_named(name)
    record_outcome(
        visit=Visit(visitor=who, session=who),
        kind="asked",
        key=f"thread:{name[-1]}",
        at=YESTERDAY + timedelta(hours=1),
    )


@pytest.mark.usefixtures("_an_index")
def test_a_long_question_that_people_ask_week_after_week_is_no_wave():
    question = "how do I close the account of my second shop"
    searched(question, people=4, at=YESTERDAY - timedelta(days=9))
    searched(question, people=15, at=YESTERDAY, first="today")

    keep_out(YESTERDAY.date())

    assert reasons() == {""}


@pytest.mark.usefixtures("_an_index")
def test_who_does_anything_else_is_counted_even_among_a_wave():
    send(ADVERT, 20)
    was_here(f"{ADVERT}70")

    keep_out(YESTERDAY.date())

    counted = SearchEvent.objects.counted().get()
    assert counted.visitor == visitor_named(f"{ADVERT}70")


@pytest.mark.usefixtures("_an_index")
def test_what_is_no_wave_any_more_is_counted_again():
    send(ADVERT, 12)
    keep_out(YESTERDAY.date())
    assert keep_out(YESTERDAY.date()) == 0  # again is the same
    for number in range(5):
        was_here(f"{ADVERT}{number}0")

    assert keep_out(YESTERDAY.date()) == 12
    assert reasons() == {""}


@pytest.mark.usefixtures("_an_index")
def test_what_staff_want_counted_stays_counted_for_ten_nights(client):
    send(ADVERT, 12)
    keep_out(YESTERDAY.date())
    client.force_login(StaffFactory())
    page = client.get(reverse("search_kept_out"))
    [row] = page.context["rows"][:1]
    assert "refund helpline" in page.text
    assert row.searches >= 1

    for each in page.context["rows"]:
        client.post(reverse("search_kept_out"), {"search": each.latest})
    for _night in range(10):
        services.add_up(now=NOW)

    assert reasons() == {""}


@pytest.mark.usefixtures("_an_index")
def test_what_staff_want_counted_is_counted_however_long_ago_it_was():
    before = NOW - timedelta(days=12)
    send("gift cards that nobody of us can print today", 12, at=before)
    services.add_up(now=before + timedelta(days=1))
    services.add_up(now=NOW)
    assert not DailyTotal.objects.filter(searches__gt=0).exists()
    [words] = {each.stems for each in SearchEvent.objects.all()}

    count_anyway(stems=words, language="en", by=StaffFactory())
    services.add_up(now=NOW)

    assert sum(day.searches for day in DailyTotal.objects.all()) == 12
    assert {each.failure for each in SearchEvent.objects.all()} == {"no_result"}


@pytest.mark.usefixtures("_an_index")
def test_one_who_is_not_told_apart_makes_no_word_known_by_repeating_it(client):
    send("refund for claire dupont of petrossian please", 12)
    SearchEvent.objects.update(visitor="", session="")
    keep_out(YESTERDAY.date())
    client.force_login(StaffFactory())

    page = client.get(reverse("search_kept_out"))

    assert reasons() == {SearchEvent.LeftOut.WAVE}
    assert "claire" not in page.text
    assert [len(row.people) for row in page.context["rows"]] == [0]


@pytest.mark.django_db
def test_only_staff_see_and_decide(client):
    with pytest.raises(PermissionDenied):
        count_anyway(stems="refund", language="en", by=MemberFactory())
    client.force_login(MemberFactory())
    assert client.get(reverse("search_kept_out")).status_code in {302, 403}


@pytest.mark.django_db
def test_words_that_are_not_there_are_said(client):
    client.force_login(StaffFactory())

    page = client.post(reverse("search_kept_out"), {"search": "404"}, follow=True)

    assert "not there any more" in page.text


@pytest.mark.usefixtures("_an_index")
def test_the_page_costs_the_same_for_many_waves(client, django_assert_max_num_queries):
    send(ADVERT, 12)
    send("win a new telephone by answering {} very easy questions now", 15)
    keep_out(YESTERDAY.date())
    client.force_login(StaffFactory())

    with django_assert_max_num_queries(11):
        client.get(reverse("search_kept_out"))


@pytest.mark.parametrize(
    "text", ["???", "...", "aaaa", "AAAAAAA!", "----", "0000", "é é é é"]
)
def test_signs_and_one_letter_on_and_on_are_junk(text):
    assert is_junk(text)


@pytest.mark.parametrize("text", ["429", "www", "tva ?", "c++", "ac04", "aa", "中文", "?a"])
def test_codes_and_names_are_no_junk(text):
    assert not is_junk(text)


WORDS = st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=8)


@given(st.lists(WORDS, max_size=25), st.sampled_from([0.4, 0.5, 0.7, 1.0]))
def test_near_identical_finds_what_comparing_each_with_each_does(texts, alike):
    def are_alike(one: int, other: int) -> bool:
        both = texts[one] | texts[other]
        return len(texts[one] & texts[other]) >= alike * len(both)

    groups = [{place} for place in range(len(texts))]
    for one, other in combinations(range(len(texts)), 2):
        if are_alike(one, other):
            first, second = (
                next(g for g in groups if place in g) for place in (one, other)
            )
            if first is not second:
                groups.remove(second)
                first |= second

    found = near_identical(texts, alike)
    assert sorted(map(sorted, found)) == sorted(sorted(g) for g in groups if len(g) > 1)
