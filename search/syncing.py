"""Reading the sources into the index, and comparing the two: the worker's side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from search.engine import get_engine
from search.models.notes import IndexNote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.document import Document, SearchSource

BATCH = 200


@dataclass(frozen=True, slots=True)
class Differences:
    """Keys on which index and database do not agree."""

    missing: frozenset[str]  # in the database alone
    stale: frozenset[str]  # in both, with different versions
    left_over: frozenset[str]  # in the index alone

    @property
    def keys(self) -> frozenset[str]:
        return self.missing | self.stale | self.left_over


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


def index_batch(*, size: int = BATCH) -> list[str]:
    """Make the index agree on the oldest notes; return their keys, none when all is done.

    Raises:
        EngineBusy: somebody else is writing; the notes stay.
    """
    notes = list(IndexNote.objects.order_by("noted_at", "id")[:size])
    keys = [each.key for each in notes]
    found = list(_read(keys))
    engine = get_engine()
    engine.put(found)
    engine.remove(set(keys) - {each.key for each in found})
    _forget(notes)
    return keys


def _read(keys: list[str]) -> Iterator[Document]:
    for source in sources():
        ours = [key for key in keys if key.partition(":")[0] in source.kinds]
        if ours:
            yield from source.documents(ours)


def _forget(notes: list[IndexNote]) -> None:
    """Delete the notes that nobody wrote again while they were being read."""
    keys, tokens = [each.key for each in notes], [each.token for each in notes]
    IndexNote.objects.filter(key__in=keys, token__in=tokens).delete()


def differences() -> Differences:
    """Compare keys and versions; changes the worker has not come to count as well."""
    indexed, wanted = get_engine().versions(), document_versions()
    both = indexed.keys() & wanted.keys()
    return Differences(
        missing=frozenset(wanted.keys() - indexed.keys()),
        stale=frozenset(key for key in both if indexed[key] != wanted[key]),
        left_over=frozenset(indexed.keys() - wanted.keys()),
    )
