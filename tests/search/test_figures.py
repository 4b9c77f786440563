"""The sums of each day, and the figures staff see of a period."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from search import services
from search.figures import Chosen, Figures, Period, by_day, figures
from search.log import purge
from search.models import DailyTotal, SearchEvent
from search.needs import record_outcome
from search.visit import Visit
from tests.articles.factories import make_article, make_section

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WEEK = Period(date(2026, 3, 1), date(2026, 3, 7))


@pytest.fixture(autouse=True)
def _an_index(run_worker):
    make_article("Make a discount code", parent=make_section("Selling more"))
    run_worker()


def searched(text="discount", *, at=NOON, who="ana", click=False, language="en"):
    found = services.search(
        text=text,
        reader=AnonymousUser(),
        visit=Visit(visitor=who, session=f"{who}{at}"),
        language=language,
        at=at,
    )
    if click:
        services.click(event=found.event, position=1, at=at + timedelta(seconds=9))
    return found.event


def test_a_day_is_added_up_by_what_became_of_its_searches():
    searched(click=True)
    searched(who="ben")
    searched("zebra", who="ben", at=NOON + timedelta(hours=1))
    services.add_up(now=NOON + timedelta(days=1))

    found = figures(WEEK)

    assert (found.searches, found.people) == (3, 2)
    assert (found.no_result, found.no_click, found.clicked) == (1, 1, 1)
    assert found.no_result_rate == pytest.approx(1 / 3)
    assert found.click_rate == 0.5
    assert found.mean_position == 1.0
    assert (found.solved, found.unknown, found.not_solved) == (1, 2, 0)


def test_who_writes_to_support_within_a_day_was_not_spared_it():
    event = searched(click=True)
    record_outcome(
        visit=Visit(visitor=event.visitor, session="another"),
        kind="ticketed",
        key="ticket:1",
        at=NOON + timedelta(hours=20),
    )
    services.add_up(now=NOON + timedelta(days=2))

    found = figures(WEEK)

    assert (found.solved, found.not_solved, found.ticketed) == (0, 1, 1)
    assert found.self_service == 1.0


def test_again_gives_the_same_and_late_news_are_counted():
    event = searched()
    for _time in range(2):
        services.add_up(now=NOON + timedelta(days=1))
    assert DailyTotal.objects.count() == 1
    assert figures(WEEK).clicked == 0

    services.click(event=event, position=1, at=NOON + timedelta(minutes=5))
    services.add_up(now=NOON + timedelta(days=2))

    assert figures(WEEK).clicked == 1


def test_totals_outlive_the_rows():
    searched()
    services.add_up(now=NOON + timedelta(days=1))
    later = NOON + timedelta(days=100)

    purge(now=later)
    services.add_up(now=later)

    assert not SearchEvent.objects.exists()
    assert figures(WEEK).searches == 1


def test_a_clock_that_stood_still_for_weeks_catches_up():
    searched(at=NOON)
    searched(at=NOON + timedelta(days=20), who="ben")

    services.add_up(now=NOON + timedelta(days=40))

    assert DailyTotal.objects.count() == 2


def test_after_a_week_and_more_without_the_clock_the_last_days_are_judged_anew():
    event = searched(click=True)
    services.add_up(now=NOON + timedelta(hours=1))
    record_outcome(
        visit=Visit(visitor=event.visitor, session="another"),
        kind="ticketed",
        key="ticket:1",
        at=NOON + timedelta(hours=20),
    )

    services.add_up(now=NOON + timedelta(days=12))

    assert figures(WEEK).not_solved == 1


def test_who_searches_in_two_places_and_languages_is_one_person():
    searched(click=True)
    searched("zebra", at=NOON + timedelta(hours=1), language="fr")
    services.live(
        text="zebra", reader=AnonymousUser(), visit=Visit(visitor="ana"), language="en"
    )
    SearchEvent.objects.filter(source="live").update(at=NOON + timedelta(hours=2))
    services.add_up(now=NOON + timedelta(days=1))

    assert figures(WEEK).people == 1


def test_somebody_who_tried_five_times_before_writing_is_one_request():
    for minute in range(5):
        event = searched("zebra", at=NOON + timedelta(minutes=minute))
    record_outcome(
        visit=Visit(visitor=event.visitor, session="another"),
        kind="ticketed",
        key="ticket:1",
        at=NOON + timedelta(hours=1),
    )
    services.add_up(now=NOON + timedelta(days=1))

    found = figures(WEEK)

    assert (found.ticketed, found.self_service) == (5, 1.0)


def test_who_asks_about_it_days_later_was_not_helped_by_what_was_opened():
    event = searched("discount code", click=True)
    for key, text in (("ticket:1", "My parcel is late"), ("ticket:2", "Discounts fail")):
        assert figures(WEEK).not_solved == 0
        record_outcome(
            visit=Visit(visitor=event.visitor, session="another"),
            kind="ticketed",
            key=key,
            text=text,
            language="en",
            at=NOON + timedelta(days=3),
        )
        services.add_up(now=NOON + timedelta(days=4))

    assert figures(WEEK).not_solved == 1


def test_what_is_opened_in_vain_among_results_with_fewer_words_is_no_click():
    searched("discount", click=True)
    SearchEvent.objects.update(session="one", found_before=0, found_after=0)
    searched("discount code", at=NOON + timedelta(minutes=1))
    SearchEvent.objects.update(session="one")
    services.add_up(now=NOON + timedelta(days=1))

    found = figures(WEEK)

    assert (found.no_result, found.clicked, found.click_rate) == (1, 0, 0.0)


def test_a_visit_over_midnight_is_looked_along():
    before = datetime(2026, 3, 2, 23, 59, 30, tzinfo=UTC)
    searched("zebra stripes", at=before)
    SearchEvent.objects.update(session="one")
    searched("zebra", at=before + timedelta(minutes=1))
    SearchEvent.objects.update(session="one", found_before=1, found_after=1)
    services.add_up(now=before + timedelta(minutes=20))

    [(_day, first), (_next, second)] = by_day(Period(date(2026, 3, 2), date(2026, 3, 3)))

    assert (first.searches, first.reformulated) == (1, 1)
    assert (second.searches, second.reformulated) == (1, 0)


def test_is_narrowed_by_language_and_quiet_days_are_zeros():
    searched()
    searched(who="ben", language="fr", text="remise")
    services.add_up(now=NOON + timedelta(days=1))

    assert figures(WEEK).searches == 2
    assert figures(WEEK, Chosen(language="en")).searches == 1
    days = by_day(WEEK, Chosen(language="en"))
    assert [each.searches for _day, each in days] == [0, 1, 0, 0, 0, 0, 0]


def test_a_share_of_nothing_is_not_zero():
    assert Figures().no_result_rate is None
    assert Figures(searches=2, no_result=2).click_rate is None


def test_the_period_before_is_as_long_and_right_before():
    assert WEEK.before == Period(date(2026, 2, 22), date(2026, 2, 28))


def test_each_figure_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(2):
        figures(WEEK)
        by_day(WEEK)
