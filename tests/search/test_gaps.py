"""Failed searches become rows of the gap report, and a row proves what closed it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from search import services
from search.models import Gap, Wording
from search.visit import Visit
from tests.articles.factories import make_article, make_section
from tests.community.factories import AnswerFactory, ThreadFactory
from tests.factories import MemberFactory, MerchantFactory, StaffFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _an_index(run_worker):
    make_article("Make a discount code", parent=make_section("Selling more"))
    run_worker()


def searched(text, *, people=3, hours_ago=2, click=False, first="v"):
    at = NOW - timedelta(hours=hours_ago)
    for n in range(people):
        found = services.search(
            text=text,
            reader=AnonymousUser(),
            visit=Visit(visitor=f"{first}{n}", session=f"{first}{n}"),
            language="en",
            at=at + timedelta(minutes=n),
        )
        if click:
            services.click(event=found.event, position=1, at=at + timedelta(minutes=n))


def gaps() -> list[tuple[str, int]]:
    services.refresh_gaps()
    return [(gap.title, gap.people) for gap in Gap.objects.shown().by_score()]


def test_wordings_with_the_same_stems_are_one_row():
    searched("gift card", people=2)
    searched("gift cards", people=2, first="w")
    searched("a card gift", people=1, first="x")

    assert gaps() == [("gift card", 5)]
    [wording] = Gap.objects.get().wordings.all()
    assert (wording.text, wording.people, wording.searches) == ("gift card", 5, 5)


def test_two_people_are_too_few_to_show():
    searched("gift card", people=2)

    assert gaps() == []


def test_one_person_many_times_is_one_person():
    for _ in range(5):
        searched("gift card", people=1)

    assert gaps() == []


def test_a_search_that_was_answered_is_no_gap():
    searched("discount code", people=5, click=True)

    assert gaps() == []


def test_results_that_nobody_opens_are_a_gap():
    searched("discount code", people=4)

    assert gaps() == [("discount code", 4)]
    assert Gap.objects.get().share_failed == 1.0


def test_running_again_gives_the_same_rows():
    searched("gift card")
    gaps()
    before = Gap.objects.get()

    for _ in range(3):
        gaps()

    after = Gap.objects.get()
    assert (after.pk, after.people, after.first_seen_at) == (
        before.pk,
        before.people,
        before.first_seen_at,
    )


def test_unanswered_questions_on_the_same_words_are_counted_until_answered():
    searched("gift card")
    thread = ThreadFactory(title="Can I sell a gift card here?")
    gaps()
    assert Gap.objects.get().threads == 1

    AnswerFactory(thread=thread)
    gaps()
    assert Gap.objects.get().threads == 0


def test_the_draft_is_checked_when_it_is_published(run_worker):
    searched("gift card")
    gaps()
    gap = Gap.objects.get()
    article = make_article("Sell a gift card", parent=make_section("Products"))
    services.link_draft(gap_id=gap.pk, key=f"article:{article.pk}", by=StaffFactory())

    run_worker()

    gap.refresh_from_db()
    assert (gap.state, gap.found_at, gap.missed_query) == ("published", 1, "")


def test_an_article_that_is_not_found_stays_in_drafting_and_says_which_words_miss(
    run_worker,
):
    searched("gift card")
    gaps()
    gap = Gap.objects.get()
    article = make_article("Vouchers for your shop", parent=make_section("Products"))
    services.link_draft(gap_id=gap.pk, key=f"article:{article.pk}", by=StaffFactory())

    run_worker()

    gap.refresh_from_db()
    assert (gap.state, gap.found_at, gap.missed_query) == ("drafting", None, "gift card")


def test_words_of_one_person_do_not_keep_an_article_from_closing_a_gap(run_worker):
    searched("gift card")
    gaps()
    gap = Gap.objects.get()
    Wording.objects.create(
        gap=gap, language="en", stems="teapot", text="teapot", people=1, searches=1
    )
    article = make_article("Sell a gift card", parent=make_section("Products"))
    services.link_draft(gap_id=gap.pk, key=f"article:{article.pk}", by=StaffFactory())

    run_worker()

    gap.refresh_from_db()
    assert (gap.state, gap.wordings.count()) == ("published", 2)


def test_dismissing_takes_a_reason_and_holds_over_the_next_run():
    searched("gift card")
    gaps()
    gap = Gap.objects.get()
    with pytest.raises(ValidationError):
        services.dismiss(gap=gap, why=" ", by=StaffFactory())

    services.dismiss(gap=gap, why="Not planned.", by=StaffFactory())
    gaps()

    gap.refresh_from_db()
    assert gap.state == "dismissed"


@pytest.mark.parametrize("verb", ["link", "dismiss", "reopen"])
def test_is_the_business_of_staff(verb):
    searched("gift card")
    gaps()
    gap, member = Gap.objects.get(), MerchantFactory()
    verbs = {
        "link": lambda: services.link_draft(gap_id=gap.pk, key="article:1", by=member),
        "dismiss": lambda: services.dismiss(gap=gap, why="No.", by=member),
        "reopen": lambda: services.reopen(gap=gap, by=member),
    }

    with pytest.raises(PermissionDenied):
        verbs[verb]()


def test_the_report_shows_the_parts_and_is_closed_to_members(client):
    searched("gift card")
    gaps()
    client.force_login(MemberFactory())
    assert client.get(reverse("gaps:index")).status_code == 403

    client.force_login(StaffFactory())
    page = client.get(reverse("gaps:index")).text
    detail = client.get(reverse("gaps:detail", args=[Gap.objects.get().pk])).text

    assert "gift card" in page
    assert "3 people × 3/3" in page
    assert "Draft article" in detail
