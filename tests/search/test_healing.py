"""A lost or damaged index: pages say so or go on, and the worker builds it anew."""

from __future__ import annotations

import shutil

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from kb_site import chores
from kb_site.management.commands import clock
from search.engine import EngineBusy, get_engine
from search.engines import whoosh
from search.engines.whoosh import WhooshEngine
from search.indexing import note_changed
from search.models import IndexNote
from search.services import sweep
from search.syncing import index_batch
from search.tasks import drain
from tests.articles.factories import make_article
from tests.community.factories import ThreadFactory
from tests.factories import MemberFactory
from tests.search.test_durability import DAMAGES

pytestmark = pytest.mark.django_db
LIVE, RESULTS = "search:live", "search:results"


@pytest.fixture
def thread(run_worker):
    make_article("Payouts explained")
    thread = ThreadFactory(title="Payout pending since Friday")
    ThreadFactory(title="Payout pending since Monday")
    run_worker()
    return thread


def ask(name=RESULTS, text="payout"):
    return Client(headers={"Accept-Language": "en"}).get(reverse(name), {"q": text})


def lose_index():
    shutil.rmtree(settings.SEARCH_INDEX_DIR)


@pytest.mark.parametrize("damage", DAMAGES[:-1], ids=lambda each: each.__name__)
def test_a_search_finds_it_and_the_worker_mends_it(thread, run_worker, damage):
    assert ask().context["found"].total == 3
    damage(settings.SEARCH_INDEX_DIR)
    away = ask()
    assert away.status_code == 503
    assert int(away["Retry-After"]) > 0
    assert "Try again in a moment" in away.text
    run_worker()
    assert ask().context["found"].total == 3


def test_the_list_under_the_box_is_away_as_well(thread, run_worker):
    assert "Payout pending" in ask(LIVE).text
    lose_index()
    away = ask(LIVE)
    assert away.status_code == 503
    assert int(away["Retry-After"]) > 0
    assert away.text.strip() == ""
    run_worker()
    assert "Payout pending" in ask(LIVE).text


def test_the_clock_has_it_mended_without_a_single_search(thread, run_worker, monkeypatch):
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)  # the test needs it
    lose_index()
    call_command("clock", "--once")
    run_worker()
    assert ask().context["found"].total == 3


def test_other_pages_go_on_without_suggestions(thread):
    lose_index()
    client = Client()
    client.force_login(MemberFactory())
    for address in (
        thread.get_absolute_url(),
        reverse("community:index"),
        reverse("community:ask"),
        reverse("community:similar") + "?title=payout+is+late",
        "/en/",
    ):
        assert client.get(address).status_code == 200, address


def test_what_changes_during_a_rebuild_stays_noted_for_the_new_index(thread, run_worker):
    engine = get_engine()
    with engine._folder.building():
        note_changed([thread.key])
        assert index_batch() == [thread.key]
        assert index_batch(skip=1) == []
    assert IndexNote.objects.count() == 1
    run_worker()
    assert not IndexNote.objects.exists()


def test_a_second_builder_is_told_to_wait_and_the_worker_tries_again(thread, run_worker):
    lose_index()
    other = WhooshEngine(settings.SEARCH_INDEX_DIR)
    with other._folder.building():
        with pytest.raises(EngineBusy):
            get_engine().rebuild([])
        sweep()
        run_worker()
        assert not get_engine().is_ready()
    drain.enqueue()
    run_worker()
    assert get_engine().is_ready()


def test_a_worn_index_is_renewed_by_night(thread, run_worker, monkeypatch):
    monkeypatch.setattr(whoosh, "FEW", 2)
    assert not get_engine().is_worn()
    note_changed([*get_engine().versions()][:2])
    run_worker()
    assert get_engine().is_worn()
    chores.nightly()
    run_worker()
    assert not get_engine().is_worn()
    assert ask().context["found"].total == 3
