"""Whether the wait that is claimed holds: a year of a real forum, claimed day by day.

On each day the claim is made from what was known that day (questions of the last 30 days,
answers up to now); then the questions of the following week are waited for to the end.
Whichever percentile was claimed should be the share answered within the minutes claimed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from base.percentiles import Wait, expected_wait
from benchmarks.corpus import lines

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

PERIOD = timedelta(days=30)  # as community.waiting looks at; a test says so
FOLLOWING = timedelta(days=7)
DAY = timedelta(days=1)
POINTS = 7  # by so much the share may miss what was claimed
FORUM = "forum_thunderbird_2024.jsonl.gz"

Question = tuple[datetime, datetime | None]  # asked, first answered by somebody else


@dataclass
class Replay:
    """What was claimed on the days of one board, and how it went for those who followed."""

    days: int = 0
    without_claim: int = 0
    claimed: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    kept: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    following: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    minutes: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    none_said: list[float] = field(default_factory=list)
    none_true: list[float] = field(default_factory=list)

    def share(self, percent: int) -> float:
        return 100 * self.kept[percent] / max(1, self.following[percent])

    def holds(self) -> bool:
        return all(abs(self.share(each) - each) <= POINTS for each in self.claimed)


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)


def questions(data: Path) -> dict[str, list[Question]]:
    """Return the questions by board, and all of them under "", the oldest first."""
    found: dict[str, list[Question]] = defaultdict(list)
    for line in lines(data / "forum" / FORUM):
        if line["is_spam"]:
            continue
        answers = [
            moment(answer["created"])
            for answer in line["answers"]
            if answer["author"] != line["author"] and not answer["is_spam"]
        ]
        question = (moment(line["created"]), min(answers, default=None))
        for board in ("", line["topic"] or "(none)"):
            found[board].append(question)
    return {board: sorted(asked, key=lambda one: one[0]) for board, asked in found.items()}


def wait_at(question: Question, now: datetime) -> Wait:
    asked, answered = question
    is_over = answered is not None and answered <= now
    end = answered if answered is not None and is_over else now
    return Wait((end - asked).total_seconds() / 60, is_over=is_over)


def replay(asked: list[Question]) -> Replay:
    found = Replay()
    now = asked[0][0] + PERIOD
    while now + FOLLOWING <= asked[-1][0]:
        known = [one for one in asked if now - PERIOD < one[0] <= now]
        coming = [one for one in asked if now < one[0] <= now + FOLLOWING]
        _one_day(found, known, coming, now)
        now += DAY
    return found


def _one_day(
    found: Replay, known: list[Question], coming: list[Question], now: datetime
) -> None:
    found.days += 1
    claim = expected_wait(wait_at(one, now) for one in known)
    said = {}
    if claim is not None and claim.median_minutes is not None:
        said[50] = claim.median_minutes
    if claim is not None and claim.high_percent and claim.high_minutes is not None:
        said[claim.high_percent] = claim.high_minutes
    found.without_claim += not said
    for percent, minutes in said.items():
        found.claimed[percent] += 1
        found.minutes[percent].append(minutes)
        found.following[percent] += len(coming)
        found.kept[percent] += sum(
            answered is not None and (answered - at).total_seconds() / 60 <= minutes
            for at, answered in coming
        )
    if claim is not None and coming:
        found.none_said.append(1 - claim.share_answered)
        found.none_true.append(sum(each is None for _at, each in coming) / len(coming))


def run(data: Path, options: Namespace) -> bool:
    """Replay the forum whole and by board; return whether the whole holds everywhere."""
    boards = questions(data)
    print(f"Expected wait on {FORUM}, day by day; bound: within {POINTS} points")
    print(f"{'board':<34}{'questions':>10}{'days':>6}{'no claim':>10}   claimed: came true")
    figures, held = {}, True
    for board, asked in sorted(boards.items(), key=lambda each: -len(each[1])):
        result = replay(asked)
        shown = "  ".join(
            f"{percent} %: {result.share(percent):.1f} ({result.claimed[percent]} days, "
            f"{median(result.minutes[percent]) / 60:.1f} h)"
            for percent in sorted(result.claimed)
        )
        name = board or "(whole forum)"
        print(
            f"{name:<34}{len(asked):>10}{result.days:>6}{result.without_claim:>10}   "
            f"{shown}"
        )
        held = held and (result.holds() or bool(board))
        figures[name] = {str(each): round(result.share(each), 1) for each in result.claimed}
        figures[name]["days_without_claim"] = result.without_claim
    whole = replay(boards[""])
    said, true = (
        100 * sum(each) / len(each) for each in (whole.none_said, whole.none_true)
    )
    print(f"Said to get no answer: {said:.1f} %; got none: {true:.1f} %")
    if options.json:
        print(json.dumps(figures))
    return held
