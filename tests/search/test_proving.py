"""After publication: searches before and since decide whether a gap is closed."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from articles.models import ArticlePage
from search import closing, proving, services
from search.curating import save_synonym
from search.models import Gap, Proof, SearchEvent, Synonym, Wording
from search.needs import record_outcome
from search.visit import Visit
from tests.articles.factories import make_article, make_section, text
from tests.community.factories import ThreadFactory
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _an_index(run_worker):
    make_article("Make a discount code", parent=make_section("Selling more"))
    run_worker()


def searched(words="gift card", *, days, people=3, click=False) -> list[SearchEvent]:
    """Have as many people search, ``days`` after the publication (before: below zero)."""
    events = []
    for n in range(people):
        at = NOW + timedelta(days=days, minutes=n)
        who = f"{words}{days}/{n}"
        found = services.search(
            text=words,
            reader=AnonymousUser(),
            visit=Visit(visitor=who, session=who),
            language="en",
            at=at,
        )
        if click:
            services.click(event=found.event, position=1, at=at + timedelta(minutes=1))
        events.append(found.event)
    return events


@pytest.fixture
def gap(run_worker) -> Gap:
    """Thirty people looked in vain; an article was written for them."""
    searched(days=-10, people=30)
    services.refresh_gaps(now=NOW)
    gap = Gap.objects.get()
    article = make_article("Sell a gift card", parent=make_section("Gifts"))
    services.link_draft(gap_id=gap.pk, key=article.key, by=StaffFactory())
    run_worker()
    gap.refresh_from_db()
    assert gap.state == Gap.State.PUBLISHED
    return gap


def article_of(gap: Gap) -> ArticlePage:
    return ArticlePage.objects.get(pk=gap.links.get().key.partition(":")[2])


def looked(gap: Gap, *, days: int) -> str:
    published_at = gap.proofs.latest("published_at").published_at
    services.look_at_proofs(now=published_at + timedelta(days=days, minutes=5))
    gap.refresh_from_db()
    return gap.state


def test_is_verified_on_day_14_when_people_find_what_they_look_for(gap):
    searched(days=5, people=22, click=True)

    assert looked(gap, days=13) == Gap.State.PUBLISHED
    assert looked(gap, days=14) == Gap.State.VERIFIED

    [proof] = gap.proofs.all()
    assert proof.verdict == Proof.Verdict.VERIFIED
    assert (proof.before["searches"], proof.before["failed"]) == (30, 30)
    assert proof.before["no_result"] == 30
    assert (proof.after["searches"], proof.after["failed"]) == (22, 0)
    assert proving.compared(proof).change.high < 0


def test_the_editor_reads_what_the_article_did_and_how_sure_that_is(gap, client):
    searched(days=5, people=22, click=True)
    looked(gap, days=14)
    client.force_login(StaffFactory())

    page = client.get(reverse("gaps:detail", args=[gap.pk]))

    words = " ".join(BeautifulSoup(page.text, "html.parser").get_text(" ").split())
    assert "100 failed in the 28 days before, 0 since" in words
    assert "chance alone would hardly make as much" in words
    assert "Nothing found 30 0" in words


def test_is_reopened_on_day_28_when_people_still_do_not_open_it(gap):
    searched(days=5, people=25)

    assert looked(gap, days=14) == Gap.State.PUBLISHED
    assert looked(gap, days=28) == Gap.State.REOPENED
    assert gap.proofs.get().after["no_click"] == 25


def test_too_few_to_say_is_said_and_looked_at_again_monthly(gap):
    searched(days=5, people=10, click=True)

    assert looked(gap, days=28) == Gap.State.PUBLISHED
    assert gap.proofs.get().verdict == Proof.Verdict.TOO_FEW

    searched(days=40, people=12, click=True)

    assert looked(gap, days=41) == Gap.State.PUBLISHED
    assert looked(gap, days=56) == Gap.State.VERIFIED


def test_counts_who_asked_or_wrote_all_the_same(gap):
    first, second, *_others = searched(days=3, people=20, click=True)
    for event, kind in ((first, "asked"), (second, "ticketed")):
        record_outcome(
            visit=Visit(visitor=event.visitor, session=event.session),
            kind=kind,
            key=f"{kind}:1",
            at=event.at + timedelta(hours=1),
        )

    looked(gap, days=14)

    after = gap.proofs.get().after
    assert (after["asked"], after["ticketed"]) == (1, 1)


def test_the_same_text_does_not_close_a_reopened_gap_another_may(gap, run_worker):
    searched(days=5, people=25)
    looked(gap, days=28)

    closing.check_gaps([article_of(gap).key])  # a vote has it read anew
    gap.refresh_from_db()
    assert gap.state == Gap.State.REOPENED

    article = article_of(gap)
    article.body = json.dumps(text("<p>Press Gift card in the till.</p>"))
    article.save_revision().publish()
    run_worker()

    gap.refresh_from_db()
    assert gap.state == Gap.State.PUBLISHED
    assert [each.verdict for each in gap.proofs.all()] == ["waiting", "reopened"]


def test_what_is_taken_back_proves_nothing(gap, run_worker):
    article_of(gap).unpublish()
    run_worker()

    gap.refresh_from_db()
    assert gap.state == Gap.State.DRAFTING
    assert not gap.proofs.exists()


def test_looking_twice_on_a_day_decides_once(gap):
    searched(days=5, people=22, click=True)
    late = NOW + timedelta(days=15)

    assert services.look_at_proofs(now=late) == 1
    assert services.look_at_proofs(now=late) == 0
    assert gap.proofs.count() == 1


def test_what_was_dismissed_meanwhile_is_decided_by_no_night(gap):
    searched(days=5, people=25)
    services.dismiss(gap=gap, why="The product is gone.", by=StaffFactory())

    services.look_at_proofs(now=NOW + timedelta(days=28, minutes=5))

    gap.refresh_from_db()
    assert gap.state == Gap.State.DISMISSED
    assert not gap.proofs.exists()


def test_a_vote_on_the_article_keeps_the_proof_whatever_people_type_since(gap, run_worker):
    searched("tea towel", days=1, people=4)
    Wording.objects.create(
        gap=gap, language="en", stems="towel tea", text="tea towel", people=4, searches=4
    )

    closing.check_gaps([article_of(gap).key])

    gap.refresh_from_db()
    assert gap.state == Gap.State.PUBLISHED
    assert gap.proofs.count() == 1


def test_what_is_merged_into_it_counts_before_as_well_as_since(gap):
    searched("klarna", days=-8, people=25)
    searched("klarna", days=5, people=25)
    searched(days=5, people=50, click=True)
    klarna = Wording.objects.create(
        gap=Gap.objects.create(title="klarna"), language="en", stems="klarna", text="klarna"
    )
    services.merge(gap_id=klarna.gap_id, into_id=gap.pk, by=StaffFactory())

    looked(gap, days=14)

    proof = gap.proofs.get()
    assert (proof.before["searches"], proof.before["failed"]) == (55, 55)
    assert (proof.after["searches"], proof.after["failed"]) == (75, 25)


def test_without_an_index_nothing_is_said_against_what_is_published(gap, index_dir):
    article = article_of(gap)
    article.body = json.dumps(text("<p>Press Gift card in the till.</p>"))
    article.save_revision().publish()
    shutil.rmtree(index_dir)

    closing.check_gaps([article.key])

    gap.refresh_from_db()
    assert gap.state == Gap.State.PUBLISHED
    assert gap.proofs.count() == 1


def test_a_synonym_closes_a_gap_whose_article_has_other_words(run_worker):
    searched("present voucher", days=-10, people=4)
    services.refresh_gaps(now=NOW)
    gap = Gap.objects.get()
    article = make_article("Sell a gift card", parent=make_section("Gifts"))
    staff = StaffFactory()
    services.link_draft(gap_id=gap.pk, key=article.key, by=staff)
    run_worker()
    gap.refresh_from_db()
    assert (gap.state, gap.missed_query) == (Gap.State.DRAFTING, "present voucher")

    synonym = Synonym(text="present voucher", means=["gift card"], language="en")
    save_synonym(synonym=synonym, by=staff)
    services.check_drafts()

    gap.refresh_from_db()
    assert gap.state == Gap.State.PUBLISHED


def test_what_people_only_asked_is_found_by_their_questions(run_worker):
    for number in range(3):
        ThreadFactory(title=f"Can the till print a gift card {number}?")
    services.refresh_gaps(now=timezone.now())
    gap = Gap.objects.get()
    article = make_article("Print a gift card at the till", parent=make_section("Gifts"))
    services.link_draft(gap_id=gap.pk, key=article.key, by=StaffFactory())

    run_worker()

    gap.refresh_from_db()
    assert gap.state == Gap.State.PUBLISHED
