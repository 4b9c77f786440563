"""A shelf of documents for tests, in place of the apps' sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.roles import audience_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from search.document import Document


class Shelf:
    """A source whose documents a test puts there."""

    kinds = frozenset({"article", "section", "thread"})

    def __init__(self) -> None:
        self.kept: dict[str, Document] = {}
        self.while_reading = lambda: None

    def documents(self, keys: Collection[str] | None = None) -> Iterator[Document]:
        for key, document in list(self.kept.items()):
            if keys is None or key in keys:
                yield document
        self.while_reading()

    def versions(self) -> dict[str, str]:
        return {key: document.version for key, document in self.kept.items()}

    def readable(self, keys, reader):
        return {
            key
            for key in set(keys) & set(self.kept)
            if self.kept[key].audience <= audience_of(reader)
        }

    def originals(self, keys):
        return {}

    def keys_at(self, paths):
        return {}

    def cards(self, keys, reader):
        return {}


source = Shelf()
