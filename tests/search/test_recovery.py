"""A lost index comes back by itself, and nothing is lost while it is built anew."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from base.audience import Audience
from search.engine import EngineBusy, Query, _engine, get_engine
from search.engines.health import MARK
from search.engines.whoosh import WhooshEngine
from search.indexing import note_changed, sweep
from search.models import IndexNote
from search.syncing import differences, index_batch
from search.tasks import build_anew
from tests.articles.factories import make_article, make_section
from tests.community.factories import BoardFactory, ThreadFactory
from tests.search import sources
from tests.search.test_durability import DAMAGES, build, cut_segment
from tests.search.test_indexing import put

pytestmark = pytest.mark.django_db
REFUND = Query(text="title")


@pytest.fixture
def shelf(settings):
    settings.SEARCH_SOURCES = ["tests.search.sources.source"]
    sources.source.__init__()
    put(sources.source, "article:1", "article:2", "thread:3")
    build_anew()
    DBTaskResult.objects.all().delete()
    return sources.source


def run(command, *options):
    out = StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


def builds(folder):
    return sorted(each.name for each in folder.glob("built-*"))


def die_while_building(folder):
    """Build in a process that is killed after its first document."""
    engine = WhooshEngine(folder)

    def documents():
        yield sources.source.kept["article:1"]
        os._exit(9)

    child = os.fork()
    if not child:
        engine.rebuild(documents())
    os.waitpid(child, 0)


@pytest.mark.parametrize("damage", DAMAGES[:-1], ids=lambda each: each.__name__)
def test_the_clock_notices_and_the_worker_builds(damage, shelf, index_dir, run_worker):
    assert get_engine().search(REFUND).total == 3
    assert sweep() == 0
    assert not DBTaskResult.objects.exists()
    damage(index_dir)
    sweep()
    sweep()
    assert DBTaskResult.objects.count() == 1
    run_worker()
    assert get_engine().search(REFUND).total == 3
    assert get_engine().versions() == shelf.versions()


def test_an_index_of_an_older_version_is_built_anew(shelf, index_dir, run_worker):
    (build(index_dir) / MARK).write_text("the rules of last year")
    _engine.cache_clear()  # the processes of the new version start
    with pytest.raises(CommandError, match="older version"):
        run("check_index")
    sweep()
    run_worker()
    assert get_engine().search(REFUND).total == 3


def test_a_change_after_a_loss_brings_everything_back(shelf, index_dir, run_worker):
    shutil.rmtree(index_dir)
    put(shelf, "article:9")
    note_changed(["article:9"])
    run_worker()
    assert get_engine().versions() == shelf.versions()
    assert not IndexNote.objects.exists()


def test_pages_go_on_and_results_come_back(client, index_dir, run_worker):
    section = make_section("Getting paid")
    article = make_article("A payout is late", parent=section)
    thread = ThreadFactory(title="My payout is late")
    run_worker()
    results, live = reverse("search:results"), reverse("search:live")
    assert "A payout is late" in client.get(results, {"q": "payout"}).text
    shutil.rmtree(index_dir)

    missing = client.get(results, {"q": "payout"})
    assert missing.status_code == 503
    assert int(missing["Retry-After"]) > 0
    assert client.get(live, {"q": "payout"}).status_code in {200, 503}
    for url in (thread.get_absolute_url(), article.url, "/en/", reverse("community:index")):
        assert client.get(url).status_code == 200, url

    run_worker()  # nobody told it but the search that failed
    assert "A payout is late" in client.get(results, {"q": "payout"}).text
    assert differences().keys == frozenset()


def indexed_for(audience):
    query = Query(text="payout", audience=audience)
    return {hit.key for hit in get_engine().search(query).hits}


def test_what_is_restricted_is_gone_at_once_and_from_the_index(client, run_worker):
    section, board = make_section("Getting paid"), BoardFactory()
    article = make_article("A payout is late", parent=section)
    thread = ThreadFactory(title="My payout is late", board=board)
    run_worker()
    both, results = {article.key, thread.key}, reverse("search:results")
    assert indexed_for(Audience.PUBLIC) == both

    section.refresh_from_db()
    section.audience = board.audience = Audience.STAFF
    section.save_revision().publish()
    board.save()
    assert indexed_for(Audience.PUBLIC) == both  # the worker has not come yet
    page = client.get(results, {"q": "payout"})
    assert "payout is late" not in page.text
    assert page.context["found"].total == 0
    assert "is late" not in client.get(reverse("search:live"), {"q": "payout"}).text
    run_worker()
    assert indexed_for(Audience.PUBLIC) == set()
    assert indexed_for(Audience.STAFF) == both


def test_one_builds_at_a_time_and_searches_go_on(shelf, index_dir):
    engine, other = get_engine(), WhooshEngine(index_dir)
    seen = []

    def documents():
        seen.append(other.search(REFUND).total)
        with pytest.raises(EngineBusy):
            other.rebuild([])
        with pytest.raises(CommandError, match="somebody else"):
            run("rebuild_index")
        yield shelf.kept["article:1"]
        seen.append(other.search(REFUND).total)

    assert engine.rebuild(documents()) == 1
    assert seen == [3, 3]
    assert other.search(REFUND).total == 1


def test_a_builder_that_is_killed_leaves_the_old_index(shelf, index_dir):
    used = builds(index_dir)
    die_while_building(index_dir)
    assert len(builds(index_dir)) == 2
    assert get_engine().search(REFUND).total == 3
    assert not get_engine().is_rebuilding()

    build_anew()
    assert get_engine().search(REFUND).total == 3
    assert len(builds(index_dir)) <= 2
    build_anew()
    assert not set(used) & set(builds(index_dir))


def test_a_build_that_fails_leaves_the_old_index(shelf, index_dir):
    def documents():
        yield shelf.kept["article:1"]
        raise ValueError("the database went away")

    used = builds(index_dir)
    with pytest.raises(ValueError, match="went away"):
        get_engine().rebuild(documents())
    assert builds(index_dir) == used
    assert get_engine().search(REFUND).total == 3


def test_what_is_drained_into_the_old_index_reaches_the_new(shelf, run_worker):
    """The worker writes, finds its notes done, and the new build read before it wrote."""

    def change():
        shelf.while_reading = lambda: None
        put(shelf, "article:2", version="2")
        put(shelf, "article:7")
        del shelf.kept["thread:3"]
        note_changed(["article:2", "article:7", "thread:3"])
        index_batch()
        assert "article:7" in get_engine().versions()

    note_changed(["article:1"])
    shelf.while_reading = change
    build_anew()
    assert get_engine().versions() != shelf.versions()
    run_worker()
    assert get_engine().versions() == shelf.versions()
    assert not IndexNote.objects.exists()


def test_check_index_says_that_it_cannot_read_and_builds(shelf, index_dir):
    get_engine().put([replace(shelf.kept["article:1"], key="article:404")])
    with pytest.raises(CommandError):
        run("check_index")
    cut_segment(index_dir)
    with pytest.raises(CommandError, match="damaged"):
        run("check_index")
    assert "3 documents" in run("check_index", "--repair")
    assert "0 missing, 0 stale, 0 superfluous" in run("check_index")
