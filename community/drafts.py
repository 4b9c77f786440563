"""What somebody typed before signing in, kept in their session until it is posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

SESSION_KEY = "community_draft"
FIELDS = ("title", "kind", "body", "board", "language", "tags")


def keep(request: HttpRequest, *, name: str, typed: QueryDict) -> None:
    """Keep the form ``name`` ("ask", "answer:7"); the latest one only."""
    limit = settings.POST_MAX_CHARACTERS
    fields = {key: typed[key][:limit] for key in FIELDS if key in typed}
    request.session[SESSION_KEY] = {"name": name, "fields": fields}


def restore(request: HttpRequest, *, name: str) -> dict[str, str]:
    """Return what was typed into the form ``name``, or nothing."""
    draft = request.session.get(SESSION_KEY) or {}
    fields: dict[str, str] = draft.get("fields", {}) if draft.get("name") == name else {}
    return fields


def forget(request: HttpRequest, *, name: str) -> None:
    if restore(request, name=name):
        del request.session[SESSION_KEY]
