"""The search box, wherever a page shows it."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("search/_form.html")
def search_form(*, big: bool = False, text: str = "") -> dict[str, Any]:
    """Draw the box: the big one of the first page, or the small one of the header."""
    return {"big": big, "text": text, "name": "big" if big else "top"}
