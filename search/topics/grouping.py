"""Wordings into topics: each language by itself, then languages by what was opened."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from search.topics.joining import Start, joined
from search.topics.likeness import likeness_of
from search.topics.texts import Heard
from search.topics.ties import clicks_of, followed_of, opened_of
from search.topics.translated import Part, joined_across
from search.topics.vectors import vectors_of
from search.topics.wordings import Grouping, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from search.topics.texts import Text
    from search.topics.wordings import Known, Name, Wording


def group(wordings: Sequence[Wording], known: Known) -> Grouping:
    """Return topics of all ``wordings`` and of those in ``known``.

    The order of the wordings decides nothing. Known topics keep their id and what is in
    them; new wordings join them or each other. So the result, given back as ``known``
    once new topics have ids, is found again.
    """
    heard = Heard(wordings, known)
    parts = [
        part
        for language in sorted({name.language for name in heard.names})
        for part in _of_one_language(heard.texts(language), known)
    ]
    topics, alike = joined_across(parts, heard, known)
    return Grouping(tuple(_in_order(topics, heard)), alike)


def _of_one_language(texts: list[Text], known: Known) -> Iterator[Part]:
    words = vectors_of([text.words for text in texts])
    opened = opened_of(texts)
    ties = clicks_of(opened), followed_of(texts, known)
    traits = sparse.hstack([words, *ties]).tocsr()
    many = np.array([len(text.words.all) for text in texts], dtype=np.int64)
    start = _start_of(texts, known)
    settled = start.is_known[start.groups]
    likeness = likeness_of(traits, many, opened, settled=settled)
    labels = joined(likeness, start)
    groups: defaultdict[int, list[Text]] = defaultdict(list)
    for text, label in zip(texts, labels.tolist(), strict=True):
        groups[label].append(text)
    for members in groups.values():
        places = [text.place for text in members if text.place is not None]
        names = [name for text in members for name in text.names]
        oldest = min(places, key=lambda id_: (not known.stays(id_), id_), default=None)
        yield Part(oldest, names)


def _start_of(texts: list[Text], known: Known) -> Start:
    """Return what stands together and what stays apart, whatever the likeness is."""
    numbers: dict[tuple[str, int], int] = {}
    groups = []
    for number, text in enumerate(texts):
        key = ("new", number) if text.place is None else ("known", text.place)
        groups.append(numbers.setdefault(key, len(numbers)))
    group_of = {
        name: at for text, at in zip(texts, groups, strict=True) for name in text.names
    }
    return Start(
        groups=np.array(groups, dtype=np.int64),
        is_known=np.array(
            [kind == "known" and known.stays(number) for kind, number in numbers]
        ),
        apart=[
            (group_of[one], group_of[other])
            for one, other in known.apart
            if {one, other} <= group_of.keys()
        ],
    )


def _in_order(parts: list[Part], heard: Heard) -> Iterator[Topic]:
    """Yield the known topics by id, then the new ones, most people first."""

    def people(part: Part) -> int:
        return sum(heard.people[name] for name in part.names)

    def place(part: Part) -> tuple[bool, int, Name]:
        return part.id is None, part.id or -people(part), min(part.names)

    for part in sorted(parts, key=place):
        names = sorted(part.names, key=lambda name: (-heard.people[name], name))
        yield Topic(part.id, tuple(names))
