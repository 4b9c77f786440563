"""The port to the search engine: what the site asks of it, and what it promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from base.audience import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.document import Document

LEAST_SHARE = 0.6


class EngineError(Exception):
    """The engine could not do what was asked of it."""


class EngineUnavailable(EngineError):  # noqa: N818 - said in the words of the reader
    """There is no index to read, or it cannot be read; say so and go on without it."""


class EngineBusy(EngineError):  # noqa: N818 - the same
    """Somebody else is writing; nothing was written, try again in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a reader looks for, and the most they may be told about."""

    text: str
    language: str = "en"  # preferred, not required: both languages are searched
    audience: Audience = Audience.PUBLIC  # the reader's ceiling
    kinds: frozenset[str] = field(default=frozenset())  # empty means all
    place: str = ""
    state: str = ""
    limit: int = 20
    offset: int = 0
    least_share: float = LEAST_SHARE  # of the words' weight a document must match (0 to 1)


@dataclass(frozen=True, slots=True)
class Hit:
    """One document found; higher scores first, comparable within one search only."""

    key: str
    kind: str
    language: str
    score: float


class SearchEngine(Protocol):
    """Writes come from the worker alone; reads from anywhere, at the same time."""

    def __init__(self, folder: Path) -> None: ...

    def put(self, documents: Iterable[Document]) -> None:
        """Add the documents, each in place of the one with its key; all or none.

        Raises:
            EngineBusy: another process is writing.
        """

    def remove(self, keys: Iterable[str]) -> None:
        """Forget these keys; unknown ones are no error.

        Raises:
            EngineBusy: another process is writing.
        """

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Replace everything at once and return how many there are now.

        Readers, in this process and others, see the old contents until the end.
        """

    def clear(self) -> None:
        """Forget everything."""

    def search(self, query: Query) -> list[Hit]:
        """Return documents that match most of the words, best first.

        Nothing above ``query.audience`` is returned, counted or hinted at.

        Raises:
            EngineUnavailable: there is no index to read.
        """

    def suggest(self, query: Query) -> list[Hit]:
        """Return documents whose title has the words, the last one perhaps unfinished.

        Raises:
            EngineUnavailable: there is no index to read.
        """

    def correct(
        self, text: str, language: str, audience: Audience = Audience.PUBLIC
    ) -> str:
        """Return ``text`` with misspelt words put right; empty when none is.

        Words that only documents above ``audience`` use are never proposed.

        Raises:
            EngineUnavailable: there is no index to read.
        """

    def highlight(self, text: str, query_text: str, language: str) -> str:
        """Return the best 220 characters of ``text`` as safe HTML with <mark>."""

    def count(self) -> int:
        """Return how many documents there are; 0 when there is no index."""

    def versions(self) -> dict[str, str]:
        """Return ``{key: version}`` of all documents; empty when there is no index."""

    def is_ready(self) -> bool:
        """Whether there is an index that can be read."""


def get_engine() -> SearchEngine:
    """Return this process's engine for the folder in the settings."""
    return _engine(settings.SEARCH_ENGINE, Path(settings.SEARCH_INDEX_DIR))


@cache
def _engine(dotted_path: str, folder: Path) -> SearchEngine:
    engine: SearchEngine = import_string(dotted_path)(folder)
    return engine
