"""A member's own pages: profile, preferences, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import services
from accounts.forms import ProfileForm
from accounts.models import Member

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest

NOTICES_SHOWN = 50


@login_required
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Let members say how they are shown and in which language they read."""
    member = cast("MemberRequest", request).user
    form = ProfileForm(request.POST or None, initial=_profile(member))
    if form.is_valid():
        services.change_profile(member=member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        response = redirect("accounts:me")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, member.language, httponly=True)
        return response
    return render(request, "accounts/me.html", {"form": form})


def _profile(member: Member) -> dict[str, object]:
    return {name: getattr(member, name) for name in ProfileForm.base_fields}


@require_GET
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """Show who somebody is and what they answered."""
    member = get_object_or_404(Member, username=username)
    return render(request, "accounts/profile.html", {"member": member})


@login_required
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """List the latest news; a press marks all of it as read."""
    member = cast("MemberRequest", request).user
    if request.method == "POST":
        member.notices.filter(read_at=None).update(read_at=timezone.now())
        return redirect("accounts:notices")
    return render(
        request, "accounts/notices.html", {"notices": member.notices.all()[:NOTICES_SHOWN]}
    )
