"""The figures at a glance: now, in the period before, and what each should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from search.figures import MARK_CLICK, MARK_NO_RESULT
from search.figures_tables import share, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.figures import Figures


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure: now, in the period before, and what it should be."""

    label: str
    now: str
    before: str
    explained: str
    is_off: bool = False  # its mark is missed


def tiles(now: Figures, before: Figures, ratio: Sequence[str]) -> list[Tile]:
    """Return the tiles of the page.

    Args:
        now: the figures of the period.
        before: those of the period before.
        ratio: of the community, now and before, as people read it.
    """
    return [*_of_searches(now, before), *_of_deflection(now, before), _of_community(*ratio)]


def _of_searches(now: Figures, before: Figures) -> list[Tile]:
    return [
        Tile(
            _("Searches"),
            shown(now.searches),
            shown(before.searches),
            _("Finished ones; staff, crawlers and what is typed on the way do not count."),
        ),
        Tile(
            _("Nothing found"),
            share(now.no_result_rate),
            share(before.no_result_rate),
            _("Of the searches; at most 5 % where a help centre is in order."),
            is_off=(now.no_result_rate or 0) > MARK_NO_RESULT,
        ),
        Tile(
            _("Something opened"),
            share(now.click_rate),
            share(before.click_rate),
            _("Of the searches that found something; at least 60 % is good."),
            is_off=now.click_rate is not None and now.click_rate < MARK_CLICK,
        ),
        Tile(
            _("Mean place opened"),
            shown(now.mean_position),
            shown(before.mean_position),
            _("1 is the first result: the lower, the better the order."),
        ),
    ]


def _of_deflection(now: Figures, before: Figures) -> list[Tile]:
    return [
        Tile(
            _("Solved by what was found"),
            share(now.solved_rate),
            share(before.solved_rate),
            _("Opened, not searched again, nobody asked."),
        ),
        Tile(
            _("Asked all the same"),
            share(now.not_solved_rate),
            share(before.not_solved_rate),
            _("Asked the community or wrote to support within a day, or came back."),
        ),
        Tile(
            _("Not known"),
            share(now.unknown_rate),
            share(before.unknown_rate),
            _("The rest. Who reads and leaves says nothing: most searches are here."),
        ),
        Tile(
            _("Searching people for each request"),
            shown(now.self_service),
            shown(before.self_service),
            _("How many searched for each search that ended as a request to support."),
        ),
    ]


def _of_community(now: str, before: str) -> Tile:
    return Tile(
        _("Community visitors for each request"),
        now,
        before,
        _(
            "How many were in the community for each who wrote to support within 7 days,"
            " all readers together."
        ),
    )
