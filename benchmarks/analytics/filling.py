"""A million searches as real people word them, dated over 90 days, the same each time."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from benchmarks.corpus import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from search.models import Click, Need, Outcome, SearchEvent

SEED = 7
DAYS = 90
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
SHORTEST, LONGEST = 1, 4  # words of a search
STEEPNESS = 0.85  # of Zipf's law: how much more often the most frequent text is typed
PER_PERSON = 3.3  # searches, on average
FAILING = 0.12  # of the texts find nothing
BLOCKED = 0.02
OPENED = 0.55  # of the searches that find something
PLACES = [f"section:{number}" for number in range(1, 13)] + ["board:selling", "board:money"]
AUDIENCES = [0] * 6 + [1] * 3 + [2]
SOURCES = ["page"] * 7 + ["live"] * 2 + ["ask"]
ARTICLES = 400
NEEDS = 5_000
TROUBLE = 0.03  # of the searches end as a question or a request
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Text:
    """One wording, and what the site has for it."""

    words: str
    stems: str
    language: str
    finds: int
    readable: int
    place: str


def texts(data: Path, chance: random.Random) -> list[Text]:
    """Return what is typed, in the order in which it is most frequent."""
    english = lines(data / "queries" / "question_stream_2023_2024.jsonl.gz")
    french = lines(data / "forum" / "french_questions_2020_2024.jsonl.gz")
    found = [
        *_shortened((line["text"] for line in english), "en", chance),
        *_shortened((line["title"] for line in french), "fr", chance),
    ]
    chance.shuffle(found)
    return found


def _shortened(
    titles: Iterable[str], language: str, chance: random.Random
) -> Iterator[Text]:
    from search.language.analysis import query_terms
    from search.log import stems_of

    says_something = cache(lambda word: bool(query_terms(word, language)))
    seen: set[str] = set()
    for title in titles:
        words = [word for word in WORD.findall(title.lower()) if says_something(word)]
        typed = " ".join(words[: chance.randint(SHORTEST, LONGEST)])
        stems = stems_of(typed, language)
        if stems and typed not in seen:
            seen.add(typed)
            luck = chance.random()
            finds = 0 if luck < FAILING else chance.randint(1, 60)
            readable = 0 if luck < FAILING + BLOCKED else finds
            place = chance.choice(PLACES) if readable else ""
            yield Text(typed, stems, language, finds, readable, place)


class People:
    """Searches of one person after another, day by day, in visits of a few searches."""

    def __init__(self, typed: list[Text], count: int, *, days: int, seed: int) -> None:
        self._chance = random.Random(seed)
        self._typed, self._seed = typed, seed
        self._many, self._of_a_day = int(count / PER_PERSON), count // days
        weights = (1 / (rank + 10) ** STEEPNESS for rank in range(len(typed)))
        self._weights = list(itertools.accumulate(weights))
        self._visits = 0

    def searches(self, day: datetime) -> Iterator[SearchEvent]:
        """Yield the searches of a day; what one visit types follows in seconds."""
        made = 0
        while made < self._of_a_day:
            at = day + timedelta(seconds=86_400 * made / self._of_a_day)
            for event in self._visit(at):
                yield event
                made += 1

    def _visit(self, at: datetime) -> Iterator[SearchEvent]:
        from search.models import SearchEvent

        chance, visitor = self._chance, self._visitor()
        self._visits += 1
        for text in chance.choices(
            self._typed, cum_weights=self._weights, k=chance.choice((1, 1, 1, 2, 3))
        ):
            yield SearchEvent(
                at=at,
                text=text.words,
                stems=text.stems,
                language=text.language,
                audience=chance.choice(AUDIENCES),
                source=chance.choice(SOURCES),
                found_before=text.finds,
                found_after=text.readable,
                visitor=visitor,
                session=f"{self._seed}-{self._visits}",
                keys=self._keys(text),
                place=text.place,
            )
            at += timedelta(seconds=chance.randrange(10, 200))

    def _visitor(self) -> str:
        return f"{self._seed}-{self._chance.randrange(self._many)}"

    def _keys(self, text: Text) -> list[str]:
        shown = min(text.readable, 10)
        return [f"article:{self._chance.randrange(ARTICLES)}" for _n in range(shown)]


def fill(typed: list[Text], count: int, *, first: datetime, days: int, seed: int) -> None:
    """Write ``count`` searches with what was opened and what came of them."""
    from search.models import Click, Outcome, SearchEvent

    chance = random.Random(seed)
    people = People(typed, count, days=days, seed=seed)
    dates = (first + timedelta(days=number) for number in range(days))
    for some in _batches(event for day in dates for event in people.searches(day)):
        events = SearchEvent.objects.bulk_create(some)
        Click.objects.bulk_create(_clicks(events, chance))
        Outcome.objects.bulk_create(_outcomes(events, chance))


def fill_needs(typed: list[Text], *, first: datetime) -> None:
    """Write questions without an answer, votes and requests, over the same days."""
    from search.models import Need

    Need.objects.bulk_create(_needs(typed, first, random.Random(SEED)), batch_size=AT_ONCE)


def _batches(events: Iterator[SearchEvent]) -> Iterator[list[SearchEvent]]:
    while some := list(itertools.islice(events, AT_ONCE)):
        yield some


def _clicks(events: list[SearchEvent], chance: random.Random) -> Iterator[Click]:
    from search.models import Click

    for event in events:
        if event.keys and chance.random() < OPENED:
            position = min(1 + int(chance.expovariate(0.5)), len(event.keys))
            yield Click(
                event=event,
                position=position,
                key=event.keys[position - 1],
                at=event.at + timedelta(seconds=chance.randrange(2, 40)),
            )


def _outcomes(events: list[SearchEvent], chance: random.Random) -> Iterator[Outcome]:
    from search.models import Outcome

    for event in events:
        if chance.random() < TROUBLE:
            yield Outcome(
                kind=chance.choice(Outcome.Kind.values),
                key=f"thread:{event.pk}",
                visitor=event.visitor,
                session=event.session,
                at=event.at + timedelta(minutes=chance.randrange(1, 300)),
            )


def _needs(typed: list[Text], first: datetime, chance: random.Random) -> Iterator[Need]:
    from search.models import Need

    for number in range(NEEDS):
        text = chance.choice(typed)
        yield Need(
            kind=chance.choice(Need.Kind.values),
            key=f"thread:need-{number}",
            text=text.words,
            stems=text.stems,
            language=text.language,
            at=first + timedelta(seconds=chance.randrange(DAYS * 86_400)),
        )
