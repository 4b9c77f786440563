"""Who was in the community: a row for each visitor, place and day, and no page waits.

A page only says which place it belongs to, in a header that is taken off again before it is
sent. So a page kept in a cache is counted as well, whoever reads it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.cache import caches
from django.utils import timezone

from search.log import KEPT, is_crawler
from search.models import CommunityVisit
from search.unfailing import unfailing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from accounts.http import SiteRequest
    from accounts.roles import Reader
    from search.visit import Visit

HEADER = "Entraide-Place"  # inside the house alone
REMEMBERED_SECONDS = 24 * 3600  # what is read again on the same day costs no write


def in_community(
    response: HttpResponse, *, place: str = CommunityVisit.OVERVIEW
) -> HttpResponse:
    """Say that ``response`` is a page of the community, on the board ``place``."""
    response.headers[HEADER] = place
    return response


def community_middleware(
    get_response: Callable[[SiteRequest], HttpResponse],
) -> Callable[[SiteRequest], HttpResponse]:
    """Note who reads pages of the community; stands outside of any cache of pages."""

    def middleware(request: SiteRequest) -> HttpResponse:
        response = get_response(request)
        place = response.headers.get(HEADER, "")
        del response.headers[HEADER]
        if place and response.status_code == HTTPStatus.OK and request.method == "GET":
            agent = request.headers.get("User-Agent", "")
            note_community(
                visit=request.visit, reader=request.user, place=place, agent=agent
            )
        return response

    return middleware


def note_community(
    *, visit: Visit, reader: Reader, place: str, agent: str, at: datetime | None = None
) -> None:
    """Write down that somebody was in the community today; once for each place.

    Staff, crawlers, load tests and who is not to be told apart are not counted. It never
    fails the page.

    Args:
        place: a board, "board:payouts", or ``CommunityVisit.OVERVIEW``.
        agent: what the browser calls itself.
    """
    if is_crawler(agent) or visit.is_load_test or not visit.may_be_followed:
        return
    if reader.is_authenticated and reader.is_moderator:
        return
    unfailing(partial(_write, visit, place, at or timezone.now()))


def _write(visit: Visit, place: str, moment: datetime) -> None:
    day = moment.astimezone(UTC).date()
    known = f"in_community:{visit.visitor}:{place}:{day}"
    if caches["process"].get(known):
        return
    row = CommunityVisit(
        visitor=visit.visitor, session=visit.session, place=place, day=day, at=moment
    )
    CommunityVisit.objects.bulk_create([row], ignore_conflicts=True)
    caches["process"].set(known, 1, REMEMBERED_SECONDS)


def purge(*, now: datetime | None = None) -> int:
    """Throw away visits past their 90 days; return how many rows."""
    moment = now or timezone.now()
    return CommunityVisit.objects.filter(at__lt=moment - KEPT).delete()[0]
