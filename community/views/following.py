"""Following boards, tags and members by a button, and a page of all one follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Member
from base import limits
from base.typed import storable
from community import following, services
from community.models import Board, Tag, Thread

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest, SiteRequest
    from accounts.roles import Reader
    from community.following import Followed


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List all that the member follows, with a button to stop each."""
    member = cast("MemberRequest", request).user
    return render(request, "community/following.html", {"groups": following.of(member)})


@require_POST
def follow(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """Tell the reader of what is new there, or (``on=0``) no more."""
    site = cast("SiteRequest", request)
    what = _find(kind, name, site.user)
    back = _way_back(request)
    if site.user.is_anonymous:
        return redirect_to_login(back)
    limits.hit("press", limits.who(request))
    is_on = request.POST.get("on") != "0"
    try:
        _act(what, by=site.user, is_on=is_on)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(back)
    if not site.htmx:
        return redirect(back)
    context = following.button(what, is_on=is_on)
    return render(request, "community/_follow.html", context)


def _find(kind: str, name: str, reader: Reader) -> Followed:
    """Return what is named, if the reader may see it, else 404."""
    name = storable(name)
    if kind == "board":
        return get_object_or_404(Board.objects.visible_to(reader), slug=name)
    if kind == "tag":
        return get_object_or_404(Tag, name=name)
    if kind == "member":
        return get_object_or_404(Member, username=name)
    if kind == "thread" and name.isdecimal():
        return get_object_or_404(Thread.objects.visible_to(reader), pk=int(name[:18]))
    raise Http404


def _act(what: Followed, *, by: Member, is_on: bool) -> None:
    if isinstance(what, Thread):
        watch = services.watch if is_on else services.unwatch
        watch(thread=what, by=by)
    else:
        act = services.follow if is_on else services.unfollow
        act(what=what, by=by)


def _way_back(request: HttpRequest) -> str:
    """Return the page of ours the button stood on."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours and back.startswith("/") else reverse("community:index")
