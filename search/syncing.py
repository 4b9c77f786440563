"""Reading the sources into the index, and comparing the two: the worker's side."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.module_loading import import_string

from base.audience import Audience
from search.engine import get_engine
from search.models.notes import IndexNote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from search.document import Document, SearchSource

BATCH = 200


@dataclass(frozen=True, slots=True)
class Differences:
    """Keys on which index and database do not agree."""

    missing: frozenset[str]  # in the database alone
    stale: frozenset[str]  # in both, with different versions
    left_over: frozenset[str]  # in the index alone
    misplaced: frozenset[str]  # found by visitors who may not read it, or not found

    @property
    def keys(self) -> frozenset[str]:
        return self.missing | self.stale | self.left_over | self.misplaced


def sources() -> list[SearchSource]:
    return [_source(path) for path in settings.SEARCH_SOURCES]


@cache
def _source(dotted_path: str) -> SearchSource:
    source: SearchSource = import_string(dotted_path)
    return source


def documents() -> Iterator[Document]:
    """Yield every document of every source."""
    for source in sources():
        yield from source.documents()


def document_versions() -> dict[str, str]:
    return {key: version for each in sources() for key, version in each.versions().items()}


def note(keys: Iterable[str]) -> int:
    """Write down that these documents are to be read anew; return how many.

    It wakes nobody: ``search.indexing.note_changed`` is for those who change content.
    """
    now = timezone.now()
    notes = [
        IndexNote(key=key, noted_at=now, token=uuid.uuid4()) for key in sorted(set(keys))
    ]
    IndexNote.objects.bulk_create(
        notes,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["noted_at", "token"],
    )
    return len(notes)


def index_batch(*, size: int = BATCH, skip: int = 0) -> list[str]:
    """Make the index agree on the oldest notes; return their keys, none when all is done.

    While the index is being replaced they stay noted: the new one may not know of them.

    Args:
        skip: how many to leave out, done before and still noted.

    Raises:
        EngineBusy: somebody else is writing; the notes stay.
        EngineUnavailable: the index was lost or damaged; the notes stay.
    """
    notes = list(IndexNote.objects.order_by("noted_at", "id")[skip : skip + size])
    engine, keys = get_engine(), [each.key for each in notes]
    # Asked after the notes are read: a build that begins later reads what they speak of.
    is_replaced = engine.is_rebuilding()
    found = list(documents_of(keys))
    engine.put(found)
    engine.remove(set(keys) - {each.key for each in found})
    if not is_replaced:
        forget(notes)
    return keys


def documents_of(keys: Collection[str]) -> Iterator[Document]:
    """Yield those documents of ``keys`` that are there."""
    for source in sources():
        ours = [key for key in keys if key.partition(":")[0] in source.kinds]
        if ours:
            yield from source.documents(ours)


def forget(notes: Sequence[IndexNote]) -> None:
    """Delete the notes that nobody wrote again while they were being read."""
    keys, tokens = [each.key for each in notes], [each.token for each in notes]
    IndexNote.objects.filter(key__in=keys, token__in=tokens).delete()


def differences() -> Differences:
    """Compare keys and versions; changes the worker has not come to count as well."""
    engine = get_engine()
    indexed, wanted = engine.versions(), document_versions()
    both = indexed.keys() & wanted.keys()
    return Differences(
        missing=frozenset(wanted.keys() - indexed.keys()),
        stale=frozenset(key for key in both if indexed[key] != wanted[key]),
        left_over=frozenset(indexed.keys() - wanted.keys()),
        misplaced=frozenset(_misplaced(engine.audiences(), both)),
    )


def _misplaced(audiences: Mapping[str, Audience], keys: Collection[str]) -> Iterator[str]:
    """Yield the keys that visitors find and may not read, or may read and do not find."""
    visitor, listed = AnonymousUser(), list(keys)
    for start in range(0, len(listed), BATCH):
        some = listed[start : start + BATCH]
        public = {key for key in some if audiences.get(key) is Audience.PUBLIC}
        for source in sources():
            ours = {key for key in some if key.partition(":")[0] in source.kinds}
            yield from source.readable(ours, visitor) ^ (public & ours)
