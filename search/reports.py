"""The gap report: the staff's work list, in Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from search import services
from search.gaps import needs_of
from search.models import Gap

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import MemberRequest
    from search.document import Card

PAGE_SIZE = 25


def _only_support(request: MemberRequest) -> None:
    if not request.user.is_support:
        raise PermissionDenied


def _crumbs(*last: str) -> list[dict[str, str]]:
    first = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    report = {"url": reverse("gaps:index"), "label": _("Gap report")}
    return [first, report, *({"url": "", "label": label} for label in last)]


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """List what people look for and do not find, the most urgent first."""
    _only_support(request)
    services.refresh_gaps()
    state, language = request.GET.get("state", ""), request.GET.get("language", "")
    shown = Gap.objects.shown().by_score()
    counts = {value: shown.filter(state=value).count() for value in Gap.State.values}
    gaps = shown.filter(state=state) if state in Gap.State.values else shown
    if language in {"en", "fr"}:
        gaps = gaps.filter(language=language)
    context: dict[str, Any] = {
        "header_title": _("Gap report"),
        "header_icon": "search",
        "breadcrumbs_items": _crumbs(),
        "page": Paginator(gaps, PAGE_SIZE).get_page(request.GET.get("p")),
        "states": [(value, label, counts[value]) for value, label in Gap.State.choices],
        "state": state,
        "language": language,
    }
    return render(request, "search/admin/gaps.html", context)


@require_GET
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one gap with its parts: wordings, questions, articles meant to close it."""
    _only_support(request)
    gap = get_object_or_404(Gap.objects.shown().by_score(), pk=pk)
    needs = needs_of(gap)
    context: dict[str, Any] = {
        "header_title": gap.title,
        "header_icon": "search",
        "breadcrumbs_items": _crumbs(gap.title),
        "gap": gap,
        "queries": gap.queries.all(),
        "needs": [(need, services.card(need.key, request.user)) for need in needs],
        "links": [(link, _card(link.key, request)) for link in gap.links.all()],
    }
    return render(request, "search/admin/gap.html", context)


def _card(key: str, request: MemberRequest) -> Card | None:
    return services.card(key, request.user)


@require_POST
def dismiss(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a row off the list, with a reason."""
    gap = get_object_or_404(Gap, pk=pk)
    try:
        services.dismiss(gap=gap, why=request.POST.get("why", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("gaps:detail", gap.pk)


@require_POST
def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a dismissed row back."""
    gap = get_object_or_404(Gap, pk=pk)
    services.reopen(gap=gap, by=request.user)
    return redirect("gaps:detail", gap.pk)
