"""What search knows of content: plain documents in, cards out. It never sees a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from base.audience import Audience

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from accounts.roles import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article, thread or section as the index holds it; plain text, no markup."""

    key: str  # unique and stable: "article:12", "thread:7", "section:3"
    kind: str  # "article", "thread" or "section": the part of the key before the colon
    language: str  # "en" or "fr"
    title: str
    body: str  # the article's text, or the thread's opening post
    accepted: str = ""  # the accepted answer of a solved thread
    answers: str = ""  # the other answers, best first, up to 20 KB
    audience: Audience = Audience.PUBLIC
    place: str = ""  # board or section, as a filter: "board:payouts", "section:12"
    state: str = ""  # a thread's derived state, as a filter; empty for articles
    headings: str = ""  # of the body, a line each; the body has them as well
    tags: tuple[str, ...] = ()
    helpful: int = 0  # votes of readers who said it helped
    dated: date | None = None  # a thread's last post, an article's last review
    version: str = ""  # changes whenever anything above does; check_index compares it


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a result shows of one document, read from the database for one reader."""

    key: str
    kind: str
    language: str
    title: str
    url: str
    text: str  # plain, for the excerpt; a solved thread gives its accepted answer
    place: str = ""  # name of the board or section, as people read it
    place_url: str = ""
    place_key: str = ""  # the document's place, to filter by: "board:payouts"
    state: str = ""  # a thread's derived state; empty for articles
    answer_count: int | None = None  # threads only
    author_id: int | None = None  # of the member who asked; threads only
    notes: tuple[str, ...] = field(default=())  # short translated facts for the meta line


class SearchSource(Protocol):
    """One app's content, as named in ``settings.SEARCH_SOURCES``."""

    kinds: frozenset[str]

    def documents(self, keys: Collection[str] | None = None) -> Iterator[Document]:
        """Yield the documents that exist (all of them, or those of ``keys``)."""

    def versions(self) -> dict[str, str]:
        """Return ``{key: version}`` of all documents, cheaply."""

    def readable(self, keys: Collection[str], reader: Reader) -> set[str]:
        """Return those of ``keys`` that exist and that ``reader`` may read, cheaply."""

    def keys_at(self, paths: Collection[str]) -> dict[str, str]:
        """Return ``{path: key}`` for those ``paths`` of this site that show a document."""

    def originals(self, keys: Collection[str]) -> dict[str, str]:
        """Return, for those of ``keys`` that are translations, the key they all go by."""

    def places(self, keys: Collection[str], reader: Reader) -> dict[str, str]:
        """Return ``{place: name}`` of those places that ``reader`` may know of."""

    def cards(self, keys: Sequence[str], reader: Reader) -> dict[str, Card]:
        """Return the cards of those ``keys`` that ``reader`` may read, and no others."""
