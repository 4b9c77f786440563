"""Topics of different languages that lead to one article are one topic."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.topics.texts import Heard
    from search.topics.wordings import Known, Name

LEAST_READERS = 2  # who opened an article, for a topic to lead there
LEAST_SHARE = 0.5  # of all that was opened from its wordings


@dataclass(slots=True, eq=False)
class Part:
    """Wordings that are one topic; ``id`` is None for a new one."""

    id: int | None
    names: list[Name]

    def languages(self) -> set[str]:
        return {name.language for name in self.names}

    def take(self, other: Part) -> None:
        self.id = other.id if self.id is None else self.id
        self.names += other.names
        other.names = []


def joined_across(
    parts: Iterable[Part], heard: Heard, known: Known
) -> tuple[list[Part], tuple[tuple[int, int], ...]]:
    """Return the topics, and the pairs of known ones that an editor might merge.

    Of each article, the topics that most people came from in each language are taken for
    one and the same; two that are known already are only named.
    """
    topics = _of_one_id(parts)
    alike: set[tuple[int, int]] = set()
    for one, other in _leading_to_the_same(topics, heard):
        if one.languages() & other.languages() or _are_apart(one, other, known):
            continue
        if not known.stays(other.id):
            one.take(other)
        elif not known.stays(one.id):
            other.take(one)
        elif one.id is not None and other.id is not None:
            alike.add((min(one.id, other.id), max(one.id, other.id)))
    return [topic for topic in topics if topic.names], tuple(sorted(alike))


def _of_one_id(parts: Iterable[Part]) -> list[Part]:
    """Return ``parts`` with what a known topic has in each language put together."""
    known: dict[int, Part] = {}
    found = []
    for part in parts:
        if part.id is not None and part.id in known:
            known[part.id].take(part)
            continue
        if part.id is not None:
            known[part.id] = part
        found.append(part)
    return found


def _leading_to_the_same(topics: list[Part], heard: Heard) -> Iterator[tuple[Part, Part]]:
    """Yield pairs of topics that are the main ones of an article in their languages."""
    main: defaultdict[str, dict[str, tuple[int, Part]]] = defaultdict(dict)
    for topic in topics:
        for language in sorted(topic.languages()):
            key, readers = _leads_to(topic, language, heard)
            most, _topic = main[key].get(language, (0, None))
            if key and readers > most:
                main[key][language] = readers, topic
    for _key, by_language in sorted(main.items()):
        mains = [topic for _language, (_readers, topic) in sorted(by_language.items())]
        yield from combinations(mains, 2)


def _leads_to(topic: Part, language: str, heard: Heard) -> tuple[str, int]:
    """Return what most readers opened from a topic in one language, and how many did."""
    clicked: Counter[str] = Counter()
    for name in topic.names:
        if name.language == language:
            clicked.update(heard.clicked[name])
    readers, key = max(((n, key) for key, n in clicked.items()), default=(0, ""))
    if readers < max(LEAST_READERS, LEAST_SHARE * clicked.total()):
        return "", 0
    return key, readers


def _are_apart(one: Part, other: Part, known: Known) -> bool:
    ours, theirs = set(one.names), set(other.names)
    return any(
        (a in ours and b in theirs) or (b in ours and a in theirs) for a, b in known.apart
    )
