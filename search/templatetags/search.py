"""The search box, wherever a page shows it."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from search.often import often_asked

register = template.Library()


@register.inclusion_tag("search/_form.html")
def search_form(*, big: bool = False, text: str = "") -> dict[str, Any]:
    """Draw the box: the big one of the first page, or the small one of the header."""
    return {"big": big, "text": text, "name": "big" if big else "top"}


@register.inclusion_tag("search/_often.html")
def often_searched() -> dict[str, Any]:
    """Offer what many people look for; nothing where too few have searched yet."""
    return {"texts": often_asked(language=(get_language() or "en")[:2])}
