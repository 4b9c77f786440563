"""What readers see of documents: read from the database, with the reader's rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.syncing import sources

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from accounts.roles import Reader
    from search.document import Card
    from search.engine import Hit


def cards_of(hits: Sequence[Hit], reader: Reader) -> dict[str, Card]:
    """Ask the database what ``reader`` may read of ``hits``; the index is no authority."""
    return cards_for([hit.key for hit in hits], reader)


def cards_for(keys: Sequence[str], reader: Reader) -> dict[str, Card]:
    """Return the cards of those ``keys`` that ``reader`` may read, in their order."""
    found: dict[str, Card] = {}
    for source in sources():
        ours = [key for key in keys if key.partition(":")[0] in source.kinds]
        if ours:
            found |= source.cards(ours, reader)
    return {key: found[key] for key in keys if key in found}


def readable(hits: Sequence[Hit], reader: Reader) -> list[Hit]:
    """Ask the database which of ``hits`` the reader may know of; keep their order."""
    keys = [hit.key for hit in hits]
    allowed: set[str] = set()
    for source in sources():
        ours = [key for key in keys if key.partition(":")[0] in source.kinds]
        if ours:
            allowed |= source.readable(ours, reader)
    return [hit for hit in hits if hit.key in allowed]


def card(key: str, reader: Reader) -> Card | None:
    """Return one document's card, or None when ``reader`` may not read it."""
    for source in sources():
        if key.partition(":")[0] in source.kinds:
            return source.cards([key], reader).get(key)
    return None


def cards_at(paths: Collection[str], reader: Reader) -> dict[str, Card]:
    """Return ``{path: card}`` for the pages of this site that ``reader`` may read."""
    found: dict[str, Card] = {}
    for source in sources():
        keys = source.keys_at(paths)
        cards = source.cards(list(keys.values()), reader) if keys else {}
        found |= {path: cards[key] for path, key in keys.items() if key in cards}
    return found


def place_names(keys: Collection[str], reader: Reader) -> dict[str, str]:
    """Return ``{place key: name}`` of those boards and sections ``reader`` may know."""
    found: dict[str, str] = {}
    for source in sources():
        found |= source.places(keys, reader)
    return found
