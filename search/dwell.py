"""How long what a search led to was read: told by the page, else by what came next."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from search.models import Click, SearchEvent
from search.unfailing import unfailing

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from search.visit import Visit

    Untold = tuple[int, datetime, datetime | None, datetime | None]

LONGEST = timedelta(hours=1)  # who is away for longer was not reading
LOOKED_BACK = timedelta(days=3)  # clicks that a night looks at, should one be missed
AT_ONCE = 500


def stayed(*, visit: Visit, click_id: int, seconds: int) -> None:
    """Write down that the page a click led to was in sight for ``seconds`` by now.

    Said several times, the longest counts: pages say it whenever they are left.

    Raises:
        LookupError: it was not this visit that clicked.
    """
    if click_id not in {click for click, _path in visit.opened}:
        raise LookupError(click_id)
    seconds = min(seconds, int(LONGEST.total_seconds()))
    is_news = Q(dwell=None) | Q(dwell__lt=seconds)
    unfailing(partial(Click.objects.filter(is_news, pk=click_id).update, dwell=seconds))


def work_out_dwell(*, now: datetime | None = None) -> int:
    """Take the time to the same session's next search or click where no page told any.

    A page without JavaScript tells nothing. What is followed by nothing within an hour
    stays unknown. Return how many were worked out.
    """
    moment = now or timezone.now()
    known = []
    for pk, at, *after in _untold(moment).iterator(chunk_size=AT_ONCE):
        stayed_for = min((each - at for each in after if each is not None), default=None)
        if stayed_for is not None and stayed_for <= LONGEST:
            known.append(Click(pk=pk, dwell=int(stayed_for.total_seconds())))
    return Click.objects.bulk_update(known, ["dwell"], batch_size=AT_ONCE)


def _untold(moment: datetime) -> QuerySet[Click, Untold]:
    """Return clicks of which no page tells any more: pk, when, next search, next click."""
    later = {"at__gt": OuterRef("at")}
    searches = SearchEvent.objects.filter(session=OuterRef("event__session"), **later)
    clicks = Click.objects.filter(event__session=OuterRef("event__session"), **later)
    return (
        Click.objects.filter(
            dwell=None, at__gte=moment - LOOKED_BACK, at__lt=moment - LONGEST
        )
        .exclude(event__session="")
        .annotate(
            next_search=Subquery(searches.order_by("at").values("at")[:1]),
            next_click=Subquery(clicks.order_by("at").values("at")[:1]),
        )
        .values_list("pk", "at", "next_search", "next_click")
    )
