"""The page on which a thread is handed to support: first see what goes, then send."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base import limits
from community.models import Thread
from support import escalation, packet, services
from support.forms import HandOverForm
from support.waiting import ticket_wait

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest

INVALID, TOO_OFTEN = 422, 429


def _thread(request: MemberRequest, pk: int) -> Thread:
    """Return a thread that is the reader's to hand over; others learn nothing of it."""
    visible = Thread.objects.visible_to(request.user).select_related("author", "board")
    thread = get_object_or_404(visible, pk=pk)
    if not escalation.may_hand_over(thread, request.user):
        raise Http404
    return thread


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what support would receive, with ticks for the author; then send it."""
    site = cast("MemberRequest", request)
    thread = _thread(site, pk)
    if request.method == "GET":
        return _page(site, thread, HandOverForm())
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _page(site, thread, form, status=INVALID)
    try:
        limits.hit("contact", limits.who(request))
        services.escalate(
            thread=thread,
            by=site.user,
            reason=form.cleaned_data["reason"],
            keep=request.POST.getlist("keep"),
            visit=site.visit,
        )
    except ValidationError as error:
        form.add_error(None, error)
        is_limit = isinstance(error, limits.LimitReached)
        return _page(site, thread, form, status=TOO_OFTEN if is_limit else INVALID)
    messages.success(request, _("On its way to support. You see here where it stands."))
    return redirect(thread)


def _page(
    request: MemberRequest, thread: Thread, form: HandOverForm, *, status: int = 200
) -> HttpResponse:
    if thread.escalations.open().exists():
        return redirect(thread)
    is_author = thread.author_id == request.user.pk
    if not is_author:
        form.fields["reason"].label = _("Why should support look at it?")
    form.fields["reason"].required = request.user.is_moderator
    possible_at = escalation.possible_from(thread)
    story = packet.story_items(thread, request.visit) if is_author else None
    context = {
        "thread": thread,
        "form": form,
        "is_author": is_author,
        "packet": packet.build(thread),
        "story": story,
        "kept": request.POST.getlist("keep") if request.method == "POST" else None,
        "possible_at": possible_at,
        "is_too_early": is_author
        and not request.user.is_moderator
        and possible_at > timezone.now(),
        "wait": ticket_wait(),
    }
    return render(request, "support/hand_over.html", context, status=status)


@login_required
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try anew to bring a thread to support."""
    site = cast("MemberRequest", request)
    thread = _thread(site, pk)
    if (found := thread.escalations.open().first()) is not None:
        services.send_again(escalation=found, by=site.user)
    return redirect(thread)
