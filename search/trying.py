"""What a synonym, a pin or other weights would do, computed by the real engine."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from base.audience import Audience
from search.curating import meanings_of
from search.lab import pins_for, rank
from search.language import asking
from search.language.analysis import LANGUAGES, query_terms
from search.language.thesaurus import Thesaurus
from search.log import stems_of
from search.measures import averages, measures
from search.models import Judgement, Synonym

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from search.lab import Ranked, Setup
    from search.logged import Logged, Subject
    from search.models import Pin
    from search.weights import Weights

MOST_SUBJECTS = 300  # of those that failed, and as many of those that did not
SECONDS = 10.0  # for all of it: somebody waits for the page
TOP = 3
JUDGED_DEPTH = 100
SAID = ("hit@1", "mrr@10", "ndcg@10")  # measures that a trial compares


def with_synonym(setup: Setup, synonym: Synonym) -> Setup:
    """Return ``setup`` as it would be once ``synonym`` is saved, new or changed."""
    others = Synonym.objects.exclude(pk=synonym.pk)
    meanings = frozenset(meanings_of([*others, synonym]))
    return replace(setup, thesaurus=Thesaurus(meanings))


def with_pin(setup: Setup, pin: Pin) -> Setup:
    """Return ``setup`` as it would be on a day when ``pin`` holds, new or changed."""
    at = stems_of(pin.text, pin.language), pin.language
    pins = {
        words: [one for one in several if one.pk != pin.pk]
        for words, several in setup.pins.items()
    }
    others = [one for one in pins.get(at, ()) if one.key != pin.key]
    pins[at] = sorted([*others, pin], key=lambda one: one.place)
    return replace(setup, pins=pins)


def with_weights(setup: Setup, weights: Weights) -> Setup:
    return replace(setup, weights=weights)


@dataclass(frozen=True, slots=True)
class Trial:
    """Two states of affairs to compare, within the time there is."""

    before: Setup
    after: Setup
    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self.until

    def touches(self, text: str, language: str) -> bool:
        """Whether the change can make a difference to these words; cheap to ask."""
        if self.before.weights != self.after.weights:
            return True
        return self._means_otherwise(text) or self._pins_otherwise(text, language)

    def _pins_otherwise(self, text: str, language: str) -> bool:
        if self.before.pins is self.after.pins:
            return False
        # By key: a changed row of the database is equal to itself as it was.
        before, after = (
            [pin.key for pin in pins_for(text, language, setup.pins)]
            for setup in (self.before, self.after)
        )
        return before != after

    def _means_otherwise(self, text: str) -> bool:
        words = asking.read(text).words
        return any(
            self.before.thesaurus.slots(terms, language)
            != self.after.thesaurus.slots(terms, language)
            for language in LANGUAGES
            if (terms := query_terms(words, language))
        )

    def both(self, text: str, language: str, audience: Audience) -> tuple[Ranked, Ranked]:
        """Search twice; once where the change cannot be felt."""
        before = rank(self.before.query(text, language, audience), self.before.pins)
        if not any(self.touches(each, language) for each in {text, before.query.text}):
            return before, before
        return before, rank(self.after.query(text, language, audience), self.after.pins)


@dataclass(frozen=True, slots=True)
class Move:
    """A document of the first ten, before or after; 0 means not among them."""

    key: str
    before: int
    after: int

    @property
    def is_better(self) -> bool:
        return self.after > 0 and (not self.before or self.after < self.before)

    @property
    def is_worse(self) -> bool:
        return self.before > 0 and (not self.after or self.after > self.before)

    @property
    def steps(self) -> int:
        return abs(self.before - self.after)


def moves(before: Sequence[str], after: Sequence[str]) -> list[Move]:
    """Return where each document goes: those of ``after`` in order, then those gone."""
    gone = [key for key in before if key not in after]
    return [Move(key, _place(key, before), _place(key, after)) for key in [*after, *gone]]


def _place(key: str, keys: Sequence[str]) -> int:
    return keys.index(key) + 1 if key in keys else 0


@dataclass(frozen=True, slots=True)
class Change:
    """A subject whose first three results are others afterwards."""

    subject: Subject
    before: list[str]
    after: list[str]

    @property
    def new(self) -> list[str]:
        return [key for key in self.after if key not in self.before]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a trial does to the logged searches."""

    failed: int  # subjects there are
    failed_seen: int  # and how many were looked at
    succeeded: int
    succeeded_seen: int
    found_now: list[Change]  # had nothing with all the words
    found_otherwise: list[Change]
    nothing_now: list[Change]  # the price: nothing has all the words any more
    lost: list[Change]  # what most people opened leaves the first three
    gained: list[Change]


def effect_on(searches: Logged, trial: Trial) -> Effect:
    """Search for what people searched, those of most people first, with both setups."""
    failed = list(_compared(searches.failed, trial))
    succeeded = list(_compared(searches.succeeded, trial))
    changes = [(_change(each, *both), *both) for each, both in failed]
    opened = [_change(each, *both) for each, both in succeeded]
    return Effect(
        failed=len(searches.failed),
        failed_seen=len(failed),
        succeeded=len(searches.succeeded),
        succeeded_seen=len(succeeded),
        found_now=[c for c, one, two in changes if two.is_found and not one.is_found],
        found_otherwise=[
            c for c, one, two in changes if c.new and two.is_found == one.is_found
        ],
        nothing_now=[c for c, one, two in changes if one.is_found and not two.is_found],
        lost=[c for c in opened if c.subject.key in c.before and not _has(c.after, c)],
        gained=[c for c in opened if _has(c.after, c) and c.subject.key not in c.before],
    )


def _has(keys: list[str], change: Change) -> bool:
    return change.subject.key in keys


def _compared(
    subjects: Iterable[Subject], trial: Trial
) -> Iterator[tuple[Subject, tuple[Ranked, Ranked]]]:
    for number, each in enumerate(subjects):
        if number == MOST_SUBJECTS or trial.is_over:
            return
        yield each, trial.both(each.text, each.language, each.audience)


def _change(subject: Subject, before: Ranked, after: Ranked) -> Change:
    return Change(subject, before.keys[:TOP], after.keys[:TOP])


@dataclass(frozen=True, slots=True)
class Difference:
    """A judged query with a measure before and after, from 0 to 1."""

    text: str
    language: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a trial does to the saved judgements."""

    judged: int
    before: dict[str, float]
    after: dict[str, float]
    better: list[Difference]
    worse: list[Difference]


def verdict_on(judgements: Iterable[Judgement], trial: Trial) -> Verdict:
    """Measure the rankings of the judged queries with both setups."""
    figures = []
    for each in judgements:
        if trial.is_over:
            break
        before, after = (judge(each, setup) for setup in (trial.before, trial.after))
        figures.append((each, before, after))
    changes = [
        Difference(each.text, each.language, before["ndcg@10"], after["ndcg@10"])
        for each, before, after in figures
        if before["ndcg@10"] != after["ndcg@10"]
    ]
    return Verdict(
        judged=len(figures),
        before=averages(before for _each, before, _after in figures),
        after=averages(after for _each, _before, after in figures),
        better=[each for each in changes if each.after > each.before],
        worse=[each for each in changes if each.after < each.before],
    )


def judge(judgement: Judgement, setup: Setup) -> dict[str, float]:
    """Return the measures of one judged query, in all that staff may read.

    Nobody's rights are in a judgement, so nothing that is right is out of reach.

    Raises:
        EngineUnavailable: there is no index to read.
    """
    query = setup.query(judgement.text, judgement.language, Audience.STAFF)
    ranked = rank(replace(query, limit=JUDGED_DEPTH), setup.pins)
    return measures(ranked.keys, judgement.keys)
