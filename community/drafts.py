"""What somebody is writing, kept on the server until it is posted or they sign out.

A random cookie says whose it is, so it survives a sign-in in the middle. The cookie is
read and written where every view finds it: in ``request.COOKIES``.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.utils import timezone

from community.models import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, QueryDict

COOKIE = "draft"
COOKIE_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 random bytes
KEPT = timedelta(days=30)
MOST = 20  # drafts of one browser; the oldest makes room
NAME = re.compile(r"ask|(answer|private|edit|flag):[1-9][0-9]{0,15}")
# What is typed; without any of it there is nothing to keep.
TYPED = ("title", "body", "tags", "why", "note")
CHOSEN = ("kind", "board", "language")
OF_BOARD = re.compile(r"field_[0-9]{1,15}")
MOST_OF_BOARD = 30


def keep(request: HttpRequest, *, name: str, typed: QueryDict) -> None:
    """Keep the form ``name`` ("ask", "answer:7") as far as it is filled in.

    A form emptied again is forgotten. The cookie is set with the first one kept.
    """
    fields = _fields(typed)
    if not any(fields[key].strip() for key in fields if key not in CHOSEN):
        forget(request, name=name)
        return
    if not COOKIE_SHAPE.fullmatch(request.COOKIES.get(COOKIE, "")):
        request.COOKIES[COOKIE] = secrets.token_urlsafe(32)
    owner = _owner(request)
    Draft.objects.update_or_create(
        owner=owner, name=name, defaults={"fields": fields, "at": timezone.now()}
    )
    latest = Draft.objects.filter(owner=owner).order_by("-at", "-pk")
    extra = list(latest.values_list("pk", flat=True)[MOST:])
    Draft.objects.filter(pk__in=extra).delete()


def _fields(typed: QueryDict) -> dict[str, str]:
    """Return what is worth keeping: the text as far as it fits, and as much of the rest."""
    limit = settings.POST_MAX_CHARACTERS
    fields = {"body": str(typed["body"])[:limit]} if "body" in typed else {}
    asked = [key for key in typed if OF_BOARD.fullmatch(key)][:MOST_OF_BOARD]
    for key in (*TYPED, *CHOSEN, *asked):
        if key in typed and key not in fields:
            fields[key] = str(typed[key])[:limit]
            limit -= len(fields[key])
    if ticked := [str(tag) for tag in typed.getlist("tag")[:MOST]]:
        given = [fields["tags"]] if fields.get("tags") else []
        fields["tags"] = ", ".join([*given, *ticked])[: limit + len(fields.get("tags", ""))]
    return {key: value.replace("\0", "") for key, value in fields.items()}


def _owner(request: HttpRequest) -> str:
    """Return whose drafts they are, or nothing; a stolen table opens no draft."""
    cookie = request.COOKIES.get(COOKIE, "")
    return hashlib.sha256(cookie.encode()).hexdigest() if cookie else ""


def restore(request: HttpRequest, *, name: str) -> dict[str, str]:
    """Return what was typed into the form ``name``, or nothing."""
    if not (owner := _owner(request)):
        return {}
    since = timezone.now() - KEPT
    draft = Draft.objects.filter(owner=owner, name=name, at__gte=since).first()
    return dict(draft.fields) if draft else {}


def sign_in_first(request: HttpRequest, *, name: str) -> HttpResponse:
    """Lead to the sign-in and back here, where the form ``name`` is as it was sent."""
    if request.method == "POST":
        keep(request, name=name, typed=request.POST)
    return redirect_to_login(request.get_full_path())


def forget(request: HttpRequest, *, name: str) -> None:
    if owner := _owner(request):
        Draft.objects.filter(owner=owner, name=name).delete()


def rename(request: HttpRequest, *, name: str, to: str) -> None:
    """Keep the draft of the form ``name`` for the form ``to``, unless that has its own."""
    if not (owner := _owner(request)):
        return
    mine = Draft.objects.filter(owner=owner)
    if not mine.filter(name=to).exists():
        mine.filter(name=name).update(name=to)


def forget_all(request: HttpRequest) -> None:
    """Throw this browser's drafts away, with the cookie and what its scripts kept."""
    if owner := _owner(request):
        Draft.objects.filter(owner=owner).delete()
    request.COOKIES[COOKIE] = ""


def purge(*, now: datetime | None = None) -> int:
    """Throw away what nobody came back to; return how many."""
    return Draft.objects.filter(at__lt=(now or timezone.now()) - KEPT).delete()[0]


def draft_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send the cookie when a view set it, and take it back when one dropped it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        before = request.COOKIES.get(COOKIE)
        response = get_response(request)
        after = request.COOKIES.get(COOKIE)
        if after == before or after is None:
            return response
        if after:
            _send(response, after)
        else:
            response.delete_cookie(COOKIE, samesite="Lax")
            response["Clear-Site-Data"] = '"storage"'  # what a script kept on the device
        return response

    return middleware


def _send(response: HttpResponse, cookie: str) -> None:
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=KEPT,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
