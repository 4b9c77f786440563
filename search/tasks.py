"""The worker's part in search: make the index agree with what was noted."""

from __future__ import annotations

from datetime import timedelta
from logging import getLogger
from typing import TYPE_CHECKING

from django.utils import timezone
from django_tasks import task

from search.closing import check_gaps
from search.engine import EngineBusy, EngineError, EngineUnavailable, get_engine
from search.gaps.refreshing import refresh_gaps
from search.models.notes import IndexNote
from search.syncing import BATCH, differences, documents, forget, index_batch, note
from search.wishes_telling import look_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from search.document import Document

BATCHES_PER_TURN = 10  # then mail and the rest have their turn
BUSY_WAIT = timedelta(seconds=10)
log = getLogger(__name__)


@task()
def drain() -> None:
    """Read the noted documents anew, batch by batch, until no note is left.

    An index that is lost, damaged or of an older version is built anew before.
    """
    try:
        if not get_engine().is_ready():
            log.warning("The search index cannot be read; it is being built anew")
            log.warning("The search index has %s documents again", build_anew())
        _drain()
    except EngineBusy:
        drain.using(run_after=timezone.now() + BUSY_WAIT).enqueue()
    except EngineUnavailable:
        log.warning("The search index cannot be written; trying again", exc_info=True)
        drain.using(run_after=timezone.now() + BUSY_WAIT).enqueue()


def _drain() -> None:
    done = 0  # and still noted, while the index is being replaced
    for _turn in range(BATCHES_PER_TURN):
        keys = index_batch(skip=done)
        if not keys:
            break
        _attend(keys)
        done += len(keys) if get_engine().is_rebuilding() else 0
    wait = BUSY_WAIT if done else timedelta()
    if IndexNote.objects.exists():
        drain.using(run_after=timezone.now() + wait).enqueue()


def _attend(keys: list[str]) -> None:
    """See whether what is new answers what nobody found."""
    check_gaps(keys)
    look_after(keys)


@task()
def attend(keys: list[str]) -> None:
    """Do the same for documents that came into the index by building it anew."""
    _attend(keys)


def build_anew(
    *, watched: Callable[[Iterable[Document]], Iterable[Document]] = iter
) -> int:
    """Build the index from the database and return how many documents it has.

    What was noted before is in it; what is noted meanwhile stays noted. Both this and
    what another process drains into the old index is looked for afterwards.

    Args:
        watched: what to lead the documents through, to show how far it is.

    Raises:
        EngineBusy: somebody else is building.
    """
    notes: list[IndexNote] = []

    def read() -> Iterator[Document]:  # once the engine has made sure that nobody else is
        compare.enqueue()
        notes.extend(IndexNote.objects.all())
        yield from documents()

    count = get_engine().rebuild(watched(read()))
    for start in range(0, len(notes), BATCH):
        some = notes[start : start + BATCH]
        attend.enqueue([each.key for each in some])
        forget(some)
    return count


@task()
def renew() -> None:
    """Build a worn index anew: what is replaced by day stays in its large segments."""
    try:
        if get_engine().is_worn():
            build_anew()
    except EngineError:
        log.warning("The search index could not be renewed tonight", exc_info=True)


@task()
def refresh() -> None:
    """Group and count what people miss now instead of tonight."""
    refresh_gaps()


@task()
def compare() -> None:
    """See that nothing was lost while the index was replaced, even if its builder died.

    Changes drained into the old index while the new one was being built are noted again.
    """
    engine = get_engine()
    if engine.is_rebuilding():
        compare.using(run_after=timezone.now() + BUSY_WAIT).enqueue()
        return
    if engine.is_ready():
        note(differences().keys)
    drain.enqueue()
