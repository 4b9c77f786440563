"""What is restricted or hidden is gone at once from results, and soon from the index."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from base.audience import Audience
from community.models import Board
from community.services import hide_post
from search import finding
from search.engine import Query, get_engine
from search.models import IndexNote
from tests.articles.factories import make_article, make_section, root
from tests.community.factories import BoardFactory, ThreadFactory
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(run_worker):
    section = make_section("Getting paid")
    below = make_section("Held money", parent=section)
    make_article("Release a held payout", parent=below)
    board = BoardFactory(slug="payouts")
    for day in ("Monday", "Tuesday"):
        ThreadFactory(title=f"Payout held since {day}", board=board)
    ThreadFactory(title="Payout held since Friday", board=BoardFactory(slug="other"))
    run_worker()
    assert seen() == (4, {"article": 1, "thread": 3}, {"Getting paid", "Payouts", "Other"})
    return section


def found(reader=None, **more):
    client = Client(headers={"Accept-Language": "en"})
    if reader:
        client.force_login(reader)
    response = client.get(reverse("search:results"), {"q": "held payout", **more})
    return response.context["found"]


def seen(reader=None):
    """All that a page tells: how many there are, of which kinds, and where."""
    told = found(reader)
    assert told.total == len(told.hits)
    kinds = {name: count for name, count in told.counts.get("kind", {}).items() if count}
    return told.total, kinds, {place.name for place in told.places if place.count}


def in_index(audience=Audience.PUBLIC):
    return get_engine().search(Query(text="held payout", audience=audience)).total


def test_a_section_takes_all_below_it_out_of_results_at_once(section, run_worker):
    section.audience = Audience.STAFF
    section.save_revision().publish()
    without = (3, {"thread": 3}, {"Payouts", "Other"})
    assert seen() == without
    run_worker()
    assert seen() == without
    assert in_index() == 3
    assert in_index(Audience.STAFF) == 4
    assert seen(StaffFactory())[0] == 4


def test_a_move_below_a_restricted_section_does_too(section, run_worker):
    secret = make_section("For staff", audience=Audience.STAFF)
    run_worker()
    Page.objects.get(pk=section.pk).move(Page.objects.get(pk=secret.pk), pos="last-child")
    assert seen()[0] == 3
    run_worker()
    assert seen()[0] == in_index() == 3


def test_an_unpublished_section_is_gone_with_all_below_it(section, run_worker):
    article = root().get_descendants().get(title="Release a held payout")
    article.unpublish()
    assert seen()[0] == 3
    run_worker()
    assert f"article:{article.pk}" not in get_engine().versions()


def test_a_board_takes_its_threads_out_of_results_at_once(section, run_worker):
    board = Board.objects.get(slug="payouts")
    board.audience = Audience.STAFF
    board.save()
    without = (2, {"article": 1, "thread": 1}, {"Getting paid", "Other"})
    assert seen() == without
    assert found(place="board:payouts").total == 0
    run_worker()
    assert seen() == without
    assert in_index() == 2
    assert seen(StaffFactory())[0] == 4


def test_a_new_address_of_a_board_is_found_by_it(section, run_worker):
    board = Board.objects.get(slug="payouts")
    board.slug = "money"
    board.save()
    run_worker()
    assert found(place="board:money").total == 2
    call_command("check_index")


def test_a_hidden_thread_is_counted_nowhere(section, run_worker):
    thread = Board.objects.get(slug="other").threads.get()
    hide_post(post=thread.posts.get(position=1), by=StaffFactory(), reason="Spam.")
    without = (3, {"article": 1, "thread": 2}, {"Getting paid", "Payouts"})
    assert seen() == without
    run_worker()
    assert seen() == without
    assert in_index(Audience.STAFF) == 3


def test_thousands_of_restricted_threads_are_not_told_by_the_total(section, monkeypatch):
    monkeypatch.setattr(finding, "MOST_PENDING", 0)
    monkeypatch.setattr(finding, "MOST_RESULTS", 2)
    board = Board.objects.get(slug="payouts")
    board.audience = Audience.STAFF
    board.save()
    assert IndexNote.objects.count() == 2
    told = found()
    assert told.total == len(told.hits)
    assert told.counts == {}


def test_what_was_restricted_behind_our_back_is_found_and_mended(
    section, run_worker, capsys
):
    Board.objects.filter(slug="payouts").update(audience=Audience.STAFF)
    assert {hit.card.title for hit in found().hits} == {
        "Release a held payout",
        "Payout held since Friday",
    }
    assert seen() == (2, {"article": 1, "thread": 1}, {"Getting paid", "Other"})
    with pytest.raises(CommandError):
        call_command("check_index")
    assert "2 with a wrong audience" in capsys.readouterr().out
    call_command("check_index", "--repair")
    assert in_index() == 2
