"""Who changed what of all that staff taught search, in Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.history import changes, entries
from search.staff_pages import frame, support_only

if TYPE_CHECKING:
    from django.http import HttpResponse

    from accounts.http import MemberRequest

PAGE_SIZE = 50


@require_safe
@support_only
def index(request: MemberRequest) -> HttpResponse:
    """List the changes, newest first, those of deleted rows too."""
    page = Paginator(changes(), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        "page": page,
        "entries": entries(page, request.user),
        "tab": "history",
    }
    framed = frame(_("History of the search"), "history")
    return render(request, "search/admin/history.html", framed | context)
