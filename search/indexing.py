"""Keeping the index in step with the database: whoever changes content says so here.

The database is the truth. A change notes its key in its own transaction; the worker, and
nobody else, reads the notes and writes the index.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from search.models.notes import IndexNote
from search.syncing import Differences, differences
from search.tasks import drain

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_WAITING = 5  # an import of ten thousand needs no ten thousand turns of the worker


@transaction.atomic
def note_changed(keys: Iterable[str]) -> None:
    """Have the worker read these documents anew: changed, new or gone, it will find out.

    Call it in the transaction of the change: either both are kept or neither is.
    """
    now = timezone.now()
    notes = [
        IndexNote(key=key, noted_at=now, token=uuid.uuid4()) for key in sorted(set(keys))
    ]
    if not notes:
        return
    IndexNote.objects.bulk_create(
        notes,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["noted_at", "token"],
    )
    if turns_waiting() < MOST_WAITING:
        drain.enqueue()


def turns_waiting() -> int:
    ready: int = DBTaskResult.objects.ready().filter(task_path=drain.module_path).count()
    return ready


def sweep() -> int:
    """Enqueue the worker's turn again when notes were left; return how many there are."""
    left = IndexNote.objects.count()
    if left and not turns_waiting():
        drain.enqueue()
    return left


def repair() -> Differences:
    """Note whatever differs between index and database; return what that was."""
    found = differences()
    note_changed(found.keys)
    return found
