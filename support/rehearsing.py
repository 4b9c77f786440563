"""The page that says what a rule would have done, before it is switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from support import rules
from support.models import EscalationRule

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SHOWN = 200


@require_safe
def rehearse(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the numbers and the threads of the last 90 days; nothing is written."""
    if not request.user.has_perm("support.view_escalationrule"):
        raise PermissionDenied
    rule = get_object_or_404(EscalationRule, pk=pk)
    found = rules.rehearse(rule)
    edit = reverse("hand_over_rules:edit", args=[rule.pk])
    context = {
        "rule": rule,
        "found": found,
        "shown": found.taken[-SHOWN:][::-1],
        "page_title": _("Rehearsal"),
        "page_subtitle": rule.name,
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("hand_over_rules:index"), "label": _("Hand-over rules")},
            {"url": edit, "label": rule.name},
            {"url": "", "label": _("Rehearsal")},
        ],
        "edit": edit,
    }
    return render(request, "support/admin/rehearsal.html", context)
