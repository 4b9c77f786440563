"""Who is writing an answer just now."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from base import limits
from community import services
from community.views.threads import claim_on, thread_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import SiteRequest


@never_cache
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin or renew a claim (POST), and return the line that says who is writing."""
    site = cast("SiteRequest", request)
    thread = thread_for(site, pk)
    if request.method == "POST" and site.user.is_authenticated:
        limits.hit("press", limits.who(request))
        services.claim(thread=thread, by=site.user)
    context = {"thread": thread, "claim": claim_on(thread, site.user)}
    return render(request, "community/_claim.html", context)
