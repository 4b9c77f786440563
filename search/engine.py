"""The port to the search engine: what the site asks of it, and what it promises."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from base.audience import Audience
from search.language.thesaurus import EMPTY, Thesaurus
from search.weights import Weights, current_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from search.document import Document
    from search.explanation import Explanation

LEAST_SHARE = 0.6
FACETS = frozenset({"kind", "place", "state", "language"})


class EngineError(Exception):
    """The engine could not do what was asked of it."""


class EngineUnavailable(EngineError):  # noqa: N818 - said in the words of the reader
    """There is no index to read, or it cannot be read; say so and go on without it."""


class EngineBusy(EngineError):  # noqa: N818 - the same
    """Somebody else is writing; nothing was written, try again in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a reader looks for, and the most they may be told about."""

    text: str  # as typed, operators included (search.language.asking)
    language: str = "en"  # preferred, not required: both languages are searched
    audience: Audience = Audience.PUBLIC  # the reader's ceiling
    kinds: frozenset[str] = field(default=frozenset())  # empty means all
    place: str = ""
    state: str = ""
    only_language: str = ""
    uncounted: frozenset[str] = field(default=frozenset())  # keys found but not counted
    thesaurus: Thesaurus = EMPTY
    weights: Weights = field(default_factory=current_weights)
    counted: frozenset[str] = field(default=frozenset())  # of FACETS
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


@dataclass(frozen=True, slots=True)
class Matches:
    """What a search found: the hits asked for, and how much there is in all."""

    hits: list[Hit]
    total: int
    counts: dict[str, dict[str, int]] = field(default_factory=dict)  # field, value, number


class SearchEngine(Protocol):
    """Writes come from the worker alone; reads from anywhere, at the same time."""

    def __init__(self, folder: Path) -> None: ...

    def put(self, documents: Iterable[Document]) -> None:
        """Add the documents, each in place of the one with its key; all or none.

        Raises:
            EngineBusy: another process is writing.
            EngineUnavailable: the index was lost or damaged; rebuild it.
        """

    def remove(self, keys: Iterable[str]) -> None:
        """Forget these keys; unknown ones are no error.

        Raises:
            EngineBusy: another process is writing.
            EngineUnavailable: the index was lost or damaged; rebuild it.
        """

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Replace everything at once and return how many there are now.

        Readers, in this process and others, see the old contents until the end; they
        keep them when the builder dies.

        Raises:
            EngineBusy: another process is rebuilding.
            EngineUnavailable: the disk does not take it.
        """

    def clear(self) -> None:
        """Forget everything."""

    def search(self, query: Query) -> Matches:
        """Return documents that match most of the words, best first.

        Those in ``query.language`` come before the others. Nothing above
        ``query.audience`` is returned, counted or hinted at.

        Raises:
            EngineUnavailable: there is no index to read.
        """

    def suggest(self, query: Query) -> list[Hit]:
        """Return documents whose title has the words, the last one perhaps unfinished.

        Raises:
            EngineUnavailable: there is no index to read.
        """

    def correct(
        self,
        text: str,
        language: str,
        audience: Audience = Audience.PUBLIC,
        favoured: Mapping[str, int] | None = None,
    ) -> str:
        """Return ``text`` with misspelt words put right; empty when none is.

        Words that only documents above ``audience`` use are never proposed; of several,
        those ``favoured`` (how many people found something by them) sooner.

        Raises:
            EngineUnavailable: there is no index to read.
        """

    def kept_words(self, query: Query) -> str:
        """Return the words of ``query.text`` that some document has together.

        They are what is worth searching when all the words found nothing; empty when no
        document has any of them.

        Raises:
            EngineUnavailable: there is no index to read.
        """

    def explain(self, query: Query, key: str) -> Explanation:
        """Say why the document is found where it is, or why it is not.

        Raises:
            EngineUnavailable: there is no index to read.
        """

    def language_of(self, text: str, preferred: str) -> str:
        """Return the language ``text`` is in; ``preferred`` when its words do not say.

        Raises:
            EngineUnavailable: there is no index to read.
        """

    def highlight(self, text: str, query_text: str, language: str) -> str:
        """Return the best 220 characters of ``text`` as safe HTML with <mark>."""

    def count(self) -> int:
        """Return how many documents there are; 0 when there is no index."""

    def versions(self) -> dict[str, str]:
        """Return ``{key: version}`` of all documents; empty when there is no index."""

    def audiences(self) -> dict[str, Audience]:
        """Return ``{key: who may find it}`` of all; empty when there is no index."""

    def is_ready(self) -> bool:
        """Whether there is an index that can be read: whole, and of today's rules."""

    def is_worn(self) -> bool:
        """Whether so much of it was replaced that building it anew pays."""

    def is_rebuilding(self) -> bool:
        """Whether some process is replacing everything at the moment."""


def get_engine() -> SearchEngine:
    """Return this process's engine for the folder in the settings."""
    return _engine(settings.SEARCH_ENGINE, Path(settings.SEARCH_INDEX_DIR))


@cache
def _engine(dotted_path: str, folder: Path) -> SearchEngine:
    engine: SearchEngine = import_string(dotted_path)(folder)
    return engine
