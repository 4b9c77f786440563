"""Which guides end a search and which do not, counted where they were opened from one."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Count, Exists, OuterRef, Q, Sum

from base.shares import Share, interval
from search.models import ArticleTotal, Click, Outcome
from search.outcomes import Deflection
from search.terms import LISTED, Choice, moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from search.figures import Period

MIN_OPENED = 5  # times; fewer say nothing of a guide
SLICE = ("key", "event__language", "event__audience", "event__place")
# A vote is about one guide, also where a search opened several.
PRAISE = Outcome.objects.filter(
    kind=Outcome.Kind.HELPFUL,
    key=OuterRef("key"),
    session=OuterRef("event__session"),
    at__gte=OuterRef("at"),
)
SUMS = {
    "opened": Count("pk"),
    "positions": Sum("position"),
    "dwell_known": Count("dwell"),  # before the sum takes the name
    "dwell": Sum("dwell", default=0),
    "solved": Count("pk", filter=Q(event__deflection=Deflection.SOLVED)),
    "asked": Count("pk", filter=Q(event__has_asked=True)),
    "ticketed": Count("pk", filter=Q(event__has_ticketed=True)),
    "helped": Count("pk", filter=Q(Exists(PRAISE), event__has_helped=True)),
}
Opened = dict[str, int]
Lists = ArticleTotal.List


def articles_of(period: Period) -> list[ArticleTotal]:
    """Return both lists of ``period`` for every choice of filters, not yet saved."""
    found: dict[Choice, dict[str, Opened]] = defaultdict(dict)
    for row in _rows(period):
        key, language, audience, place = (row[name] for name in SLICE)
        for choice in product(("", language), (None, audience), {"", place}):
            sums = found[choice].setdefault(key, dict.fromkeys(SUMS, 0))
            for name in SUMS:
                sums[name] += row[name]
    return [row for choice, opened in found.items() for row in _ranked(choice, opened)]


def _rows(period: Period) -> Iterable[dict[str, Any]]:
    start, end = moments(period)
    opened = Click.objects.filter(
        event__left_out="", event__at__gte=start, event__at__lt=end
    ).filter(key__startswith="article:")
    rows = opened.order_by().values(*SLICE).annotate(**SUMS)
    return cast("Iterable[dict[str, Any]]", rows)


def _ranked(choice: Choice, opened: dict[str, Opened]) -> Iterator[ArticleTotal]:
    """Yield who ends more searches than the mean, and who ends fewer.

    By Wilson's interval: what was opened a few times alone is neither best nor worst.
    """
    told = {key: sums for key, sums in opened.items() if sums["opened"] >= MIN_OPENED}
    many = sum(sums["opened"] for sums in told.values())
    mean = sum(sums["solved"] for sums in told.values()) / many if many else 0.0
    best, worst = [], []
    for key, sums in told.items():
        sure = interval(Share(sums["solved"], sums["opened"]))
        if sums["solved"] >= mean * sums["opened"]:
            best.append((-sure.low, key))
        else:
            worst.append((sure.high, key))
    language, audience, place = choice
    for kind, keys in ((Lists.BEST, best), (Lists.WORST, worst)):
        for rank, (_merit, key) in enumerate(sorted(keys)[:LISTED], start=1):
            yield ArticleTotal(
                kind=kind,
                rank=rank,
                key=key,
                language=language,
                audience=audience,
                place=place,
                **told[key],
            )
