"""The contact page and a person's own requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base import limits
from base.attachments import ACCEPT
from community.waiting import board_wait
from support import files, services
from support.forms import ReplyForm, RequestForm
from support.hours import support_hours
from support.models import Satisfaction, Ticket
from support.waiting import ticket_wait

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest, SiteRequest

DRAFT = "support_draft"
PAGE_SIZE = 25
INVALID, TOO_OFTEN = 422, 429


def _status(error: ValidationError) -> int:
    return TOO_OFTEN if isinstance(error, limits.LimitReached) else INVALID


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Show whom to ask, how long it takes and when somebody is there."""
    site = cast("SiteRequest", request)
    mine = Ticket.objects.none()
    if site.user.is_authenticated:
        mine = Ticket.objects.filter(requester=site.user).open()
    context = {
        "community": board_wait(None),
        "questions": ticket_wait(ticket_class=Ticket.Class.QUESTION),
        "blocked": ticket_wait(ticket_class=Ticket.Class.BLOCKED),
        "complaints": ticket_wait(ticket_class=Ticket.Class.COMPLAINT),
        "open_count": mine.count(),
    }
    return render(request, "support/contact.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take a request; who is not signed in signs in first and loses nothing."""
    site = cast("SiteRequest", request)
    if request.method == "GET":
        kept = request.session.get(DRAFT, {})
        about = {
            "ticket_class": request.GET.get("about", Ticket.Class.QUESTION),
            "subject": request.GET.get("subject", "")[: services.SUBJECT_MAX_CHARACTERS],
        }
        return _new_page(request, RequestForm(initial=about | kept), is_restored=bool(kept))
    form = RequestForm(request.POST)
    if not form.is_valid():
        return _new_page(request, form, status=INVALID)
    if site.user.is_anonymous:
        request.session[DRAFT] = form.cleaned_data
        return redirect_to_login(reverse("support:new"))
    return _open(cast("MemberRequest", site), form)


def _open(request: MemberRequest, form: RequestForm) -> HttpResponse:
    try:
        limits.hit("contact", limits.who(request))
        ticket = services.open_request(
            by=request.user,
            visit=request.visit,
            files=files.examined(request),
            language="fr" if get_language() == "fr" else "en",
            **form.cleaned_data,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _new_page(request, form, status=_status(error))
    request.session.pop(DRAFT, None)
    return redirect(ticket)


def _new_page(
    request: HttpRequest, form: RequestForm, *, is_restored: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "is_restored": is_restored,
        "wait": ticket_wait(),
        "accept": ACCEPT,
    }
    return render(request, "support/new.html", context, status=status)


@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List a person's own requests, the newest first."""
    member = cast("MemberRequest", request).user
    mine = Ticket.objects.filter(requester=member).for_listing()
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "support/requests.html", {"page": page})


def _ticket(request: HttpRequest, number: int) -> Ticket:
    reader = cast("SiteRequest", request).user
    readable = Ticket.objects.readable_by(reader).for_listing()
    return get_object_or_404(readable, number=number)


@login_required
@require_http_methods(["GET", "POST"])
def request_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one request to its requester and to support; take a reply."""
    ticket = _ticket(request, number)
    if request.method == "GET":
        return _request_page(request, ticket, ReplyForm())
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _request_page(request, ticket, form, status=INVALID)
    member = cast("MemberRequest", request).user
    try:
        limits.hit("contact", limits.who(request))
        message = services.reply(
            ticket=ticket,
            by=member,
            body=form.cleaned_data["body"],
            in_thread=False,
            files=files.examined(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _request_page(request, ticket, form, status=_status(error))
    return redirect(f"{ticket.get_absolute_url()}#m{message.pk}")


def _request_page(
    request: HttpRequest, ticket: Ticket, form: ReplyForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "ticket": ticket,
        "conversation": ticket.messages.public()
        .select_related("author")
        .prefetch_related("files"),
        "satisfaction": Satisfaction.objects.filter(ticket=ticket).first(),
        "reasons": Satisfaction.Reason.choices,
        "is_mine": ticket.requester_id == request.user.pk,
        "accept": ACCEPT,
        "packet": ticket.escalation.packet if ticket.escalation else None,
        "wait": ticket_wait(ticket_class=ticket.ticket_class),
        "now": support_hours(ticket_class=ticket.ticket_class, request=request),
        "form": form,
    }
    return render(request, "support/request.html", context, status=status)


@login_required
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a request: it is solved."""
    ticket = _ticket(request, number)
    services.close(ticket=ticket, by=cast("MemberRequest", request).user)
    return redirect(ticket)


@login_required
@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Open a request again: it is not solved."""
    ticket = _ticket(request, number)
    try:
        services.reopen(ticket=ticket, by=cast("MemberRequest", request).user)
    except ValidationError as error:
        form = ReplyForm({"body": ""})
        form.errors.clear()
        form.add_error(None, error)
        return _request_page(request, ticket, form, status=INVALID)
    return redirect(ticket)


@login_required
@require_POST
def satisfaction(request: HttpRequest, number: int) -> HttpResponse:
    """Say how it was: the button alone is enough, reason and comment may follow."""
    ticket = _ticket(request, number)
    try:
        services.rate(
            ticket=ticket,
            by=cast("MemberRequest", request).user,
            is_satisfied=request.POST.get("satisfied") == "yes",
            reason=request.POST.get("reason", ""),
            comment=request.POST.get("comment", ""),
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Thank you. Support reads what you say."))
    return redirect(f"{ticket.get_absolute_url()}#satisfaction")
