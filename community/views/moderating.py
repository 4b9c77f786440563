"""Reporting a message, and what moderators do with threads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from base import limits
from base.typed import keys_in, storable
from community import drafts, services
from community.forms import FlagForm
from community.models import Board, Post, Thread
from community.views.editing import post_for
from community.views.threads import INVALID, thread_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest
    from accounts.models import Member

THREAD_NUMBER = re.compile(r"(?:threads/)?(\d+)(?:/|$)")


@require_http_methods(["GET", "POST"])
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a member report a message, with a reason."""
    name = f"flag:{pk}"
    if request.user.is_anonymous:
        return drafts.sign_in_first(request, name=name)
    member = cast("MemberRequest", request)
    post = post_for(member, pk)
    draft = drafts.restore(request, name=name)
    form = FlagForm(request.POST if request.method == "POST" else None, initial=draft)
    if request.method == "POST" and form.is_valid():
        try:
            limits.hit("press", limits.who(request))
            services.flag(post=post, by=member.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            drafts.forget(request, name=name)
            messages.success(request, _("Reported. A moderator looks at it."))
            return redirect(post)
    context = {"form": form, "post": post, "thread": post.thread}
    status = INVALID if form.errors else 200
    return render(request, "community/flag.html", context, status=status)


def _act(
    request: HttpRequest, thread: Thread, act: Callable[[], Thread | Post]
) -> HttpResponse:
    """Do one thing and go where it leads; a broken rule becomes a message."""
    try:
        return redirect(act())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(thread)


def _moderated(request: HttpRequest, pk: int) -> tuple[MemberRequest, Thread]:
    member = cast("MemberRequest", request)
    if not member.user.is_moderator:
        raise PermissionDenied
    return member, thread_for(member, pk)


@require_POST
@login_required
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a thread to new messages (``on=1``) or open it."""
    member, thread = _moderated(request, pk)
    is_locked, reason = request.POST.get("on") == "1", request.POST.get("reason", "")
    return _act(
        request,
        thread,
        lambda: services.set_locked(
            thread=thread, by=member.user, is_locked=is_locked, reason=reason
        ),
    )


@require_POST
@login_required
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a thread at the top of its board (``on=1``) or no longer."""
    member, thread = _moderated(request, pk)
    is_pinned = request.POST.get("on") == "1"
    return _act(
        request,
        thread,
        lambda: services.set_pinned(thread=thread, by=member.user, is_pinned=is_pinned),
    )


@require_POST
@login_required
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a thread to another board."""
    member, thread = _moderated(request, pk)
    boards = Board.objects.visible_to(member.user)
    to = get_object_or_404(boards, slug=storable(request.POST.get("board", "")))
    reason = request.POST.get("reason", "")
    return _act(
        request,
        thread,
        lambda: services.move_thread(thread=thread, by=member.user, to=to, reason=reason),
    )


def thread_named(address: str, *, by: Member) -> Thread | None:
    """Return the thread at a typed address or of a typed number, if ``by`` may see it."""
    found = THREAD_NUMBER.search(address)
    threads = Thread.objects.visible_to(by)
    return threads.filter(pk=int(found[1][:18])).first() if found else None


@require_POST
@login_required
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the messages of this thread into the one whose address was typed."""
    member, thread = _moderated(request, pk)
    into = thread_named(request.POST.get("into", ""), by=member.user)
    if into is None:
        messages.error(
            request,
            _("Paste the address of the other discussion from your browser."),
        )
        return redirect(thread)
    target, reason = into, request.POST.get("reason", "")
    return _act(
        request,
        thread,
        lambda: services.merge_threads(
            source=thread, into=target, by=member.user, reason=reason
        ),
    )


@login_required
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the messages that become a discussion of their own."""
    member, thread = _moderated(request, pk)
    if request.method == "POST":
        chosen = keys_in(request.POST.getlist("posts"))
        title, reason = request.POST.get("title", ""), request.POST.get("reason", "")
        try:
            return redirect(
                services.split_thread(
                    thread=thread, posts=chosen, title=title, by=member.user, reason=reason
                )
            )
        except ValidationError as error:
            messages.error(request, error.messages[0])
    posts = thread.posts.filter(position__gt=1, solves=None)
    context: dict[str, Any] = {
        "thread": thread,
        "posts": posts.select_related("author"),
        "chosen": request.POST.getlist("posts"),
        "title": request.POST.get("title", ""),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "community/split.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a message back that was taken down."""
    member = cast("MemberRequest", request)
    post = post_for(member, pk)
    return _act(
        request, post.thread, lambda: services.restore_post(post=post, by=member.user)
    )
