"""What a page says to a visit: that its reading is timed, and what is asked first."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from search.visit import CONSENT_COOKIE, wants_no_tracking

register = template.Library()


@register.inclusion_tag("search/_stayed.html", takes_context=True)
def time_reading(context: dict[str, Any]) -> dict[str, Any]:
    """Time the reading of a page that a search led to; others get nothing."""
    request = context.get("request")
    visit = getattr(request, "visit", None)
    if request is None or visit is None or not visit.may_be_followed:
        return {"click": None}
    return {"click": visit.click_that_led_to(request.path)}


@register.inclusion_tag("search/_consent.html", takes_context=True)
def search_consent(context: dict[str, Any]) -> dict[str, Any]:
    """Ask to tell searches apart, or say what was chosen; with Do Not Track it is no."""
    request = context.get("request")
    if request is None or not settings.SEARCH_CONSENT or wants_no_tracking(request):
        return {"is_asked": False}
    return {
        "is_asked": True,
        "choice": request.COOKIES.get(CONSENT_COOKIE, ""),
        "next": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
