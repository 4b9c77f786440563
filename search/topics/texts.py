"""What is compared: wordings of the same words in the same place are one text."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from search.language.analysis import fold
from search.topics.vectors import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from search.topics.wordings import Known, Name, Wording


@dataclass(slots=True)
class Text:
    """Wordings that differ in nothing but capitals, signs and endings.

    Args:
        place: the known topic they stand in, if any.
    """

    words: Words
    place: int | None
    names: list[Name] = field(default_factory=list)
    clicked: Counter[str] = field(default_factory=Counter)


class Heard:
    """All wordings, typed now or known, with how many people typed them."""

    def __init__(self, wordings: Iterable[Wording], known: Known) -> None:
        self.people: Counter[Name] = Counter()
        self.clicked: defaultdict[Name, Counter[str]] = defaultdict(Counter)
        for wording in wordings:
            self.people[wording.name] += wording.people
            self.clicked[wording.name].update(wording.clicked)
        self.apart = {name for pair in known.apart for name in pair}
        self.places = places_of(known)
        self.names = sorted({*self.people, *self.places})

    def texts(self, language: str) -> list[Text]:
        """Return what was typed in ``language``, in an order that input cannot change."""
        words = {
            name: Words(name.text, name.language)
            for name in self.names
            if name.language == language
        }
        places = self._same_words_same_place(words)
        texts: dict[tuple[object, ...], Text] = {}
        for name, said in words.items():
            place = places.get(name)
            alone = name if name in self.apart else None
            key = (_form(name, said), place, alone)
            text = texts.setdefault(key, Text(said, place))
            text.names.append(name)
            text.clicked.update(self.clicked[name])
        return list(texts.values())

    def _same_words_same_place(self, words: Mapping[Name, Words]) -> dict[Name, int]:
        """Return the places of known wordings, and of new ones with the words of those."""
        taken: dict[tuple[str, ...], int] = {}
        for name, said in words.items():
            if name in self.places and name not in self.apart:
                form, place = _form(name, said), self.places[name]
                taken[form] = min(taken.get(form, place), place)
        return self.places | {
            name: taken[form]
            for name, said in words.items()
            if name not in self.places
            and name not in self.apart
            and (form := _form(name, said)) in taken
        }


def places_of(known: Known) -> dict[Name, int]:
    """Return the topic of each known wording, without those that have to leave theirs."""
    places = known.places()
    for pair in sorted(tuple(sorted(pair)) for pair in known.apart):
        one, other = pair
        if places.get(one) is not None and places.get(one) == places.get(other):
            leaving = next((n for n in (other, one) if n not in known.pinned), None)
            if leaving is not None:
                del places[leaving]
    return places


def _form(name: Name, words: Words) -> tuple[str, ...]:
    return tuple(words.all) or ("", fold(name.text).strip())
