"""The results page, the live list under the box, and the way to a result."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
@require_safe
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
        return _unavailable(request, "search/unavailable.html", context)
    context |= {"found": found, "pages": _pages(request, found)}
    if not found.is_found:
        context["sections"] = services.sections_near(
            text=found.text, reader=request.user, language=_language()
        )
    return render(request, "search/results.html", context)


def _unavailable(
    request: SiteRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Say so, and have the worker look: it may not have noticed yet.

    A GET that writes: one row for the worker, and none while one is waiting.
    """
    services.sweep()
    status = HTTPStatus.SERVICE_UNAVAILABLE
    response = render(request, template, context, status=status)
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
@require_safe
def live(request: SiteRequest) -> HttpResponse:
    """Give the box its list while one types; without an index it stays empty."""
    text = SearchForm(request.GET).asked()["text"]
    found = services.Suggested()
    if len(text) >= LIVE_FROM:
        limits.hit("search", limits.who(request))
        try:
            found = services.live(
                text=text,
                reader=request.user,
                visit=request.visit,
                language=_language(),
                agent=request.headers.get("User-Agent", ""),
            )
        except EngineUnavailable:
            return _unavailable(request, "search/_live.html", {"text": text})
    return render(request, "search/_live.html", {"found": found, "text": text})


@never_cache
@require_safe
def go(request: SiteRequest, event_id: int, position: int) -> HttpResponse:
    """Write the click down and lead to the result, which the reader may read or not.

    A GET that writes: it appends a measurement, and following it twice changes nothing.
    """
    event = get_object_or_404(SearchEvent, pk=event_id)
    try:
        opened = services.click(event=event, position=position, visit=request.visit)
    except LookupError as error:
        raise Http404 from error
    address = _address(opened.key, request.user)
    if opened.click_id is not None:
        request.visit.note_opened(opened.click_id, urlsplit(address).path)
    return redirect(address)


def _address(key: str, reader: Reader) -> str:
    card = services.card(key, reader)
    if card is None:
        raise Http404
    return card.url
