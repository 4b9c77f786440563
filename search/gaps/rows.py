"""What the work list shows of each gap, on the page and in a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from search.models import Gap, Wording
from search.pages import cards_by_key
from search.sparklines import sparkline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from accounts.roles import Reader
    from search.document import Card

SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the work list."""

    gap: Gap
    samples: list[Wording]
    nearest: Card | None
    line: str  # points of the small chart


def rows(gaps: Collection[Gap], reader: Reader) -> list[Row]:
    """Return what the list shows of ``gaps``, in a fixed number of queries."""
    cards = cards_by_key([gap.nearest for gap in gaps if gap.nearest], reader)
    return [
        Row(gap, list(gap.sampled), cards.get(gap.nearest), sparkline(gap.series))
        for gap in with_samples(gaps)
    ]


def with_samples(gaps: Iterable[Gap]) -> list[Any]:
    """Return ``gaps`` with what most people typed as ``sampled``."""
    keys = [gap.pk for gap in gaps]
    sampled = Prefetch(
        "wordings", queryset=Wording.objects.typed()[:SAMPLES], to_attr="sampled"
    )
    by_pk = {
        gap.pk: gap
        for gap in Gap.objects.filter(pk__in=keys)
        .by_score()
        .select_related("owner")
        .prefetch_related(sampled)
    }
    return [by_pk[pk] for pk in keys if pk in by_pk]


def headings() -> list[str]:
    """Return the columns of the exported list."""
    return [
        str(each)
        for each in (
            *(_("Number"), _("Subject"), _("State"), _("Score"), _("People")),
            *(_("Searches"), _("Failed"), _("Share that failed"), _("Nothing found")),
            *(_("Blocked"), _("Nothing opened"), _("Searched again")),
            *(_("Questions"), _("Requests"), _("Votes"), _("Last 28 days"), _("Before")),
            *(_("What is wrong"), _("Owner"), _("Due"), _("Languages"), _("Samples")),
        )
    ]


def exported(gaps: Iterable[Gap]) -> list[list[object]]:
    """Return the cells of the exported list, a row for each of ``gaps``."""
    return [
        [
            *(gap.pk, gap.title, gap.state, round(gap.score, 2), gap.people),
            *(gap.searches, gap.failed, round(gap.share_failed, 4), gap.no_result),
            *(gap.blocked, gap.no_click, gap.reformulated),
            *(gap.threads, gap.tickets, gap.unhelpful),
            *(gap.people_lately, gap.people_before, gap.verdict),
            *(str(gap.owner or ""), gap.due_on.isoformat() if gap.due_on else ""),
            *(gap.languages, " | ".join(row.shown for row in gap.sampled)),
        ]
        for gap in with_samples(gaps)
    ]
