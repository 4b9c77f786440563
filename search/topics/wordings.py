"""What goes into grouping and what comes out: wordings, what is known of them, topics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Name(NamedTuple):
    """What tells one wording from another."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as people typed it, and where it led them.

    Args:
        people: how many different people typed it.
        clicked: keys of what they opened from it, with how many people did. Versions of
            one article in several languages go by one key, or languages never meet.
    """

    text: str
    language: str
    people: int = 1
    clicked: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> Name:
        return Name(self.language, self.text)


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier runs found and editors decided; no run undoes any of it.

    Args:
        topics: the wordings of each topic, by its id; also those nobody types any more,
            for new wordings are compared with all of them.
        pinned: wordings an editor put into a topic, by hand or by splitting another.
        apart: pairs of wordings that are never to share a topic. Of two that do, the one
            nobody pinned leaves; where both are pinned to one topic, they stay.
        merged: ids of topics that are no more, with the id of the one they went into.
        followed: pairs of wordings of which people typed one soon after the other: those
            of at least three sessions, within 120 seconds.
        loose: ids of topics nobody has seen yet, which may become a part of another one.
    """

    topics: Mapping[int, Collection[Name]] = field(default_factory=dict)
    pinned: Mapping[Name, int] = field(default_factory=dict)
    apart: Collection[tuple[Name, Name]] = ()
    merged: Mapping[int, int] = field(default_factory=dict)
    followed: Collection[tuple[Name, Name]] = ()
    loose: Collection[int] = ()

    def stays(self, topic: int | None) -> bool:
        """Whether ``topic`` is one that never becomes a part of another."""
        return topic is not None and topic not in self.loose

    def standing(self, topic: int) -> int:
        """Return the id that stands for ``topic`` now, after all merges."""
        seen = {topic}
        while (into := self.merged.get(topic)) is not None and into not in seen:
            seen.add(topic := into)
        return topic

    def places(self) -> dict[Name, int]:
        """Return the topic of each known wording; what editors pinned goes first."""
        found = {
            name: self.standing(topic)
            for topic in sorted(self.topics, reverse=True)
            for name in self.topics[topic]
        }
        return found | {name: self.standing(id_) for name, id_ in self.pinned.items()}


@dataclass(frozen=True, slots=True)
class Topic:
    """Wordings that mean the same; ``id`` is None for one that is new."""

    id: int | None
    wordings: tuple[Name, ...]  # most people first


@dataclass(frozen=True, slots=True)
class Grouping:
    """All topics, the known ones first by id, and what one might merge by hand.

    Args:
        alike: pairs of known topics of different languages that lead to the same article.
    """

    topics: tuple[Topic, ...]
    alike: tuple[tuple[int, int], ...] = ()
