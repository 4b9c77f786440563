"""A thread, its permalinks, and the answers people write to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import search.services
from base import limits
from base.sanitize import plain_text
from community import drafts, private, reading, services, structured, unread
from community.forms import AnswerForm
from community.models import Action, Board, Claim, FieldValue, Post, Thread
from community.quoting import quote
from community.states import State
from community.unfold import unfold
from community.views import files
from community.views.previewing import preview_of
from community.waiting import board_wait

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import SiteRequest
    from accounts.roles import Reader
    from community.private import Composer
    from community.reading import Reading
    from search.document import Card

SIMILAR_SHOWN = {"thread": 5, "article": 3}
INVALID, TOO_OFTEN = 422, 429


@require_safe
def thread(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show one page of a thread."""
    site = cast("SiteRequest", request)
    thread = thread_for(site, _merged_into(pk))
    if thread.pk != pk:
        drafts.rename(request, name=f"answer:{pk}", to=_draft(thread))
        return redirect(thread)
    if slug != thread.slug:
        return redirect(thread)
    site.visit.note_read(thread.key)
    draft = drafts.restore(request, name=_draft(thread))
    texts = [draft.get("body", "").rstrip(), _quoted(site, thread)]
    body = "\n\n".join(filter(None, texts))
    form = AnswerForm(initial={**draft, "body": body})
    page = _page(site, thread, form, is_restored=bool(draft))
    return search.services.in_community(page, place=thread.board.key)


def again(
    request: SiteRequest, thread: Thread, *, composer: Composer, status: int
) -> HttpResponse:
    """Show the page once more, with the private form as it was sent."""
    draft = drafts.restore(request, name=_draft(thread))
    form = AnswerForm(initial=draft)
    return _page(
        request, thread, form, is_restored=bool(draft), composer=composer, status=status
    )


def _quoted(request: SiteRequest, thread: Thread) -> str:
    """Return what the composer begins with when ``?quote=`` names a message."""
    pk = request.GET.get("quote", "")
    posts = Post.objects.visible_to(request.user).filter(thread=thread)
    post = posts.filter(pk=int(pk[:18])).first() if pk.isdecimal() else None
    return quote(post) if post else ""


def thread_for(request: SiteRequest, pk: int) -> Thread:
    """Return the thread if the reader may see it, else 404."""
    threads = Thread.objects.visible_to(request.user).select_related("author", "board")
    return get_object_or_404(threads, pk=pk)


def _merged_into(pk: int) -> int:
    """Return where the messages of a merged thread are now, else ``pk``."""
    into = Thread.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
    return into or pk


def claim_on(thread: Thread, reader: Reader) -> Claim | None:
    """Return the claim of somebody else on the thread, if one holds."""
    claims = Claim.objects.current().filter(thread=thread).select_related("member")
    mine = reader.pk if reader.is_authenticated else None
    return claims.exclude(member=mine).first() if mine else claims.first()


def _draft(thread: Thread) -> str:
    return f"answer:{thread.pk}"


def _page(
    request: SiteRequest,
    thread: Thread,
    form: AnswerForm,
    *,
    preview: str = "",
    is_restored: bool = False,
    composer: Composer | None = None,
    status: int = 200,
) -> HttpResponse:
    number = request.GET.get("page", "")
    page = reading.read(
        thread,
        reader=request.user,
        number=int(number[:6]) if number.isdecimal() else 1,
    )
    unfold(page.posts, request.user)
    member = request.user if request.user.is_authenticated else None
    context: dict[str, Any] = {
        "thread": thread,
        "tags": thread.tags.all(),
        "acts": Action.objects.on_thread(thread).select_related("by"),
        "page": page,
        "private": private.read(thread, page=page, reader=request.user),
        "composer": composer or private.composer(request, thread),
        "first_new": unread.first_new(thread, reader=request.user),
        "pressed": reading.pressed(thread, reader=request.user, posts=page.posts),
        "form": form,
        "preview": preview,
        "files": files.COMPOSER,
        "can_solve": member is not None and thread.can_be_solved_by(member),
        "can_moderate": member is not None and member.is_moderator,
        "boards": Board.objects.visible_to(request.user)
        if member and member.is_moderator
        else [],
        "can_write": not thread.is_locked or (member is not None and member.is_moderator),
        "asks_helped": member is not None
        and member.pk == thread.author_id
        and thread.state in {State.ANSWERED, State.ATTENTION}
        and not (thread.is_last_by_author and thread.not_helped_at is None),
        "is_own": member is not None and member.pk == thread.author_id,
        "is_restored": is_restored,
        "draft_name": _draft(thread),
        "values": FieldValue.objects.visible_to(request.user, thread).select_related(
            "field"
        ),
        "wait": board_wait(thread.board),
        "claim": None if thread.is_solved else claim_on(thread, request.user),
        "excerpt": structured.excerpt_of(page.posts),
        "structured": structured.for_thread(thread, page.posts),
        **_similar(request, thread, page),
    }
    return render(request, "community/thread.html", context, status=status)


def _similar(request: SiteRequest, thread: Thread, page: Reading) -> dict[str, list[Card]]:
    """Return what resembles the thread; only its first page has the question itself."""
    opening = next((post for post in page.posts if post.position == 1), None)
    asked = plain_text(opening.body_html) if opening else ""
    found = search.services.similar(
        key=thread.key,
        text=f"{thread.title}\n{asked}",
        language=thread.language,
        reader=request.user,
        most=SIMILAR_SHOWN,
    )
    return {"like_this": found["thread"], "guides": found["article"]}


@require_safe
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
    thread = thread_for(site, _merged_into(pk))  # merged while somebody wrote
    typed, refused = files.take(request)
    form = AnswerForm(typed)
    files.say_refused(form, refused)
    if "preview" in request.POST:
        return _page(site, thread, form, preview=preview_of(request, typed))
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
    for number in {pk, thread.pk}:
        drafts.forget(request, name=f"answer:{number}")
    return redirect(reverse("community:post", args=[post.pk]))
