"""What members have read, and what their trust is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Member
from base import limits
from base.typed import storable
from community import services
from community.badges import BADGES, POINTS_ACCEPTED, POINTS_HELPFUL
from community.models import Trust
from community.trust import GRACE_DAYS, RECENT_DAYS, RIGHTS, needs, trust_of
from community.views.threads import thread_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.http import SiteRequest

NO_CONTENT, BAD, TOO_OFTEN = 204, 400, 429


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Note how far the reader is; their browser sends this and waits for no answer."""
    site = cast("SiteRequest", request)
    if site.user.is_anonymous:
        raise PermissionDenied
    thread = thread_for(site, pk)
    position, seconds = (request.POST.get(name, "") for name in ("position", "seconds"))
    if not (position.isdecimal() and seconds.isdecimal()):
        return HttpResponse(status=BAD)
    try:
        limits.hit("read", limits.who(request))
    except limits.LimitReached:
        return HttpResponse(status=TOO_OFTEN)
    services.note_read(
        member=site.user,
        thread=thread,
        position=int(position[:6]),
        seconds=int(seconds[:6]),
    )
    return HttpResponse(status=NO_CONTENT)


@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Say in plain words how trust is earned, what it gives, and what thanks there are."""
    site = cast("SiteRequest", request)
    asked = needs(settings.TRUST)
    context = {
        "basic": asked[Trust.BASIC],
        "known": asked[Trust.KNOWN],
        "trusted": asked[Trust.TRUSTED],
        "limits": RIGHTS[Trust.NEW],
        "days": RECENT_DAYS,
        "grace": GRACE_DAYS,
        "mine": trust_of(site.user) if site.user.is_authenticated else None,
        "levels": Trust,
        "shows_thanks": settings.SHOW_THANKS,
        "points": {"accepted": POINTS_ACCEPTED, "helpful": POINTS_HELPFUL},
        "badges": BADGES.values(),
    }
    return render(request, "community/trust.html", context)


@require_POST
def set_trust(request: HttpRequest, username: str) -> HttpResponse:
    """Give a member a level by hand, or let them earn it again."""
    site = cast("SiteRequest", request)
    if site.user.is_anonymous:
        raise PermissionDenied
    member = get_object_or_404(Member, username=storable(username))
    level = request.POST.get("level", "")
    try:
        services.set_trust(
            member=member,
            to=int(level) if level in {"0", "1", "2", "3", "4"} else -1,
            by=site.user,
            fixed=request.POST.get("fixed") == "on",
            reason=request.POST.get("reason", ""),
        )
        messages.success(request, _("The level is kept."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(member)
