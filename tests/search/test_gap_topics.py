"""What means the same is one gap, from night to night, and as editors want it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from articles.services import root_for
from search import services
from search.gaps.refreshing import RUNNING
from search.models import Gap, SearchEvent, Wording
from tests.articles.factories import make_article, make_section
from tests.community.factories import ThreadFactory
from tests.factories import MerchantFactory, StaffFactory
from tests.search.searching import searched

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _an_index(run_worker):
    make_article("Make a discount code", parent=make_section("Selling more"))
    run_worker()


def shown() -> dict[str, Gap]:
    services.refresh_gaps()
    return {gap.title: gap for gap in Gap.objects.shown()}


def texts_of(gap: Gap) -> set[str]:
    return {row.text for row in gap.wordings.all()}


def test_wordings_that_mean_the_same_are_one_gap():
    searched("gift card", people=4)
    searched("sell gift cards")
    searched("klarna payments", people=3)

    found = shown()

    assert set(found) == {"gift card", "klarna payments"}
    assert texts_of(found["gift card"]) == {"gift card", "sell gift cards"}
    assert found["gift card"].people == 7


def test_an_unanswered_question_on_it_belongs_to_it_and_its_author_counts():
    searched("gift card", people=4)
    thread = ThreadFactory(title="How do I sell a gift card?")

    gap = shown()["gift card"]

    assert [need.key for need in gap.needs.all()] == [thread.key]
    assert (gap.people, gap.threads) == (5, 1)


def test_questions_alone_make_a_gap_as_well():
    for number in range(3):
        ThreadFactory(title=f"Connect my shop to an accounting program {'again ' * number}")

    [gap] = shown().values()

    assert (gap.threads, gap.people, gap.searches, gap.share_failed) == (3, 3, 0, 1.0)


def test_the_share_is_of_people_however_often_each_of_them_searches(run_worker):
    guide = make_article("Sell a voucher", parent=make_section("Selling"))
    run_worker()
    searched("sell a voucher", people=3, opened=1, first="found")
    for minutes in range(4):
        at = NOW - timedelta(hours=2, minutes=minutes)
        searched("sell a voucher", people=1, first="lost", at=at)
    services.record_need(
        kind="ticket", key="ticket:1", text="sell a voucher", language="en", visitor="asker"
    )
    services.record_need(
        kind="unhelpful", key=f"{guide.key}:1", text="Sell a voucher", language="en"
    )

    services.refresh_gaps()

    gap = Gap.objects.get()
    assert (gap.people, gap.came, gap.searches, gap.failed) == (3, 6, 7, 4)
    assert gap.share_failed == 0.5


def test_both_languages_meet_where_they_lead_to_the_same_article(run_worker):
    article = make_article("Vouchers for your customers", parent=make_section("Gifts"))
    french = make_article("Des bons pour vos clients", parent=root_for("fr"))
    french.translation_key = article.translation_key
    french.save()
    run_worker()
    for text, language, title in (
        ("vouchers of a shop", "en", "vouchers"),
        ("bons de la boutique", "fr", "bons"),
    ):
        searched(text, people=4, language=language, first="a")
        searched(title, people=6, language=language, opened=1, first="b")
        searched(
            f"{title} clients" if language == "fr" else f"{title} customers",
            people=6,
            language=language,
            opened=1,
            first="c",
        )
        searched(title, people=3, language=language, first="d")

    services.refresh_gaps()

    gaps = {row.gap for row in Wording.objects.filter(text__in=["vouchers", "bons"])}
    assert len(gaps) == 1
    assert set(gaps.pop().languages.split()) == {"en", "fr"}


def test_keeps_its_number_while_new_wordings_join():
    searched("gift card")
    before = shown()["gift card"].pk

    searched("sell gift cards", people=9)
    after = Wording.objects.get(text="gift card")
    services.refresh_gaps()
    after.refresh_from_db()

    assert after.gap_id == before
    assert Gap.objects.get(pk=before).people == 12
    assert Wording.objects.get(text="sell gift cards").gap_id == before


def test_running_again_changes_nothing():
    searched("gift card")
    searched("sell gift cards", people=2)
    searched("klarna payments", people=5)
    services.refresh_gaps(now=NOW)
    before = sorted(Wording.objects.values_list("text", "gap", "people", "failed"))

    for _night in range(3):
        services.refresh_gaps(now=NOW)

    assert sorted(Wording.objects.values_list("text", "gap", "people", "failed")) == before


def test_merged_by_an_editor_stays_merged_after_ten_nights():
    searched("gift card", people=4)
    searched("voucher")
    found = shown()
    into, other = found["gift card"], found["voucher"]

    services.merge(gap_id=other.pk, into_id=into.pk, by=StaffFactory())

    for night in range(1, 11):
        searched("voucher", people=1, first=f"night {night}")
        searched(f"voucher number {night}", people=2)
        services.refresh_gaps()
    gap = Gap.objects.get(pk=into.pk)
    assert {"gift card", "voucher"} <= texts_of(gap)
    assert gap.people >= 4 + 3 + 10
    assert Gap.objects.get(pk=other.pk).merged_into == gap
    assert other.pk not in Gap.objects.shown().values_list("pk", flat=True)


def test_split_by_an_editor_stays_split():
    searched("gift card", people=4)
    searched("sell gift cards")
    gap = shown()["gift card"]
    row = Wording.objects.get(text="sell gift cards")

    new = services.split(gap_id=gap.pk, wording_ids=[row.pk], by=StaffFactory())

    for _night in range(10):
        services.refresh_gaps()
    assert texts_of(gap) == {"gift card"}
    assert texts_of(new) == {"sell gift cards"}
    assert {each.pk for each in Gap.objects.shown()} == {gap.pk, new.pk}


def test_a_search_moved_by_an_editor_stays_where_it_is():
    searched("gift card", people=4)
    searched("sell gift cards")
    searched("klarna payments", people=4)
    found = shown()
    row = Wording.objects.get(text="sell gift cards")

    services.move(wording_id=row.pk, into_id=found["klarna payments"].pk, by=StaffFactory())
    services.refresh_gaps()

    assert texts_of(found["klarna payments"]) == {"klarna payments", "sell gift cards"}
    assert shown()["klarna payments"].people == 7


def test_a_name_given_by_an_editor_stays():
    searched("gift card", people=4)
    gap = shown()["gift card"]

    services.rename(gap_id=gap.pk, title="Gift cards: none yet", by=StaffFactory())
    searched("sell gift cards", people=9)

    assert shown()["Gift cards: none yet"].pk == gap.pk


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda gap, row, by: services.rename(gap_id=gap.pk, title=" ", by=by), "name"),
        (
            lambda gap, row, by: services.split(gap_id=gap.pk, wording_ids=[], by=by),
            "Choose",
        ),
        (
            lambda gap, row, by: services.split(gap_id=gap.pk, wording_ids=[row.pk], by=by),
            "Leave",
        ),
        (
            lambda gap, row, by: services.merge(gap_id=gap.pk, into_id=gap.pk, by=by),
            "one gap already",
        ),
        (lambda gap, row, by: services.comment(gap_id=gap.pk, text="", by=by), "Write"),
        (lambda gap, row, by: services.decide(gap_id=gap.pk, triage="x", by=by), "list"),
    ],
)
def test_what_makes_no_sense_is_said_and_changes_nothing(wrong, said):
    searched("gift card")
    gap = shown()["gift card"]

    with pytest.raises(ValidationError, match=said):
        wrong(gap, gap.wordings.get(), StaffFactory())

    assert texts_of(gap) == {"gift card"}


def test_is_the_business_of_staff():
    searched("gift card")
    gap, member = shown()["gift card"], MerchantFactory()
    row = gap.wordings.get()

    for verb, said in (
        (services.assign, {"gap_id": gap.pk, "owner": None}),
        (services.set_due, {"gap_id": gap.pk, "day": None}),
        (services.comment, {"gap_id": gap.pk, "text": "Hello"}),
        (services.rename, {"gap_id": gap.pk, "title": "Other"}),
        (services.merge, {"gap_id": gap.pk, "into_id": gap.pk}),
        (services.split, {"gap_id": gap.pk, "wording_ids": [row.pk]}),
        (services.move, {"wording_id": row.pk, "into_id": gap.pk}),
        (services.decide, {"gap_id": gap.pk, "triage": "hidden"}),
        (services.note_asked, {"gap_id": gap.pk, "key": "thread:1", "title": "How?"}),
    ):
        with pytest.raises(PermissionDenied):
            verb(**said, by=member)


def test_words_of_few_people_are_not_shown():
    searched("gift card", people=4)
    searched("gift card for mrs petrossian", people=1)

    gap = shown()["gift card"]

    assert "gift card for …" in {row.shown for row in gap.wordings.all()}
    assert not any("petrossian" in row.shown for row in gap.wordings.all())


def test_words_of_a_vote_and_of_a_slip_are_shown_from_three_people_on(client):
    searched("gift card", people=4)
    services.record_need(
        kind="unhelpful",
        key="article:5:12",
        text="gift card for mrs petrossian",
        language="en",
    )
    searched("discont code", people=4)
    searched("discont code dupont", people=1)
    gap = shown()["gift card"]
    client.force_login(StaffFactory())

    page = client.get(reverse("gaps:detail", args=[gap.pk]))

    assert "gift card for …" in page.text
    assert "petrossian" not in page.text
    asked = services.material(gap, StaffFactory()).questions
    assert not any("petrossian" in text for text in asked)
    assert not any("dupont" in str(each.evidence) for each in Gap.objects.all())


def test_a_page_that_did_not_help_is_not_what_people_opened_in_the_end(run_worker):
    make_article("Refund a card", parent=make_section("Money"))
    run_worker()
    now = timezone.now() - timedelta(hours=3)
    for number in range(4):
        who = f"ana{number}"
        searched("refund", people=1, first=who, opened=1, at=now)
        searched("refund teapot", people=1, first=who, at=now + timedelta(seconds=60))

    services.refresh_gaps()

    assert {each.suggested for each in Gap.objects.shown()} == {Gap.Triage.NO_ARTICLE}


def test_one_run_at_a_time_the_other_leaves_it_at_that(django_assert_max_num_queries):
    searched("gift card", people=4)
    cache.add(RUNNING, 1)

    with django_assert_max_num_queries(1):
        assert services.refresh_gaps() == 0

    cache.delete(RUNNING)
    assert services.refresh_gaps() == 1
    assert services.refresh_gaps() == 1


def test_a_week_far_above_the_others_is_marked():
    for weeks_ago in range(1, 8):
        searched(
            "label printer",
            people=2,
            at=NOW - timedelta(weeks=weeks_ago),
            first=f"w{weeks_ago}",
        )
    searched("label printer", people=2, first="this week")
    assert not shown()["label printer"].is_spike

    searched("label printer", people=12, first="suddenly")

    gap = shown()["label printer"]
    assert gap.is_spike
    assert gap.people_lately > gap.people_before


def test_what_became_of_a_search_is_on_its_row():
    searched("gift card", people=1)
    searched("discount code", people=1, opened=1)

    services.refresh_gaps()

    became = dict(SearchEvent.objects.values_list("text", "failure"))
    assert became == {"gift card": "no_result", "discount code": ""}
