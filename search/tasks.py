"""The worker's part in search: make the index agree with what was noted."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from search.engine import EngineBusy
from search.gaps import check_gaps
from search.syncing import index_batch

BATCHES_PER_TURN = 10  # then mail and the rest have their turn
BUSY_WAIT = timedelta(seconds=10)


@task()
def drain() -> None:
    """Read the noted documents anew, batch by batch, until no note is left."""
    for _turn in range(BATCHES_PER_TURN):
        try:
            keys = index_batch()
        except EngineBusy:
            drain.using(run_after=timezone.now() + BUSY_WAIT).enqueue()
            return
        if not keys:
            return
        check_gaps(keys)  # what is new may answer what nobody found
    drain.enqueue()
