"""The lists of a period on the page: terms, guides, the community."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.cards import cards_for
from search.figures import LENGTHS, Period
from search.figures_tables import Column, Line, Table
from search.models import ArticleTotal, CountedPeriod, TermTotal
from search.terms_counting import first_kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.roles import Reader
    from search.document import Card
    from search.figures import Chosen

STALE = timedelta(days=3)  # lists of a usual period that a missed night left behind
Terms = TermTotal.List
Articles = ArticleTotal.List


@dataclass(frozen=True, slots=True)
class Lists:
    """The tables of a period, or why there are none."""

    tables: list[Table] = field(default_factory=list)
    counted: CountedPeriod | None = None
    is_waiting: bool = False  # the worker is at it
    can_ask: bool = False  # all searches of these days are still there


def lists(
    period: Period, found: CountedPeriod | None, chosen: Chosen, reader: Reader
) -> Lists:
    """Return the lists of ``period`` for one choice of filters.

    Args:
        found: what ``counted`` returns for it.
    """
    if found is None or found.counted_at is None:
        can_ask = period.first >= first_kept(timezone.now())
        return Lists(is_waiting=bool(found and found.asked_at), can_ask=can_ask)
    wanted = Q(period=found, language=chosen.language, place=chosen.place) & Q(
        audience=int(chosen.audience) if chosen.audience else None
    )
    terms = TermTotal.objects.filter(wanted)
    articles = ArticleTotal.objects.filter(wanted)
    cards = cards_for([row.key for row in articles], reader)
    return Lists([*_terms(terms), *_articles(articles, cards)], found)


def counted(period: Period) -> CountedPeriod | None:
    """Return the row of ``period``; for a usual one that of last night, whatever the hour.

    What is asked for and not made yet is returned as well.
    """
    exact = Q(first=period.first, last=period.last)
    usual = Q(is_usual=True, last__lt=period.last, last__gte=period.last - STALE)
    rows = CountedPeriod.objects.filter(exact | usual).order_by("-last")
    of_length = [row for row in rows if (row.last - row.first).days + 1 == period.days]
    made = [row for row in of_length if row.counted_at]
    if made and (made[0].last == period.last or period.days in LENGTHS):
        return made[0]
    return next((row for row in of_length if row.last == period.last), None)


def _terms(rows: Iterable[TermTotal]) -> Iterable[Table]:
    head = _("Term")
    nobody = _("Nothing that three people typed.")
    yield Table(
        "top-searches",
        _("Most searched"),
        head,
        [
            Column(pgettext("how many", "People")),
            Column(_("Searches")),
            Column(_("Nothing found"), is_share=True),
            Column(_("Something opened"), is_share=True),
        ],
        [
            _term(row, row.people, row.searches, _of(row.no_result, row), _opened(row))
            for row in rows
            if row.kind == Terms.TOP
        ],
        _("By people. Texts with the same words are one term, whatever their order."),
        nobody,
    )
    yield Table(
        "no-result",
        _("Nothing found"),
        head,
        [
            Column(pgettext("how many", "People")),
            Column(_("Searches")),
            Column(_("Found nothing")),
        ],
        [
            _term(row, row.people, row.searches, row.no_result)
            for row in rows
            if row.kind == Terms.NO_RESULT
        ],
        _("Three people or more found nothing by these words."),
        nobody,
    )
    yield Table(
        "low-click",
        _("Results that few open"),
        head,
        [
            Column(pgettext("how many", "People")),
            Column(_("Searches with results")),
            Column(_("Something opened"), is_share=True),
        ],
        [
            _term(row, row.people, row.shown, _opened(row))
            for row in rows
            if row.kind == Terms.LOW_CLICK
        ],
        _("Five people or more saw results; fewer than 30 % opened one."),
        _("Nothing: where there are results, people open them."),
    )


def _term(row: TermTotal, *values: float | None) -> Line:
    asked = urlencode({"q": row.text, "reader": row.text_language})
    url = f"{reverse('lab:index')}?{asked}"
    return Line(row.text, values, language=row.text_language, url=url)


def _of(part: int, row: TermTotal) -> float:
    return part / row.searches


def _opened(row: TermTotal) -> float | None:
    return row.clicked / row.shown if row.shown else None


def _articles(rows: Iterable[ArticleTotal], cards: dict[str, Card]) -> Iterable[Table]:
    explained = {
        Articles.BEST: _("More searches end with them than with the mean of all."),
        Articles.WORST: _("People search on, ask or write after opening them."),
    }
    for kind, name in ((Articles.BEST, "best-guides"), (Articles.WORST, "worst-guides")):
        lines = [
            _article(row, cards[row.key])
            for row in rows
            if row.kind == kind and row.key in cards
        ]
        nothing = _("No guide was opened five times from a search.")
        columns = _article_columns()
        title = str(kind.label)
        yield Table(name, title, _("Guide"), columns, lines, explained[kind], nothing)


def _article_columns() -> list[Column]:
    return [
        Column(_("Times opened")),
        Column(_("Mean place")),
        Column(_("Minutes read, mean")),
        Column(_("Search ended"), is_share=True),
        Column(_("Asked the community"), is_share=True),
        Column(_("Wrote to support"), is_share=True),
        Column(_("Said it helped")),
    ]


def _article(row: ArticleTotal, card: Card) -> Line:
    minutes = row.dwell / row.dwell_known / 60 if row.dwell_known else None
    values = (
        row.opened,
        row.positions / row.opened,
        minutes,
        row.solved / row.opened,
        row.asked / row.opened,
        row.ticketed / row.opened,
        row.helped,
    )
    return Line(card.title, values, language=card.language, url=card.url)
