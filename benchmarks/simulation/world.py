"""Who has which trouble when, what they type and how they are: all drawn from one seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp, log
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

SUBJECTS = Path(__file__).parent / "subjects.yaml"
START = datetime(2026, 1, 5, tzinfo=UTC)
FRENCH = {"answered": "answered"}  # the articles that come are in English only
PUBLISHED_ON = 28  # the day on which the articles of some subjects come
DAYS = PUBLISHED_ON + 28.5  # until the second look at the proofs
GOOD, BAD = 3, 3  # subjects that get an article, in English
ANSWERED = 9  # subjects that have an article from the start
A_DAY = {"open": (0.08, 1.0), "answered": (0.05, 0.2), "good": (0.4, 2.0)}  # people
A_DAY["bad"] = A_DAY["good"]
# Share of those who read a page whom it helps: an open one has a page that only touches it.
HELPED = {
    "open": (0.0, 0.4),
    "answered": (0.8, 0.95),
    "good": (0.0, 0.4),
    "bad": (0.0, 0.4),
}
HELPED_BY_ARTICLE = {"good": 0.92, "bad": 0.1}
WITH_PAGE = 0.5  # of the subjects without an article have a page that touches them
JUNK = 0.05  # of the people
MASHED = ("asdf", "test", "qwerty", "hello", "aaaa", "azerty", "bonjour", "123456")
TYPO = 0.08  # of the searches
SHORTEST_TYPO = 6  # letters
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# What people do whom nothing helped: where no page seemed right, and after reading one.
HABITS = ("leave", "again", "ask", "write")
WHEN_MISSED = (0.62, 0.28, 0.06, 0.04)
WHEN_READ = (0.15, 0.68, 0.1, 0.07)
VOTES = 0.1  # of those who read a page


@dataclass(frozen=True, slots=True)
class Unit:
    """One subject in one language: what an editor closes with one article."""

    subject: str
    language: str
    texts: tuple[str, ...]  # the one that most people type first
    kind: str  # "open", "answered", "good" or "bad": what its article is, if there is any
    a_day: float  # people
    helps: float  # share of its readers whom the page helps that is there from the start
    has_page: bool

    @property
    def name(self) -> str:
        return f"{self.subject} ({self.language})"

    @property
    def page(self) -> str:
        """The title of the page that is there from the start."""
        return self.texts[0].capitalize()

    @property
    def article(self) -> str:
        """The title of the article that comes."""
        return f"{self.subject.capitalize()}: {self.texts[0]}"


@dataclass(frozen=True, slots=True)
class Person:
    """One visit: who types what, and how they are."""

    number: int
    at: datetime
    unit: Unit | None  # None for junk
    texts: tuple[str, str]  # the second for who searches again
    language: str
    luck: float  # below the share whom a page helps, it helps
    when_missed: str
    when_read: str
    votes: bool

    @property
    def is_member(self) -> bool:
        """Whether they are signed in: those who might ask are, before they search."""
        return {self.when_missed, self.when_read} & {"ask", "write"} != set()


def units(seed: int) -> list[Unit]:
    """Return what the people of a seed have on their minds."""
    chance = random.Random(f"units {seed}")
    rows = yaml.safe_load(SUBJECTS.read_text())
    chance.shuffle(rows)
    kinds = ["answered"] * ANSWERED + ["good"] * GOOD + ["bad"] * BAD
    kinds += ["open"] * (len(rows) - len(kinds))
    return [
        _unit(
            row,
            language,
            kind if language == "en" or kind == "answered" else "open",
            chance,
        )
        for row, kind in zip(rows, kinds, strict=True)
        for language in ("en", "fr")
    ]


def _unit(
    row: dict[str, list[str]], language: str, kind: str, chance: random.Random
) -> Unit:
    low, high = A_DAY[kind]
    return Unit(
        subject=str(row["name"]),
        language=language,
        texts=tuple(chance.sample(row[language], len(row[language]))),
        kind=kind,
        a_day=exp(chance.uniform(log(low), log(high))),
        helps=chance.uniform(*HELPED.get(kind, HELPED["open"])),
        has_page=kind == "answered" or chance.random() < WITH_PAGE,
    )


def people(seed: int, of: list[Unit], *, share: float = 1.0) -> list[Person]:
    """Return everybody, or a share of them, who comes in DAYS days, by time."""
    chance = random.Random(f"people {seed}")
    moments = [(at, unit) for unit in of for at in _moments(unit, share, chance)]
    junk = round(len(moments) * JUNK / (1 - JUNK))
    moments += [(chance.uniform(0, DAYS), None) for _number in range(junk)]
    moments.sort(key=lambda pair: pair[0])
    return [_person(n, at, unit, chance) for n, (at, unit) in enumerate(moments)]


def _moments(unit: Unit, share: float, chance: random.Random) -> Iterator[float]:
    a_day = share * unit.a_day
    at = chance.expovariate(a_day)
    while at < DAYS:
        yield at
        at += chance.expovariate(a_day)


def _person(number: int, at: float, unit: Unit | None, chance: random.Random) -> Person:
    return Person(
        number=number,
        at=START + timedelta(days=at),
        unit=unit,
        texts=_texts(unit, chance) if unit else (_junk(chance), _junk(chance)),
        language=unit.language if unit else chance.choice(("en", "fr")),
        luck=chance.random(),
        when_missed=chance.choices(HABITS, WHEN_MISSED)[0] if unit else "leave",
        when_read=chance.choices(HABITS, WHEN_READ)[0],
        votes=chance.random() < VOTES,
    )


def _texts(unit: Unit, chance: random.Random) -> tuple[str, str]:
    """Return two different ways to say it; the first of a unit's are the usual ones."""
    weights = [1 / place for place in range(1, len(unit.texts) + 1)]
    first = chance.choices(unit.texts, weights)[0]
    left = [(text, w) for text, w in zip(unit.texts, weights, strict=True) if text != first]
    [second] = chance.choices([text for text, _w in left], [w for _text, w in left])
    return _typed(first, chance), _typed(second, chance)


def _typed(text: str, chance: random.Random) -> str:
    """Return ``text`` as people type it: now and then a finger slips."""
    if chance.random() >= TYPO or len(text) < SHORTEST_TYPO:
        return text
    at = chance.randrange(1, len(text) - 2)
    slips = (
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
        text[:at] + chance.choice(LETTERS) + text[at + 1 :],
    )
    return chance.choice(slips)


def _junk(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(MASHED)
    return "".join(chance.choice(LETTERS) for _letter in range(chance.randint(4, 12)))
