"""Who was in the community, and how many of them wrote to support all the same."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from search.models import CommunityTotal, CommunityVisit, Outcome
from search.terms import moments

if TYPE_CHECKING:
    from search.figures import Period

WROTE_WITHIN = timedelta(days=7)


def community_of(period: Period) -> list[CommunityTotal]:
    """Return the sums of ``period`` for all of the community and each place, not saved.

    A visitor counts once, and as one who wrote to support when that was within seven days
    of any of their visits in the period, as the same visitor or in the same session.
    """
    start, end = moments(period)
    visits = CommunityVisit.objects.filter(at__gte=start, at__lt=end)
    people = dict(
        visits.order_by()
        .values("place")
        .annotate(people=Count("visitor", distinct=True))
        .values_list("place", "people")
    )
    if not people:
        return []
    wrote: dict[str, set[str]] = defaultdict(set)
    same = Q(visitor=OuterRef("visitor")) | Q(session=OuterRef("session"))
    requests = Outcome.objects.filter(
        same,
        kind=Outcome.Kind.TICKETED,
        at__gte=OuterRef("at"),
        at__lte=OuterRef("at") + WROTE_WITHIN,
    )
    for place, visitor in visits.filter(Exists(requests)).values_list("place", "visitor"):
        wrote[place].add(visitor)
        wrote[""].add(visitor)
    people[""] = visits.aggregate(people=Count("visitor", distinct=True))["people"]
    return [
        CommunityTotal(place=place, visitors=count, ticketed=len(wrote[place]))
        for place, count in people.items()
    ]
