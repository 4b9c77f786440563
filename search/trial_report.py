"""A trial as its page shows it: results before and after, with titles in place of keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from search.lab import SHOWN
from search.logged import logged
from search.models import Judgement
from search.models.gaps import MIN_PEOPLE
from search.pages import cards_by_key
from search.trying import SAID, effect_on, moves, verdict_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.roles import Reader
    from search.document import Card
    from search.trying import Change, Effect, Move, Trial, Verdict

MOST_LISTED = 20
MEASURES = {
    "hit@1": _("a right page comes first"),
    "mrr@10": _("how high the first right page stands"),
    "ndcg@10": _("how high all right pages stand"),
}  # of SAID, in words
MOST_JUDGED = 300


class Moved(NamedTuple):
    """A result, and where it goes."""

    move: Move
    card: Card


@dataclass(frozen=True, slots=True)
class Listed:
    """Changes to show, and how many more there are than may or can be shown."""

    count: int
    rows: list[tuple[Change, list[Card], list[Card]]]  # with the cards before and after

    @property
    def unlisted(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Report:
    """All that a trial is found to do."""

    before: list[Card]  # of the one query that was asked about
    after: list[Moved]
    gone: list[Moved]
    effect: Effect
    lists: dict[str, Listed]  # of the effect, by the name there
    verdict: Verdict
    measures: list[tuple[str, str, float, float]]  # meaning, name, before, after
    judgements: int

    @property
    def is_same(self) -> bool:
        """Whether the query's own results stay as they are."""
        return not self.gone and all(
            each.move.before == each.move.after for each in self.after
        )


def report(trial: Trial, asked: dict[str, Any], reader: Reader) -> Report:
    """Compute what ``trial`` does to the query asked about, the log and the judgements.

    Raises:
        EngineUnavailable: there is no index to read.
    """
    before, after = (
        trial.both(asked["q"], asked["reader"], asked["audience"])
        if asked["q"]
        else (None, None)
    )
    judgements = Judgement.objects.all()
    verdict = verdict_on(judgements[:MOST_JUDGED], trial)
    effect = effect_on(logged(), trial)
    old = before.keys[:SHOWN] if before else []
    new = after.keys[:SHOWN] if after else []
    several = {
        name: getattr(effect, name)
        for name in ("found_now", "found_otherwise", "nothing_now", "lost", "gained")
    }
    cards = cards_by_key(
        [*old, *new, *(key for each in several.values() for key in _keys(shown(each)))],
        reader,
    )
    moved = [Moved(each, cards[each.key]) for each in moves(old, new) if each.key in cards]
    return Report(
        before=[cards[key] for key in old if key in cards],
        after=[each for each in moved if each.move.after],
        gone=[each for each in moved if not each.move.after],
        effect=effect,
        lists={name: _listed(each, cards) for name, each in several.items()},
        verdict=verdict,
        measures=[
            (str(MEASURES[name]), name, verdict.before[name], verdict.after[name])
            for name in SAID
        ]
        if verdict.judged
        else [],
        judgements=judgements.count(),
    )


def shown(changes: Sequence[Change]) -> list[Change]:
    """Return what may be read: words that enough people typed, and no endless list."""
    return [each for each in changes if each.subject.people >= MIN_PEOPLE][:MOST_LISTED]


def _keys(changes: Sequence[Change]) -> list[str]:
    return [
        key for each in changes for key in (*each.before, *each.after, each.subject.key)
    ]


def _listed(changes: Sequence[Change], cards: dict[str, Card]) -> Listed:
    rows = [
        (each, _cards(each.before, cards), _cards(each.after, cards))
        for each in shown(changes)
    ]
    return Listed(len(changes), rows)


def _cards(keys: Sequence[str], cards: dict[str, Card]) -> list[Card]:
    return [cards[key] for key in keys if key in cards]
