"""What the Monday mail says: the week's figures, what is missing, what was closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search import rising
from search.cards import cards_for
from search.figures import figures
from search.figures_tables import share, shown
from search.gaps.worklist import OPEN_STATES
from search.models import ArticleTotal, Gap, Proof
from search.terms import moments
from search.weekly import week_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from accounts.models import Member, Notice
    from search.figures import Figures, Period

SHOWN = 5  # of each list; the rest is a press away
TEMPLATE = "search/mail/weekly"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the week beside that of the week before."""

    label: str
    now: str
    before: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: where it leads, and what stands beside it."""

    title: str
    url: str
    note: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A list with its heading, and where all of it stands."""

    title: str
    items: list[Item]
    url: str
    more: str  # what that link says


def words(notice: Notice) -> tuple[str, dict[str, Any]]:
    """Return the template of the mail about ``notice`` and what it says to its member.

    Counted when the mail is written: it says what the page says at that moment.
    """
    week = week_of(notice.key)
    return TEMPLATE, {
        "week": week,
        "figures": list(_figures(figures(week), figures(week.before))),
        "parts": [part for part in _parts(week, notice.member) if part.items],
    }


def _figures(now: Figures, before: Figures) -> Iterator[Figure]:
    yield Figure(_("Searches"), shown(now.searches), shown(before.searches))
    for label, name in (
        (_("Nothing found"), "no_result_rate"),
        (_("Something opened"), "click_rate"),
        (_("Solved by what was found"), "solved_rate"),
        (_("Asked all the same"), "not_solved_rate"),
    ):
        yield Figure(label, share(getattr(now, name)), share(getattr(before, name)))


def _parts(week: Period, reader: Member) -> Iterator[Part]:
    gaps = reverse("gaps:index")
    yield Part(_("To write next"), _open_gaps(), gaps, _("All that people miss"))
    for title, verdict in (
        (_("Closed: far fewer search in vain"), Proof.Verdict.VERIFIED),
        (_("Open again: the article did not help"), Proof.Verdict.REOPENED),
    ):
        address = f"{gaps}?state={verdict}"
        yield Part(title, _decided(week, verdict), address, _("All of these"))
    yield Part(
        _("Rising words"), _rising(week), reverse("search_rising"), _("All rising words")
    )
    figures_page = reverse("search_figures")
    address = f"{figures_page}?first={week.first}&last={week.last}#worst-guides"
    yield Part(
        _("Guides that need a look"), _guides(week, reader), address, _("All such guides")
    )


def _open_gaps() -> list[Item]:
    """Return the first of the work list, as it stands when one opens it."""
    found = Gap.objects.shown().by_score().filter(state__in=OPEN_STATES)[:SHOWN]
    return [_gap(gap, note=_people(gap.people)) for gap in found]


def _decided(week: Period, verdict: str) -> list[Item]:
    start, end = moments(week)
    proofs = Proof.objects.filter(
        verdict=verdict,
        decided_at__gte=start,
        decided_at__lt=end,
        gap__merged_into=None,
    )
    return [
        _gap(proof.gap, note=_day(proof.decided_at))
        for proof in proofs.select_related("gap").order_by("decided_at", "pk")[:SHOWN]
    ]


def _day(moment: datetime | None) -> str:
    return date_format(moment, "SHORT_DATE_FORMAT") if moment else ""


def _gap(gap: Gap, *, note: str) -> Item:
    return Item(gap.title, reverse("gaps:detail", args=[gap.pk]), note, gap.language)


def _rising(week: Period) -> list[Item]:
    return [
        Item(
            row.title,
            f"{reverse('search_rising')}?week={week.first}",
            _("%(people)s, usually %(usual)s")
            % {"people": _people(row.people), "usual": shown(float(row.usual))},
            row.week.language,
        )
        for row in rising.of_week(week.first)[:SHOWN]
    ]


def _people(count: int) -> str:
    return ngettext("%d person", "%d people", count) % count


def _guides(week: Period, reader: Member) -> list[Item]:
    """Return guides after which people search on, ask or write, the worst first."""
    rows = ArticleTotal.objects.filter(
        period__first=week.first,
        period__last=week.last,
        kind=ArticleTotal.List.WORST,
        language="",
        audience=None,
        place="",
    )[:SHOWN]
    cards = cards_for([row.key for row in rows], reader)
    return [
        Item(
            cards[row.key].title,
            cards[row.key].url,
            _("opened %(opened)s times, ended the search in %(share)s")
            % {"opened": shown(row.opened), "share": share(row.solved / row.opened)},
            cards[row.key].language,
        )
        for row in rows
        if row.key in cards
    ]
