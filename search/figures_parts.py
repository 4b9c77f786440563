"""The figures by language, audience, place and day, each against the days before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from base.audience import Audience
from search.figures import Figures, grouped
from search.figures_tables import Column, Line, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from search.figures import Chosen, Slice

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
UNNAMED = ""  # the place of what found nothing, and of places that are gone


def parts(
    now: Mapping[Slice, Figures],
    before: Mapping[Slice, Figures],
    chosen: Chosen,
    names: Mapping[str, str],
) -> list[Table]:
    """Return three tables of the chosen figures: by language, audience and place."""
    audiences = {str(value): str(label) for value, label in Audience.choices}
    named = with_kinds(names) | {UNNAMED: _("no place, or one that is gone")}
    return [
        _part(
            ("by-language", _("By language"), _("Language")),
            LANGUAGE_NAMES,
            *_sums(now, before, chosen, lambda each: each.language),
        ),
        _part(
            ("by-audience", _("By readers"), _("Readers")),
            audiences,
            *_sums(now, before, chosen, lambda each: str(each.audience)),
        ),
        _part(
            ("by-place", _("By board and section"), _("Board or section")),
            named,
            *_sums(
                now,
                before,
                chosen,
                lambda each: each.place if each.place in names else UNNAMED,
            ),
            explained=_("Where it was searched; else where the first result stands."),
        ),
    ]


def with_kinds(names: Mapping[str, str]) -> dict[str, str]:
    """Say of each place what it is: boards and sections are often called the same."""
    said = {"board": _("%(name)s (board)"), "section": _("%(name)s (guides)")}
    return {
        key: said.get(key.partition(":")[0], "%(name)s") % {"name": name}
        for key, name in names.items()
    }


def _sums(
    now: Mapping[Slice, Figures],
    before: Mapping[Slice, Figures],
    chosen: Chosen,
    by: Callable[[Slice], str],
) -> tuple[dict[str, Figures], dict[str, Figures]]:
    return grouped(now, chosen, by), grouped(before, chosen, by)


def _part(
    titles: tuple[str, str, str],
    names: Mapping[str, str],
    now: Mapping[str, Figures],
    before: Mapping[str, Figures],
    *,
    explained: str = "",
) -> Table:
    name, title, head = titles
    keys = sorted(
        now.keys() | before.keys(),
        key=lambda key: (-now.get(key, Figures()).searches, names.get(key, key)),
    )
    lines = [
        Line(
            names.get(key, key),
            _values(now.get(key, Figures())),
            _values(before.get(key, Figures())),
            language=key if key in LANGUAGE_NAMES else "",
        )
        for key in keys
    ]
    return Table(name, title, head, _columns(), lines, explained)


def _columns() -> list[Column]:
    return [
        Column(_("Searches"), is_compared=True),
        Column(_("Nothing found"), is_share=True, is_compared=True),
        Column(_("Something opened"), is_share=True, is_compared=True),
        Column(_("Mean place opened"), is_compared=True),
        Column(_("Solved"), is_share=True, is_compared=True),
        Column(_("Not known"), is_share=True, is_compared=True),
        Column(_("Asked all the same"), is_share=True, is_compared=True),
    ]


def _values(each: Figures) -> list[float | None]:
    return [
        each.searches,
        each.no_result_rate,
        each.click_rate,
        each.mean_position,
        each.solved_rate,
        each.unknown_rate,
        each.not_solved_rate,
    ]


def days_table(by_day: Sequence[tuple[date, Figures]]) -> Table:
    """Return every figure of every day, the latest first."""
    counts = [
        ("searches", _("Searches")),
        ("people", pgettext("how many", "People")),
        ("no_result", _("Nothing found")),
        ("blocked", _("Only what the reader may not read")),
        ("no_click", _("Nothing opened")),
        ("reformulated", _("Searched again in other words")),
        ("clicked", _("Something opened")),
        ("solved", _("Solved")),
        ("unknown", _("Not known")),
        ("not_solved", _("Asked all the same")),
        ("asked", _("Asked the community")),
        ("ticketed", _("Wrote to support")),
    ]
    lines = [
        Line(day, [getattr(each, name) for name, _label in counts])
        for day, each in reversed(by_day)
    ]
    columns = [Column(label) for _name, label in counts]
    return Table("days", _("Day by day"), _("Day"), columns, lines)
