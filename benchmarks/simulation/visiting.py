"""What one person does on the site, and what they really had of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.simulation.site import Browser
from benchmarks.simulation.world import HELPED_BY_ARTICLE

if TYPE_CHECKING:
    from datetime import datetime

    from benchmarks.simulation.site import Result
    from benchmarks.simulation.world import Person, Unit

LOOKED, READ, TYPED = timedelta(seconds=25), timedelta(seconds=70), timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Had:
    """The truth about one visit."""

    at: datetime
    unit: Unit | None
    is_helped: bool
    searches: int


def visit(person: Person, clock: Any) -> Had:
    """Search as ``person`` would, and return what came of it."""
    clock.move_to(person.at)
    browser = Browser.of(person)
    first, second = person.texts
    is_helped, habit = _try(person, browser, first, clock)
    searches = 1
    if habit == "again":
        is_helped, habit = _try(person, browser, second, clock)
        searches = 2
    if habit == "ask":
        browser.ask(first, person.language)
    elif habit == "write":
        browser.write(first, person.language)
    return Had(person.at, person.unit, is_helped, searches)


def _try(person: Person, browser: Browser, text: str, clock: Any) -> tuple[bool, str]:
    """Search once; return whether it helped, and what the person does next."""
    results = browser.search(text)
    clock.shift(LOOKED)
    result = _meant(person.unit, results)
    if result is None:
        return False, person.when_missed
    address = browser.open(result)
    clock.shift(READ)
    is_helped = person.luck < _helps(person.unit, result)
    if person.votes:
        browser.vote(address, is_helpful=is_helped)
    clock.shift(TYPED)
    return is_helped, "leave" if is_helped else person.when_read


def _meant(unit: Unit | None, results: list[Result]) -> Result | None:
    """Return the result that the person is after by its title, the newest text first."""
    for title in (unit.article, unit.page) if unit else ():
        for result in results:
            if result.title == title:
                return result
    return None


def _helps(unit: Unit | None, result: Result) -> float:
    """Return the share of readers whom a page helps."""
    if unit is None:
        return 0.0
    return HELPED_BY_ARTICLE[unit.kind] if result.title == unit.article else unit.helps
