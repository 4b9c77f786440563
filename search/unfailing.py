"""Writing what a reader does not wait for: it may fail, the reader's page may not."""

from __future__ import annotations

from contextlib import contextmanager
from logging import getLogger
from typing import TYPE_CHECKING, TypeVar

from django.db import DatabaseError, connection, transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Written = TypeVar("Written")
PATIENCE_MS = 500  # SQLite has one writer at a time, and waits 20 s for the one before
log = getLogger(__name__)


def unfailing(write: Callable[[], Written]) -> Written | None:
    """Return what ``write`` returns; None when the database refused, which is logged.

    All of it is written or none of it, and a transaction around it goes on.
    """
    try:
        with _impatient(), transaction.atomic():
            return write()
    except DatabaseError:
        log.exception("What a reader did in search was not written down")
        return None


@contextmanager
def _impatient() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    sqlite = connection.connection  # below the cursor, which would count these as queries
    usual = sqlite.execute("PRAGMA busy_timeout").fetchone()[0]
    sqlite.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    try:
        yield
    finally:
        sqlite.execute(f"PRAGMA busy_timeout = {usual}")
