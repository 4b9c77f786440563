"""A member's own pages: profile, preferences, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import preferences, services, unsubscribe
from accounts.forms import HOW, NoticeForm, ProfileForm
from accounts.models import Member
from base.typed import storable

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest

NOTICES_SHOWN = 50
INVALID = 422


@login_required
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Let members say how they are shown, in which language, and how they are told."""
    member = cast("MemberRequest", request).user
    form = ProfileForm(request.POST or None, initial=_profile(member))
    told = NoticeForm(request.POST or None, initial=_told(member), member=member)
    if form.is_valid() and told.is_valid() and _is_saved(member, form, told):
        messages.success(request, _("Saved."))
        response = redirect("accounts:me")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, member.language, httponly=True)
        return response
    stopped = [
        (unsubscribe.Stop(member.pk, unsubscribe.KEY, muted.key), muted)
        for muted in preferences.muted(member)
    ]
    context = {"form": form, "told": told, "stopped": stopped}
    context["time_zone"] = settings.TIME_ZONE.rpartition("/")[2].replace("_", " ")
    status = INVALID if form.errors or told.errors else 200
    return render(request, "accounts/me.html", context, status=status)


def _profile(member: Member) -> dict[str, object]:
    return {name: getattr(member, name) for name in ProfileForm.base_fields}


def _told(member: Member) -> dict[str, object]:
    chosen = {HOW + kind: how for kind, how in preferences.hows(member).items()}
    quiet = {"quiet_from": member.quiet_from, "quiet_until": member.quiet_until}
    return {**chosen, **quiet}


def _is_saved(member: Member, form: ProfileForm, told: NoticeForm) -> bool:
    quiet = (told.cleaned_data["quiet_from"], told.cleaned_data["quiet_until"])
    try:
        services.change_settings(
            member=member, profile=form.cleaned_data, hows=told.hows, quiet=quiet
        )
    except ValidationError as error:
        told.add_error("quiet_until", error)
        return False
    return True


@require_safe
def profile(request: HttpRequest, username: str) -> HttpResponse:
    """Show who somebody is and what they answered."""
    member = get_object_or_404(Member, username=storable(username))
    return render(request, "accounts/profile.html", {"member": member})


@login_required
@require_http_methods(["GET", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """List the latest news, page by page; a press marks all of it as read."""
    member = cast("MemberRequest", request).user
    if request.method == "POST":
        member.notices.filter(read_at=None).update(read_at=timezone.now())
        return redirect("accounts:notices")
    page = Paginator(member.notices.all(), NOTICES_SHOWN).get_page(request.GET.get("page"))
    return render(request, "accounts/notices.html", {"page": page})


@login_required
@never_cache
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where the news is, and know that it was read.

    A GET that writes, for following the link is the reading; again changes nothing.
    """
    member = cast("MemberRequest", request).user
    found = get_object_or_404(member.notices, pk=pk)
    member.notices.filter(pk=pk, read_at=None).update(read_at=timezone.now())
    # Our own apps wrote the address; should one ever take it from a person, we stay here.
    is_ours = url_has_allowed_host_and_scheme(found.url, allowed_hosts=None)
    return redirect(found.url if is_ours else "accounts:notices")


@never_cache
@csrf_exempt  # a mail program presses the button (RFC 8058); the signed token is the secret
@require_http_methods(["GET", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Say what ``token`` stops; stop it by POST, or send it again by its undo button."""
    stop = unsubscribe.read(token)
    if stop is None:
        raise Http404
    member = get_object_or_404(Member, pk=stop.member_id)
    word = ""
    if request.method == "POST" and "undo" in request.POST:
        unsubscribe.undo(stop, member, request.POST["undo"])
    elif request.method == "POST":
        word = unsubscribe.carry_out(stop, member)
    context = unsubscribe.about(stop, member, word)
    return render(request, "accounts/stop_mail.html", context)
