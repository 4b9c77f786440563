"""How a text will look: the same for every composer, and not without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from base import limits, markdown

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict


def preview_of(request: HttpRequest, typed: QueryDict) -> str:
    """Return the body that was typed as HTML, as much of it as fits into a message.

    Raises:
        LimitReached: too often; drawing costs work, and anybody may ask for it.
    """
    limits.hit("search", limits.who(request))
    return markdown.render(typed.get("body", "")[: settings.POST_MAX_CHARACTERS])
