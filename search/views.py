"""The results page, the live list under the box, and the way to a result."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from base import limits
from search import services
from search.engine import EngineUnavailable
from search.forms import SearchForm
from search.models import SearchEvent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import SiteRequest
    from accounts.roles import Reader

LIVE_FROM = 2  # characters
RETRY_SECONDS = "30"


def _language() -> str:
    return "fr" if (get_language() or "").startswith("fr") else "en"


@never_cache
@require_GET
def results(request: SiteRequest) -> HttpResponse:
    """Show what was found, or what to do when nothing was."""
    asked = SearchForm(request.GET).asked()
    context: dict[str, Any] = {"asked": asked, "hide_top_search": True}
    if not asked["text"]:
        return render(request, "search/results.html", context)
    limits.hit("search", limits.who(request))
    try:
        found = services.search(
            reader=request.user,
            visit=request.visit,
            language=_language(),
            agent=request.headers.get("User-Agent", ""),
            **asked,
        )
    except EngineUnavailable:
        return _unavailable(request, context)
    context |= {"found": found, "pages": _pages(request, found)}
    if not found.hits:
        context["sections"] = services.sections_near(
            text=found.text, reader=request.user, language=_language()
        )
    return render(request, "search/results.html", context)


def _unavailable(request: SiteRequest, context: dict[str, Any]) -> HttpResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = render(request, "search/unavailable.html", context, status=status)
    response["Retry-After"] = RETRY_SECONDS
    return response


def _pages(request: SiteRequest, found: services.Results) -> list[tuple[int, str]]:
    """Return number and query of each page of these results."""
    kept = {name: str(value) for name, value in request.GET.items() if value}
    return [
        (number, urlencode({**kept, "page": str(number)}))
        for number in range(1, found.pages + 1)
    ]


@never_cache
@require_GET
def live(request: SiteRequest) -> HttpResponse:
    """Give the box its list while one types; without an index it stays empty."""
    text = SearchForm(request.GET).asked()["text"]
    cards = []
    if len(text) >= LIVE_FROM:
        limits.hit("search", limits.who(request))
        try:
            cards = services.live(
                text=text,
                reader=request.user,
                visit=request.visit,
                language=_language(),
                agent=request.headers.get("User-Agent", ""),
            )
        except EngineUnavailable:
            cards = []
    return render(request, "search/_live.html", {"cards": cards, "text": text})


@never_cache
@require_GET
def go(request: SiteRequest, event_id: int, position: int) -> HttpResponse:
    """Write the click down and lead to the result, which the reader may read or not.

    A GET that writes: it appends a measurement, and following it twice changes nothing.
    """
    event = get_object_or_404(SearchEvent, pk=event_id)
    try:
        key = services.click(event=event, position=position, visit=request.visit)
    except LookupError as error:
        raise Http404 from error
    return redirect(_address(key, request.user))


def _address(key: str, reader: Reader) -> str:
    card = services.card(key, reader)
    if card is None:
        raise Http404
    return card.url
