"""The ask page: what may answer already, a preview, and the question itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

import search.services
from base import limits, markdown
from community import drafts, services
from community.forms import AskForm
from community.models import Board
from community.waiting import board_wait

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest, SiteRequest
    from community.models import Thread
    from search.document import Card

DRAFT = "ask"
SIMILAR_MIN_CHARACTERS = 10
SIMILAR_SHOWN = 5
INVALID, TOO_OFTEN = 422, 429


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take a question, after showing once what may answer it already."""
    site = cast("SiteRequest", request)
    if request.method == "GET":
        return _page(site, AskForm(reader=site.user, initial=_initial(site)))
    form = AskForm(request.POST, reader=site.user)
    if "discard" in request.POST:
        drafts.forget(request, name=DRAFT)
        return redirect("community:ask")
    if "preview" in request.POST:
        return _page(site, form, preview=markdown.render(_body(request)))
    if not form.is_valid():
        return _page(site, form, status=INVALID)
    found = [] if "anyway" in request.POST else _likely(site, form.cleaned_data["title"])
    if found:
        return _page(site, form, found=found, is_asking_again=True)
    if site.user.is_anonymous:
        drafts.keep(request, name=DRAFT, typed=request.POST)
        return redirect_to_login(reverse("community:ask"))
    return _post(cast("MemberRequest", request), form)


def _post(request: MemberRequest, form: AskForm) -> HttpResponse:
    asked = {key: form.cleaned_data[key] for key in drafts.FIELDS}
    try:
        limits.hit("ask", limits.who(request))
        thread: Thread = services.ask(by=request.user, visit=request.visit, **asked)
    except ValidationError as error:
        form.add_error(None, error)
        is_limit = isinstance(error, limits.LimitReached)
        return _page(request, form, status=TOO_OFTEN if is_limit else INVALID)
    drafts.forget(request, name=DRAFT)
    return redirect(thread)


def _initial(request: SiteRequest) -> dict[str, Any]:
    initial: dict[str, Any] = {"title": request.GET.get("title", "")[:200]}
    slug = request.GET.get("board", "")
    if board := Board.objects.visible_to(request.user).filter(slug=slug).first():
        initial["board"] = board.pk
    return initial | drafts.restore(request, name=DRAFT)


def _page(
    request: SiteRequest,
    form: AskForm,
    *,
    found: list[Card] | None = None,
    is_asking_again: bool = False,
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    title = str(form["title"].value() or "")
    context = {
        "form": form,
        "found": _likely(request, title) if found is None else found,
        "is_asking_again": is_asking_again or "anyway" in request.POST,
        "preview": preview,
        "wait": board_wait(None),
        "is_restored": bool(drafts.restore(request, name=DRAFT)),
    }
    return render(request, "community/ask.html", context, status=status)


@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """Return the part of the ask page that lists what may answer already."""
    site = cast("SiteRequest", request)
    limits.hit("search", limits.who(request))
    found = _likely(site, request.GET.get("title", ""))
    return render(request, "community/_similar.html", {"found": found})


def _likely(request: SiteRequest, title: str) -> list[Card]:
    title = " ".join(title.split())[:200]
    if len(title) < SIMILAR_MIN_CHARACTERS:
        return []
    return search.services.likely(
        text=title,
        reader=request.user,
        language=get_language() or "en",
        limit=SIMILAR_SHOWN,
    )


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Return how a text will look."""
    limits.hit("search", limits.who(request))
    context = {"preview": markdown.render(_body(request))}
    return render(request, "community/_preview.html", context)


def _body(request: HttpRequest) -> str:
    return request.POST.get("body", "")[: settings.POST_MAX_CHARACTERS]
