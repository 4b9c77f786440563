"""Keeping the index in step with the database: whoever changes content says so here.

The database is the truth. A change notes its key in its own transaction; the worker, and
nobody else, reads the notes and writes the index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from search.engine import get_engine
from search.models.notes import IndexNote
from search.syncing import Differences, differences, note
from search.tasks import drain

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_WAITING = 5  # an import of ten thousand needs no ten thousand turns of the worker


@transaction.atomic
def note_changed(keys: Iterable[str]) -> None:
    """Have the worker read these documents anew: changed, new or gone, it will find out.

    Call it in the transaction of the change: either both are kept or neither is.
    """
    if not note(keys):
        return
    if turns_waiting() < MOST_WAITING:
        drain.enqueue()


def turns_waiting() -> int:
    ready: int = DBTaskResult.objects.ready().filter(task_path=drain.module_path).count()
    return ready


def sweep() -> int:
    """Enqueue the worker's turn when there is something to do; return how many notes are.

    Notes may have been left by a dead worker; an index that cannot be read is built anew.
    """
    left = IndexNote.objects.count()
    if not turns_waiting() and (left or not get_engine().is_ready()):
        drain.enqueue()
    return left


def repair() -> Differences:
    """Note whatever differs between index and database; return what that was."""
    found = differences()
    note_changed(found.keys)
    return found
