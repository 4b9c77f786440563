"""The lists of a period: what many typed, and which guides ended the search."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from search import services
from search.figures import Period, last_full_days
from search.models import ArticleTotal, Click, CountedPeriod, SearchEvent, TermTotal
from search.terms import LISTED, Leaders, Sums, Typed, moments, terms_of
from search.terms_articles import articles_of
from search.terms_counting import ask_for_lists, count_usual

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WEEK = Period(date(2026, 3, 1), date(2026, 3, 7))


def searched(text, *, who, at=NOON, language="en", place="", found=3, audience=0, **more):
    return SearchEvent.objects.create(
        at=at,
        text=text,
        stems=" ".join(sorted(text.lower().split())),
        language=language,
        audience=audience,
        found_before=found,
        found_after=found,
        visitor=who,
        session=who,
        place=place,
        **more,
    )


def opened(key, *, at=NOON, position=1, dwell=None, **more):
    event = searched("how", who="", at=at, **more)
    return Click.objects.create(event=event, position=position, key=key, dwell=dwell, at=at)


def terms(kind, *, language="", audience=None, place="") -> list[TermTotal]:
    return [
        row
        for row in sorted(terms_of(WEEK), key=lambda row: row.rank)
        if (row.kind, row.language, row.audience, row.place)
        == (kind, language, audience, place)
    ]


def test_what_three_people_typed_is_one_term_in_the_wording_most_used():
    for who, text in [("a", "late payout"), ("b", "Payout late"), ("c", "payout late")]:
        searched(text, who=who)
    searched("payout late", who="a")

    [row] = terms("top")

    assert (row.text, row.people, row.searches, row.rank) == ("payout late", 3, 4, 1)


def test_what_two_people_typed_is_shown_to_nobody():
    for who in ("a", "b", "", "", "a"):
        searched("jean dupont", who=who, found=0)

    assert list(terms_of(WEEK)) == []


def test_three_people_are_three_in_each_place_and_language_they_are_counted_in():
    for who, place, language in [
        ("a", "board:payouts", "en"),
        ("b", "board:payouts", "en"),
        ("c", "", "en"),
        ("d", "board:payouts", "fr"),
    ]:
        searched("payout", who=who, place=place, language=language)

    assert [row.people for row in terms("top")] == [3]
    assert [row.people for row in terms("top", language="en")] == [3]
    assert terms("top", language="fr") == []
    assert terms("top", place="board:payouts") == []


def test_who_found_nothing_is_counted_apart_from_who_found_something():
    for who in "abc":
        searched("refund", who=who, found=0)
    for who in "de":
        searched("invoice", who=who, found=0)
    searched("invoice", who="f")

    assert [(row.text, row.no_result) for row in terms("no_result")] == [("refund", 3)]
    assert len(terms("top")) == 2


def test_results_that_five_people_saw_and_few_opened():
    for n in range(10):
        event = searched("payout", who=f"v{n}")
        if n < 2:
            Click.objects.create(event=event, position=1, key="article:1")
    for who in "abcd":
        searched("invoice", who=who)

    [row] = terms("low_click")

    assert (row.text, row.shown, row.clicked) == ("payout", 10, 2)


def test_staff_other_days_and_what_has_no_words_are_left_out():
    for who in "abc":
        searched("payout", who=who, left_out="staff")
        searched("payout", who=who, at=NOON - timedelta(days=9))
        searched("", who=who)

    assert terms_of(WEEK) == []


def test_a_list_is_as_long_as_can_be_read_and_always_in_the_same_order():
    leaders = Leaders()
    for n in range(3 * LISTED):
        sums = Sums()
        for person in range(3 + n % 5):
            sums.add(Typed("s", "en", 0, "", "t", f"p{person}", 1, 1, True))
        leaders.offer(("", None, ""), f"term {n:02}", "en", sums)

    rows = list(leaders.rows())

    assert len(rows) == LISTED
    assert [row.rank for row in rows] == list(range(1, LISTED + 1))
    assert {row.people for row in rows} == {6, 7}


def test_guides_are_told_apart_by_what_came_of_the_searches_that_led_to_them():
    for n in range(10):
        opened("article:1", position=2, dwell=60 if n else None, deflection="solved")
        opened("article:2", deflection="failed", has_ticketed=True)
    opened("article:3", deflection="solved")
    opened("thread:4", deflection="solved")

    found = {row.kind: row for row in articles_of(WEEK) if (row.language) == ""}

    best, worst = found["best"], found["worst"]
    assert (best.key, best.opened, best.positions) == ("article:1", 10, 20)
    assert (best.dwell, best.dwell_known, best.solved) == (540, 9, 10)
    assert (worst.key, worst.solved, worst.ticketed) == ("article:2", 0, 10)


def test_the_night_makes_the_lists_of_the_usual_periods_and_forgets_the_last_ones():
    for who in "abc":
        searched("payout", who=who)
    for night in (1, 2):
        services.add_up(now=NOON + timedelta(days=night))

    counted = CountedPeriod.objects.filter(is_usual=True)

    assert {Period(row.first, row.last) for row in counted} == {
        last_full_days(days, now=NOON + timedelta(days=2)) for days in (7, 28, 90)
    }
    assert set(TermTotal.objects.values_list("period", flat=True)) == {
        row.pk for row in counted
    }
    assert ArticleTotal.objects.count() == 0


def test_again_gives_the_same():
    for who in "abc":
        searched("payout", who=who)
    made = []
    for _time in range(2):
        count_usual(now=NOON + timedelta(days=1))
        made.append(sorted(TermTotal.objects.values_list("text", "kind", "rank", "people")))

    assert made[0] == made[1] != []


def test_lists_of_other_days_are_made_when_somebody_asks(run_worker):
    for who in "abc":
        searched("payout", who=who)
    asked = ask_for_lists(WEEK, now=NOON + timedelta(days=20))
    assert ask_for_lists(WEEK, now=NOON + timedelta(days=20)) == asked
    assert not TermTotal.objects.exists()

    run_worker()

    asked.refresh_from_db()
    assert asked.counted_at
    assert [row.text for row in TermTotal.objects.filter(language="", audience=None)] == [
        "payout"
    ]
    count_usual(now=NOON + timedelta(days=40))
    assert not TermTotal.objects.filter(period=asked).exists()


def test_days_whose_searches_are_gone_have_no_lists():
    with pytest.raises(ValidationError, match="90 days"):
        ask_for_lists(WEEK, now=NOON + timedelta(days=120))


def test_a_period_is_from_midnight_to_midnight():
    start, end = moments(WEEK)

    assert (start.isoformat(), end.isoformat()) == (
        "2026-03-01T00:00:00+00:00",
        "2026-03-08T00:00:00+00:00",
    )


def test_one_look_at_the_rows_for_all_lists(django_assert_num_queries):
    for who in "abcdef":
        searched("payout", who=who, place=f"board:{who}")
    with django_assert_num_queries(2):
        terms_of(WEEK)
        articles_of(WEEK)
