"""The built-in desk's pages in Wagtail's admin: the queue, and one request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from base.attachments import ACCEPT
from support import files, services
from support.forms import AnswerForm, NoteForm
from support.models import Escalation, Ticket

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from accounts.http import MemberRequest

PAGE_SIZE = 50
INVALID = 422
# To support a request that waits for the requester is not "waiting for you".
STATES = [
    (Ticket.State.OPEN, gettext_lazy("To answer")),
    (Ticket.State.WAITING, gettext_lazy("Waiting for the person")),
    (Ticket.State.ANSWERED, gettext_lazy("Answered")),
    (Ticket.State.CLOSED, gettext_lazy("Closed")),
]


def _only_support(request: MemberRequest) -> None:
    if not request.user.is_support:
        raise PermissionDenied


def _crumbs(*last: str) -> list[dict[str, str]]:
    first = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    queue = {"url": reverse("support_desk:queue"), "label": _("Requests")}
    return [first, queue, *({"url": "", "label": label} for label in last)]


@require_safe
def queue(request: MemberRequest) -> HttpResponse:
    """List the requests in the order in which they are looked at."""
    _only_support(request)
    state, text = request.GET.get("state", Ticket.State.OPEN), request.GET.get("q", "")
    found = _matching(text.strip())
    counts = {row["state"]: row["n"] for row in _counted(found)}
    tickets = found.filter(state=state) if state in Ticket.State.values else found
    context: dict[str, Any] = {
        "header_title": _("Requests"),
        "header_icon": "mail",
        "breadcrumbs_items": _crumbs(),
        "page": Paginator(tickets.in_queue_order().for_listing(), PAGE_SIZE).get_page(
            request.GET.get("p")
        ),
        "states": [(value, label, counts.get(value, 0)) for value, label in STATES],
        "state": state,
        "q": text,
        "not_sent": Escalation.objects.filter(
            state=Escalation.State.NOT_SENT
        ).select_related("thread"),
    }
    return render(request, "support/admin/queue.html", context)


def _matching(text: str) -> Any:
    if not text:
        return Ticket.objects.all()
    found = (
        Q(subject__icontains=text)
        | Q(requester__display_name__icontains=text)
        | Q(requester__email__iexact=text)
    )
    if digits := "".join(filter(str.isdigit, text)):
        found |= Q(number=int(digits[:9]))
    return Ticket.objects.filter(found)


def _counted(tickets: QuerySet[Ticket]) -> Any:
    return tickets.order_by().values("state").annotate(n=Count("pk"))


@require_safe
def ticket(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one request with all that support knows of it."""
    _only_support(request)
    return _page(request, _ticket(pk))


def _ticket(pk: int) -> Ticket:
    return get_object_or_404(Ticket.objects.for_listing(), pk=pk)


def _page(
    request: MemberRequest,
    ticket: Ticket,
    *,
    answer: forms.Form | None = None,
    note: forms.Form | None = None,
) -> HttpResponse:
    refused = answer or note
    context: dict[str, Any] = {
        "header_title": f"{ticket.label} {ticket.subject}",
        "header_icon": "mail",
        "breadcrumbs_items": _crumbs(ticket.label),
        "ticket": ticket,
        "packet": ticket.escalation.packet if ticket.escalation else None,
        "conversation": ticket.messages.select_related("author", "post").prefetch_related(
            "files"
        ),
        "accept": ACCEPT,
        "answer": answer or AnswerForm(),
        "note": note or NoteForm(),
    }
    status = INVALID if refused else 200
    return render(request, "support/admin/ticket.html", context, status=status)


@require_POST
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer, in the thread too when it is ticked, or ask something back."""
    _only_support(request)
    ticket, form = _ticket(pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, ticket, answer=form)
    body, in_thread = form.cleaned_data["body"], form.cleaned_data["in_thread"]
    try:
        found = files.examined(request)
        if "ask" in request.POST:
            services.ask_back(ticket=ticket, by=request.user, body=body, files=found)
        else:
            services.reply(
                ticket=ticket,
                by=request.user,
                body=body,
                in_thread=in_thread,
                files=found,
            )
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, ticket, answer=form)
    return redirect("support_desk:ticket", pk)


@require_POST
def note(request: MemberRequest, pk: int) -> HttpResponse:
    """Write a note that stays among support."""
    _only_support(request)
    ticket, form = _ticket(pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, ticket, note=form)
    try:
        services.add_note(ticket=ticket, by=request.user, body=form.cleaned_data["note"])
    except ValidationError as error:
        form.add_error("note", error.messages)
        return _page(request, ticket, note=form)
    return redirect("support_desk:ticket", pk)


def press(verb: Callable[..., Ticket]) -> Callable[[MemberRequest, int], HttpResponse]:
    """Return the view of a button that does ``verb`` and comes back to the request."""

    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        _only_support(request)
        ticket = _ticket(pk)
        try:
            verb(ticket=ticket, by=request.user)
        except ValidationError as error:
            form = AnswerForm({"body": ""})
            form.errors.clear()
            form.add_error(None, error)
            return _page(request, ticket, answer=form)
        return redirect("support_desk:ticket", pk)

    return view


take = press(services.take)
close = press(services.close)
reopen = press(services.reopen)
