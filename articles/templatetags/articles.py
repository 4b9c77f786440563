"""What other pages show of the knowledge base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language

from articles.models import GuidesPage

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.inclusion_tag("articles/_guides.html", takes_context=True)
def guides(context: Context, limit: int = 8) -> dict[str, Any]:
    """Show the first sections of the reader's language, with what each holds."""
    request = context.get("request")
    reader = request.user if request is not None else AnonymousUser()
    language = get_language() or "en"
    root = GuidesPage.objects.filter(locale__language_code=language[:2], live=True).first()
    if root is None:
        return {"sections": [], "page": None}
    listing = root.listing_for(reader)
    return {**listing, "sections": listing["sections"][:limit], "page": root}
