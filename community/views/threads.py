"""A thread, its permalinks, and the answers people write to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

import search.services
from base import limits, markdown
from community import drafts, reading, services
from community.forms import AnswerForm
from community.models import Post, Thread
from community.waiting import board_wait

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import SiteRequest
    from search.document import Card

SIMILAR_SHOWN = 5
INVALID, TOO_OFTEN = 422, 429


@require_GET
def thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show one page of a thread."""
    site = cast("SiteRequest", request)
    thread = thread_for(site, pk)
    if slug != thread.slug:
        return redirect(thread)
    site.visit.note_read(thread.key)
    typed = drafts.restore(request, name=_draft(thread))
    return _page(site, thread, AnswerForm(initial=typed))


def thread_for(request: SiteRequest, pk: int) -> Thread:
    """Return the thread if the reader may see it, else 404."""
    threads = Thread.objects.visible_to(request.user).select_related("author", "board")
    return get_object_or_404(threads, pk=pk)


def _draft(thread: Thread) -> str:
    return f"answer:{thread.pk}"


def _page(
    request: SiteRequest,
    thread: Thread,
    form: AnswerForm,
    *,
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    number = request.GET.get("page", "")
    page = reading.read(thread, number=int(number[:6]) if number.isdecimal() else 1)
    member = request.user if request.user.is_authenticated else None
    context: dict[str, Any] = {
        "thread": thread,
        "tags": thread.tags.all(),
        "page": page,
        "pressed": reading.pressed(thread, reader=request.user, posts=page.posts),
        "form": form,
        "preview": preview,
        "can_solve": member is not None and thread.can_be_solved_by(member),
        "can_moderate": member is not None and member.is_moderator,
        "can_write": not thread.is_locked or (member is not None and member.is_moderator),
        "is_own": member is not None and member.pk == thread.author_id,
        "is_restored": bool(form.initial),
        "wait": board_wait(thread.board),
        **_similar(request, thread),
    }
    return render(request, "community/thread.html", context, status=status)


def _similar(request: SiteRequest, thread: Thread) -> dict[str, list[Card]]:
    found = search.services.likely(
        text=thread.title,
        reader=request.user,
        language=thread.language,
        limit=SIMILAR_SHOWN + 1,
    )
    others = [card for card in found if card.key != thread.key][:SIMILAR_SHOWN]
    return {
        "like_this": [card for card in others if card.kind == "thread"],
        "guides": [card for card in others if card.kind != "thread"],
    }


@require_GET
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead a permalink to the page and the place of its post."""
    site = cast("SiteRequest", request)
    found = get_object_or_404(Post.objects.select_related("thread"), pk=pk)
    address = thread_for(site, found.thread_id).get_absolute_url()
    number = reading.page_number(found)
    page = f"?page={number}" if number > 1 else ""
    return redirect(f"{address}{page}#p{pk}")


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an answer; what somebody typed before signing in waits for them."""
    site = cast("SiteRequest", request)
    thread = thread_for(site, pk)
    form = AnswerForm(request.POST)
    if "preview" in request.POST:
        text = request.POST.get("body", "")[: settings.POST_MAX_CHARACTERS]
        return _page(site, thread, form, preview=markdown.render(text))
    if not form.is_valid():
        return _page(site, thread, form, status=INVALID)
    if site.user.is_anonymous:
        drafts.keep(request, name=_draft(thread), typed=request.POST)
        return redirect_to_login(f"{thread.get_absolute_url()}#reply")
    try:
        limits.hit("answer", limits.who(request))
        post = services.answer(thread=thread, by=site.user, body=form.cleaned_data["body"])
    except ValidationError as error:
        form.add_error(None, error)
        is_limit = isinstance(error, limits.LimitReached)
        return _page(site, thread, form, status=TOO_OFTEN if is_limit else INVALID)
    drafts.forget(request, name=_draft(thread))
    return redirect(reverse("community:post", args=[post.pk]))
