"""Keeping what is being written, every few seconds, by script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from base import limits
from community import drafts

if TYPE_CHECKING:
    from django.http import HttpRequest

KEPT = 204


@never_cache
@require_POST
def keep(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the form ``name`` as it stands; signed in or not."""
    if not drafts.NAME.fullmatch(name):
        raise Http404
    limits.hit("draft", limits.who(request))
    drafts.keep(request, name=name, typed=request.POST)
    return HttpResponse(status=KEPT)
