"""What no figure counts, and why, in Wagtail's admin; staff may have it counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from base.typed import key_in
from search.models import SearchEvent
from search.noise.keeping import count_anyway
from search.noise.kept_out import kept_out
from search.staff_pages import frame, support_only

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
@support_only
def index(request: MemberRequest) -> HttpResponse:
    """List what was kept out; count one of it after all."""
    if request.method == "POST":
        _count(request)
        return redirect("search_kept_out")
    context = frame(_("Kept out"), "no-view") | {
        "tab": "kept_out",
        "rows": kept_out(now=timezone.now()),
    }
    return render(request, "search/admin/kept_out.html", context)


def _count(request: MemberRequest) -> None:
    pk = key_in(request.POST.get("search", ""))
    one = SearchEvent.objects.exclude(stems="").filter(pk=pk or 0).first()
    if one is None:
        messages.error(request, _("These searches are not there any more."))
        return
    count = count_anyway(stems=one.stems, language=one.language, by=request.user)
    said = ngettext(
        "%(count)d search is counted from tonight on, and those to come.",
        "%(count)d searches are counted from tonight on, and those to come.",
        count,
    )
    messages.success(request, said % {"count": count})
