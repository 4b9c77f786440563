"""A change is noted, the worker reads it, and the index agrees with the database."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from search.document import Document
from search.engine import get_engine
from search.engines.whoosh import WhooshEngine
from search.indexing import note_changed, sweep
from search.models import IndexNote
from search.syncing import index_batch
from tests.search import sources

pytestmark = pytest.mark.django_db
CLEAN = "0 missing, 0 stale, 0 superfluous, 0 with a wrong audience"


@pytest.fixture
def shelf(settings):
    settings.SEARCH_SOURCES = ["tests.search.sources.source"]
    sources.source.__init__()
    put(sources.source, "article:1", "article:2", "thread:3")
    get_engine().clear()  # an empty index; one that is missing would be built whole
    return sources.source


def put(shelf, *keys, version="1"):
    for key in keys:
        shelf.kept[key] = Document(
            key=key,
            kind=key.partition(":")[0],
            language="en",
            title=f"Title {version}",
            body="",
            version=version,
        )


def run(command, *options):
    out = StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


def test_the_worker_indexes_what_was_noted(shelf, run_worker):
    note_changed(["article:1", "thread:3", "article:1"])
    run_worker()
    assert get_engine().versions() == {"article:1": "1", "thread:3": "1"}
    assert not IndexNote.objects.exists()


def test_changed_documents_are_replaced_and_missing_ones_removed(shelf, run_worker):
    note_changed(shelf.kept)
    run_worker()
    put(shelf, "article:1", version="2")
    del shelf.kept["thread:3"]
    note_changed(["article:1", "thread:3", "article:404"])
    run_worker()
    assert get_engine().versions() == {"article:1": "2", "article:2": "1"}


def test_a_change_undone_leaves_no_note(shelf):
    with transaction.atomic():
        note_changed(["article:1"])
        transaction.set_rollback(True)
    assert not IndexNote.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_what_changes_while_it_is_read_is_read_again(shelf):
    note_changed(["article:1"])
    shelf.while_reading = lambda: note_changed(["article:1"])
    assert index_batch() == ["article:1"]
    assert [note.key for note in IndexNote.objects.all()] == ["article:1"]


def test_many_notes_are_read_in_batches(shelf, run_worker):
    put(shelf, *(f"article:{number}" for number in range(1, 451)))
    note_changed(shelf.kept)
    run_worker()
    assert get_engine().count() == 451
    assert not IndexNote.objects.exists()


def test_a_busy_index_leaves_the_notes_for_later(shelf, run_worker, settings):
    note_changed(["article:1"])
    with WhooshEngine(settings.SEARCH_INDEX_DIR)._writer():
        run_worker()
    assert IndexNote.objects.count() == 1
    assert DBTaskResult.objects.filter(status="READY").count() == 1
    sweep()
    run_worker()
    assert get_engine().count() == 1


def test_thousands_of_changes_do_not_enqueue_thousands_of_turns(shelf):
    for number in range(30):
        note_changed([f"article:{number}"])
    assert DBTaskResult.objects.count() <= 5
    note_changed([])
    assert IndexNote.objects.count() == 30


def test_the_sweep_finds_notes_whose_task_was_lost(shelf, run_worker):
    assert sweep() == 0
    note_changed(["article:1"])
    DBTaskResult.objects.all().delete()
    assert sweep() == sweep() == 1
    assert DBTaskResult.objects.count() == 1
    run_worker()
    assert get_engine().count() == 1


def test_rebuild_index_fills_an_empty_folder_and_drops_what_is_gone(shelf):
    get_engine().put([replace(shelf.kept["article:1"], key="article:9")])
    assert "3 documents" in run("rebuild_index")
    assert get_engine().versions() == shelf.versions()


def test_rebuild_index_notes_what_changed_meanwhile(shelf, run_worker):
    shelf.while_reading = lambda: put(shelf, "article:2", version="2")
    assert "1 changed meanwhile" in run("rebuild_index")
    run_worker()
    assert get_engine().versions() == shelf.versions()


def test_check_index_says_what_differs_and_repairs_it(shelf, run_worker):
    run("rebuild_index")
    assert CLEAN in run("check_index")
    put(shelf, "article:5")
    put(shelf, "article:2", version="2")
    del shelf.kept["thread:3"]
    with pytest.raises(CommandError):
        run("check_index")
    run_worker()
    assert CLEAN in run("check_index", "--repair")
    run_worker()
    assert CLEAN in run("check_index")
