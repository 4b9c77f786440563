"""To be told of an answer: the offer, the links in mails, and what a member waits for."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base import limits
from search import services
from search.forms import TEXT_MAX
from search.forms_wishes import WishForm
from search.models import AnswerWish

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest, SiteRequest


@never_cache
@require_http_methods(["GET", "POST"])
def wish(request: SiteRequest) -> HttpResponse:
    """Take a wish; say what happens next, or what is missing, beside what was typed."""
    if request.method != "POST":
        return _form(request, _empty_form(request))
    form = WishForm(request.POST, reader=request.user)
    kept = _kept(request, form) if form.is_valid() else None
    if kept is None:
        return _form(request, form, status=_status(form))
    if kept.member_id:
        messages.success(request, _("You are told as soon as there is an answer."))
        return redirect("search:wishes")
    return render(request, "search/wish_mailed.html", {"wish": kept})


def _empty_form(request: SiteRequest) -> WishForm:
    text = request.GET.get("q", "").replace("\x00", " ")[:TEXT_MAX]
    return WishForm(initial={"q": text}, reader=request.user)


def _kept(request: SiteRequest, form: WishForm) -> AnswerWish | None:
    """Return the wish, or none, and say in ``form`` why."""
    try:
        limits.hit("wish", limits.who(request))
        return services.wish(
            text=form.cleaned_data["q"],
            email=form.cleaned_data.get("email", ""),
            language=(get_language() or "en")[:2],
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _status(form: WishForm) -> int:
    is_limit = form.has_error("__all__", code="limit")
    return HTTPStatus.TOO_MANY_REQUESTS if is_limit else HTTPStatus.UNPROCESSABLE_ENTITY


def _form(
    request: SiteRequest, form: WishForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "search/wish.html", {"form": form}, status=status)


@login_required
@never_cache
@require_safe
def wishes(request: HttpRequest) -> HttpResponse:
    """List what a member waits for, and what they were told of."""
    found = services.wishes_of(cast("MemberRequest", request).user)
    context = {
        "waiting": [each for each in found if each.wish.is_open],
        "told": [each for each in found if each.wish.told_at],
    }
    return render(request, "search/wishes.html", context)


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Wait for it no longer."""
    member = cast("MemberRequest", request).user
    found = get_object_or_404(AnswerWish, member=member, pk=pk)
    services.stop_wish(wish=found, by=member)
    messages.success(request, _("You no longer wait for it."))
    return redirect("search:wishes")


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever holds the mailed link; wait from now on by POST.

    Programs that look at the links in a mail press no button.
    """
    found = services.confirmable(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        services.confirm_wish(wish=found)
        found.refresh_from_db()
    return render(request, "search/wish_confirm.html", {"wish": found})


@never_cache
@csrf_exempt  # a mail program presses the button (RFC 8058); the signed token is the secret
@require_http_methods(["GET", "POST"])
def stop_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Say that nothing more will come to the address of a mail; make it so by POST."""
    email = services.stoppable(token)
    if email is None:
        raise Http404
    is_stopped = request.method == "POST" or not email
    if is_stopped:
        services.stop_wish_mail(email=email)
    return render(request, "search/wish_stop.html", {"is_stopped": is_stopped})
