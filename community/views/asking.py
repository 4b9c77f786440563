"""The ask page: what may answer already, a preview, and the question itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import search.services
from base import limits
from base.typed import storable
from community import board_fields, drafts, lists, services
from community.forms import AskForm
from community.models import Board
from community.views import files
from community.views.previewing import preview_of
from community.waiting import board_wait

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from accounts.http import MemberRequest, SiteRequest
    from community.models import Thread

DRAFT = "ask"
SIMILAR_MIN_CHARACTERS = 10
SIMILAR_SHOWN = 5
TAGS_SHOWN = 8
INVALID, TOO_OFTEN = 422, 429


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take a question, after showing once what may answer it already."""
    site = cast("SiteRequest", request)
    if request.method == "GET":
        return _new(site)
    typed, refused = _take(request)
    if "discard" in typed:
        drafts.forget(request, name=DRAFT)
        return redirect("community:ask")
    if "show" in typed:
        return _page(site, AskForm(reader=site.user, initial=typed.dict()))
    form = AskForm(typed, reader=site.user)
    files.say_refused(form, refused)
    if "preview" in typed:
        return _page(site, form, preview=preview_of(request, typed))
    if not form.is_valid():
        return _page(site, form, status=INVALID)
    found = _looked(site, form)
    if found.cards:
        return _page(site, form, found=found, is_asking_again=True)
    if site.user.is_anonymous:
        drafts.keep(request, name=DRAFT, typed=typed)
        return redirect_to_login(reverse("community:ask"))
    return _post(cast("MemberRequest", request), form)


def _new(request: SiteRequest) -> HttpResponse:
    initial: dict[str, Any] = {"title": request.GET.get("title", "")[:200]}
    slug = storable(request.GET.get("board", ""))
    if board := Board.objects.visible_to(request.user).filter(slug=slug).first():
        initial["board"] = board.pk
    draft = drafts.restore(request, name=DRAFT)
    form = AskForm(reader=request.user, initial=initial | draft)
    return _page(request, form, is_restored=bool(draft))


def _take(request: HttpRequest) -> tuple[QueryDict, list[ValidationError]]:
    """Return what was typed, the tags that were ticked among it, and refused files."""
    typed, refused = files.take(request)
    if ticked := typed.getlist("tag"):
        typed = typed.copy()
        typed["tags"] = ", ".join([*filter(None, [typed.get("tags", "")]), *ticked])
        del typed["tag"]
    return typed, refused


def _post(request: MemberRequest, form: AskForm) -> HttpResponse:
    asked, values = board_fields.parted(form.cleaned_data)
    try:
        limits.hit("ask", limits.who(request))
        thread: Thread = services.ask(
            by=request.user, visit=request.visit, values=values, **asked
        )
    except ValidationError as error:
        form.add_error(None, error)
        is_limit = isinstance(error, limits.LimitReached)
        return _page(request, form, status=TOO_OFTEN if is_limit else INVALID)
    drafts.forget(request, name=DRAFT)
    return redirect(thread)


def _page(
    request: SiteRequest,
    form: AskForm,
    *,
    found: search.services.Suggested | None = None,
    is_asking_again: bool = False,
    is_restored: bool = False,
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "found": found or _likely(request, str(form["title"].value() or "")),
        "is_asking_again": is_asking_again or "anyway" in request.POST,
        "looked": request.POST.get("looked", ""),
        "preview": preview,
        "files": files.COMPOSER,
        "is_restored": is_restored,
        "draft_name": DRAFT,
        "asks": Board.objects.visible_to(request.user).exclude(fields=None).exists(),
        **_of_board(form),
    }
    return render(request, "community/ask.html", context, status=status)


def _of_board(form: AskForm) -> dict[str, Any]:
    """Return what the chosen board asks, how long it takes there, and its tags."""
    board = form.chosen_board
    return {
        "board": board,
        "asked": form.of_board,
        "wait": board_wait(board),
        "tags_used": lists.tags_of(board)[:TAGS_SHOWN] if board else [],
    }


@never_cache
@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    """Return the parts of the ask page that go by the board."""
    site = cast("SiteRequest", request)
    limits.hit("search", limits.who(request))
    initial = drafts.restore(request, name=DRAFT) | {"board": request.GET.get("board", "")}
    form = AskForm(reader=site.user, initial=initial)
    context = {"is_part": True, **_of_board(form)}
    return render(request, "community/_of_board.html", context)


@never_cache
@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Return the part of the ask page that lists what may answer already."""
    site = cast("SiteRequest", request)
    limits.hit("search", limits.who(request))
    title = _line(request.GET.get("title", ""))
    context = {"found": _suggested(site, title), "looked": title}
    return render(request, "community/_similar.html", context)


def _line(title: str) -> str:
    return " ".join(storable(title).split())[:200]


def _looked(request: SiteRequest, form: AskForm) -> search.services.Suggested:
    """Return what to show before posting: nothing when it was shown, or looked for."""
    title = _line(form.cleaned_data["title"])
    if "anyway" in request.POST or request.POST.get("looked") == title:
        return search.services.Suggested()
    return _suggested(request, title)


def _suggested(request: SiteRequest, title: str) -> search.services.Suggested:
    if len(title) < SIMILAR_MIN_CHARACTERS:
        return search.services.Suggested()
    return search.services.suggest(
        text=title,
        reader=request.user,
        visit=request.visit,
        language=_language(),
        limit=SIMILAR_SHOWN,
        agent=request.headers.get("User-Agent", ""),
    )


def _language() -> str:
    return "fr" if (get_language() or "").startswith("fr") else "en"


def _likely(request: SiteRequest, title: str) -> search.services.Suggested:
    """Return the same once more; the search was written down where it was made."""
    title = _line(title)
    if len(title) < SIMILAR_MIN_CHARACTERS:
        return search.services.Suggested()
    cards = search.services.likely(
        text=title, reader=request.user, language=_language(), limit=SIMILAR_SHOWN
    )
    return search.services.Suggested(cards)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Return how a text will look."""
    context = {"preview": preview_of(request, request.POST)}
    return render(request, "community/_preview.html", context)
