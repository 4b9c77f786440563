"""The gap report: the staff's work list and each of its gaps, in Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.closing import audience_of_most
from search.gaps import rows, trail
from search.gaps.worklist import WorkListForm, counts_by_state, others, support_staff
from search.models import Gap
from search.pages import cards_by_key
from search.proof_report import report_of
from search.sheets import sheet
from search.sparklines import sparkline
from search.staff_pages import frame, support_only

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import MemberRequest
    from search.document import Card

PAGE_SIZE = 25
MOST_EXPORTED = 5_000
SYNONYM_MAX = 100  # characters
MOST_OFFERED = 200  # other gaps, to merge with or to move to


@require_safe
@support_only
def index(request: MemberRequest) -> HttpResponse:
    """List what people look for and do not find, or give it as a sheet."""
    form = WorkListForm(request.GET, reader=request.user)
    gaps, wanted = form.gaps(), request.GET.get("as", "")
    if wanted in {"csv", "xlsx"}:
        cells = rows.exported(gaps[:MOST_EXPORTED])
        return sheet(wanted, "gaps", rows.headings(), cells)
    page = Paginator(gaps, PAGE_SIZE).get_page(request.GET.get("p"))
    asked = {name: value for name, value in form.asked().items() if value}
    counts = counts_by_state()
    context = frame(_("Gap report"), "search") | {
        "form": form,
        "page": page,
        "rows": rows.rows(list(page), request.user),
        "state": asked.get("state", ""),
        "states": [(value, label, counts[value]) for value, label in Gap.State.choices],
        "open_count": counts["open"],
        "refreshed_at": Gap.objects.order_by("-refreshed_at")
        .values_list("refreshed_at", flat=True)
        .first(),
        "is_narrowed": bool(asked.keys() - {"state", "order"}),
        "kept": urlencode(asked),
        "besides_state": urlencode({k: v for k, v in asked.items() if k != "state"}),
        "staff": support_staff(),
        "triages": Gap.Triage.choices,
    }
    return render(request, "search/admin/gaps.html", context)


@require_safe
@support_only
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one gap with its parts: wordings, questions, articles meant to close it."""
    gap = get_object_or_404(Gap.objects.by_score().select_related("owner"), pk=pk)
    if gap.merged_into_id is not None:
        return redirect("gaps:detail", gap.merged_into_id)
    needs = list(gap.needs.order_by("-at", "-pk"))
    links = list(gap.links.all())
    later = str(gap.evidence.get("found_later", ""))
    keys = [gap.nearest, later, *(x.key for x in needs), *(x.key for x in links)]
    cards = cards_by_key([key for key in keys if key], request.user)
    above = (reverse("gaps:index"), _("Gap report"))
    meant = cards.get(later) or cards.get(gap.nearest)
    context = frame(gap.title, "search", above) | {
        "gap": gap,
        "synonym_address": _synonym_address(gap, meant),
        "pin_address": _pin_address(gap, meant),
        "line": sparkline(gap.series),
        "wordings": gap.wordings.all(),
        "needs": [(need, cards.get(need.key)) for need in needs],
        "proofs": [report_of(each, now=timezone.now()) for each in gap.proofs.all()],
        "links": [(link, cards.get(link.key)) for link in links],
        "nearest": cards.get(gap.nearest),
        "found_later": cards.get(later),
        "comments": gap.comments.select_related("by"),
        "deeds": trail.deeds_of(gap),
        "staff": support_staff(),
        "triages": Gap.Triage.choices,
        "others": others(gap)[:MOST_OFFERED],
    }
    return render(request, "search/admin/gap.html", context)


def _synonym_address(gap: Gap, meant: Card | None) -> str:
    """Return the lab with a synonym to try: with its effect, where one suggests itself.

    Mistyped words mean what they are put right to, others the page that is likely meant.
    """
    asked = {"text": gap.title[:SYNONYM_MAX], "q": gap.title, "language": gap.language}
    means = str(gap.evidence.get("corrected", "")) or (meant.title if meant else "")
    if means:
        asked |= {"means": means, "reader": gap.language, "audience": _most_of(gap)}
    return f"{reverse('lab:try_synonym')}?{urlencode(asked)}"


def _pin_address(gap: Gap, meant: Card | None) -> str:
    """Return the lab with the likely page pinned, and its effect; else to choose one."""
    asked = {"text": gap.title, "language": gap.language}
    shown = {"look": "1"}
    if meant and meant.kind != "section":
        shown = {"picked": meant.key, "place": "1"}
        shown |= {"reader": gap.language, "audience": _most_of(gap)}
    return f"{reverse('lab:try_pin')}?{urlencode(asked | shown)}"


def _most_of(gap: Gap) -> str:
    """Return the audience most of those who failed belong to."""
    return str(audience_of_most(gap).value)
