"""Where members take their data along, and have their account erased."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import leaving, personal
from accounts.forms import EraseForm
from base import limits

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest
    from accounts.models import Member

IN_MEMORY_BYTES = 4 * 1024 * 1024  # more goes to a file, which ends with the response


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """Say what may be taken along and what goes; erase by POST with the password."""
    member = cast("MemberRequest", request).user
    form = EraseForm(request.POST or None, member=member)
    if request.method == "POST":
        limits.hit("erase", limits.who(request))
        if not member.has_usable_password():
            return _send_link(request, member)
        if form.is_valid() and _is_erased(form, member):
            return _gone(request)
    context = {"form": form, "member": member, "why_not": personal.why_not(member)}
    return render(request, "accounts/my_data.html", context)


def _send_link(request: HttpRequest, member: Member) -> HttpResponse:
    if not member.email or personal.why_not(member):
        raise Http404  # no button leads here
    leaving.send_link(member)
    messages.success(request, _("A mail is on its way. Its link asks you a last time."))
    return redirect("accounts:my_data")


def _is_erased(form: EraseForm, member: Member) -> bool:
    try:
        personal.erase(member=member)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _gone(request: HttpRequest) -> HttpResponse:
    """Sign out, which clears this browser's drafts, and say that it is done."""
    language = get_language() or settings.LANGUAGE_CODE
    logout(request)
    messages.success(request, _("Your account is erased."))
    response = redirect(f"{reverse('home')}#main")  # not the form's own fragment
    # Their own language was the account's: the page that says so keeps to it.
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, httponly=True)
    return response


@login_required
@never_cache
@require_POST
def download(request: HttpRequest) -> FileResponse:
    """Send all that the site holds of a member, as a zip."""
    member = cast("MemberRequest", request).user
    limits.hit("export", limits.who(request))
    # The response closes it.
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115
    personal.write_archive(member, archive)
    archive.seek(0)
    return FileResponse(archive, as_attachment=True, filename=f"{member.username}.zip")


@never_cache
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever holds the mailed link a last time; erase by POST."""
    member = leaving.read(token)
    if member is None:
        raise Http404
    why_not = personal.why_not(member)
    if request.method == "POST" and not why_not:
        personal.erase(member=member)
        return _gone(request)
    context = {"member": member, "why_not": why_not}
    return render(request, "accounts/erase.html", context)
