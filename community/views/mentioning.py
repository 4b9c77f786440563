"""Names to choose from while one types ``@``, by script."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from base import limits
from base.typed import storable
from community import naming
from community.models import Thread

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.http import SiteRequest


@never_cache
@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return the members whose name begins with ``q``, those of ``thread`` first."""
    site = cast("SiteRequest", request)
    if site.user.is_anonymous:
        raise PermissionDenied
    limits.hit("suggest", limits.who(request))
    pk = request.GET.get("thread", "")[:18]
    threads = Thread.objects.visible_to(site.user).select_related("board")
    thread = threads.filter(pk=int(pk)).first() if pk.isdecimal() else None
    text = storable(request.GET.get("q", ""))
    found = naming.members_like(text, by=site.user, thread=thread)
    rows = [{"username": member.username, "name": member.name} for member in found]
    return JsonResponse({"members": rows})
