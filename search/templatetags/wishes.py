"""The offer to be told of an answer, where a search found none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from search import services
from search.forms_wishes import WishForm

if TYPE_CHECKING:
    from search.models import SearchEvent

register = template.Library()


@register.inclusion_tag("search/_wish.html", takes_context=True)
def wish_offer(context: dict[str, Any], searched: SearchEvent) -> dict[str, Any]:
    """Offer to tell the reader once these words have an answer, or say that we will."""
    user = context["user"]
    return {
        "user": user,
        "searched": searched,
        "form": WishForm(initial={"q": context["found"].text}, reader=user),
        "is_waiting": services.waits_for(searched=searched, by=user),
    }
