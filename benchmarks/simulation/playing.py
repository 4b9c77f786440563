"""One seed from beginning to end: eight weeks of people, nights, articles, verdicts."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from benchmarks.simulation import staff
from benchmarks.simulation.truth import OPEN, TOO_FEW, is_right, rank_agreement, score_of
from benchmarks.simulation.visiting import visit
from benchmarks.simulation.world import DAYS, PUBLISHED_ON, START, people, units

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from benchmarks.simulation.visiting import Had
    from benchmarks.simulation.world import Person, Unit

NIGHTS = (6.1, 13.1, 20.1, 27.1, 34.1, 42.1, 49.1)  # days; proofs are looked at on the 42nd
VERDICTS = {"published": TOO_FEW}
Row = dict[str, str]


def play(seed: int, folder: Path, *, share: float = 1.0) -> dict[str, Any]:
    """Return what the report said of a seed's world, beside the truth.

    Args:
        share: of the people who come, for a short look.
    """
    begun = time.process_time()
    minds = units(seed)
    with time_machine.travel(START, tick=False) as clock:
        staff.build(folder / "guides", [unit for unit in minds if unit.has_page])
        town = Town(people(seed, minds, share=share), clock)
        for day in NIGHTS:
            if town.day < PUBLISHED_ON <= day:
                town.live_until(PUBLISHED_ON)
                published = publish(minds, town)
            town.live_until(day)
            staff.night()
        town.live_until(DAYS)
        staff.night()
        rows = staff.report()
    return told(minds, town.had, rows, published) | {
        "seed": seed,
        "people": len(town.had),
        "searches": sum(each.searches for each in town.had),
        "seconds": round(time.process_time() - begun, 1),
    }


class Town:
    """Everybody who comes, up to a moment."""

    def __init__(self, those: list[Person], clock: Any) -> None:
        self.coming = those[::-1]
        self.had: list[Had] = []
        self.clock = clock
        self.day = 0.0

    def live_until(self, day: float) -> None:
        end = START + timedelta(days=day)
        while self.coming and self.coming[-1].at < end:
            self.had.append(visit(self.coming.pop(), self.clock))
        self.clock.move_to(end)
        self.day = day


def publish(minds: list[Unit], town: Town) -> dict[Unit, str]:
    """Publish the articles that come; return the number of the gap of each."""
    rows = best_rows(minds, staff.report())
    numbers = {}
    for unit in minds:
        if unit.kind in {"good", "bad"}:
            numbers[unit] = rows[unit]["Number"] if unit in rows else ""
            if numbers[unit]:
                staff.publish(int(numbers[unit]), unit)
    return numbers


def told(
    minds: list[Unit], had: list[Had], rows: list[Row], published: dict[Unit, str]
) -> dict[str, Any]:
    """Return how near the report came to what people had."""
    truth = {unit: score_of(unit, had) for unit in minds if unit.kind == OPEN}
    best = best_rows(minds, rows)
    said = {unit: float(row["Score"]) for unit, row in best.items()}
    states = {row["Number"]: row["State"] for row in rows}
    return {
        "spearman": round(rank_agreement(truth, said), 4),
        "ranks": [
            [unit.name, round(truth[unit], 1), said.get(unit, 0.0)]
            for unit in sorted(truth, key=lambda each: -truth[each])
        ],
        "proofs": [
            _proof(unit, states.get(number, "no row"), had)
            for unit, number in published.items()
        ],
    }


def best_rows(minds: list[Unit], rows: Iterable[Row]) -> dict[Unit, Row]:
    """Return the row of the report that says most of each subject.

    A row is about what most of its sample searches are about, as one reads them.
    """
    about = {(unit.language, text): unit for unit in minds for text in unit.texts}
    found: dict[Unit, Row] = {}
    for row in sorted(rows, key=lambda each: -float(each["Score"])):
        texts = [row["Subject"], *row["Samples"].split(" | ")]
        units = Counter(
            about[language, text.strip()]
            for language in row["Languages"].split()
            for text in texts
            if (language, text.strip()) in about
        )
        if units:
            found.setdefault(units.most_common(1)[0][0], row)
    return found


def _proof(unit: Unit, state: str, had: list[Had]) -> dict[str, Any]:
    start = START + timedelta(days=PUBLISHED_ON)
    since = sum(each.searches for each in had if each.unit == unit and each.at >= start)
    verdict = VERDICTS.get(state, state)
    return {
        "unit": unit.name,
        "kind": unit.kind,
        "verdict": verdict,
        "searches_since": since,
        "right": is_right(unit.kind, verdict, since),
    }
