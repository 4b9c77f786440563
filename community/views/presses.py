"""The buttons of a thread: one press, one service call, back to the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from base import limits
from community import reading, services
from community.models import Post, Thread
from community.views.threads import thread_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from accounts.http import SiteRequest
    from accounts.models import Member


def _press(
    request: SiteRequest,
    target: Thread | Post,
    act: Callable[[Member], object],
    *,
    part: str = "",
) -> HttpResponse:
    """Let the member ``act`` on ``target``; a broken rule becomes a message.

    Args:
        part: the template that htmx gets back in place of the button that was pressed.
    """
    if request.user.is_anonymous:
        return redirect_to_login(target.get_absolute_url())
    limits.hit("press", limits.who(request))
    try:
        act(request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(target)
    if not (part and request.htmx):
        return redirect(target)
    thread, posts = (
        (target, []) if isinstance(target, Thread) else (target.thread, [target])
    )
    pressed = reading.pressed(thread, reader=request.user, posts=posts)
    context = {"thread": thread, "post": target, "pressed": pressed}
    return render(request, part, context)


def _post_for(request: SiteRequest, pk: int) -> Post:
    posts = Post.objects.visible_to(request.user).select_related("thread__board")
    post = get_object_or_404(posts, pk=pk)
    post.thread = thread_for(request, post.thread_id)
    return post


@require_POST
def me_too(request: HttpRequest, pk: int) -> HttpResponse:
    """Count the reader among those who have this too, or no longer."""
    site = cast("SiteRequest", request)
    thread = thread_for(site, pk)
    return _press(
        site,
        thread,
        lambda by: services.press_me_too(thread=thread, by=by),
        part="community/_me_too.html",
    )


@require_POST
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the reader of new answers, or (``on=0``) no more."""
    site = cast("SiteRequest", request)
    thread = thread_for(site, pk)
    act = services.unwatch if request.POST.get("on") == "0" else services.watch
    return _press(
        site, thread, lambda by: act(thread=thread, by=by), part="community/_watch.html"
    )


@require_POST
def helpful(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an answer helped, or take it back."""
    site = cast("SiteRequest", request)
    post = _post_for(site, pk)
    return _press(
        site,
        post,
        lambda by: services.mark_helpful(post=post, by=by),
        part="community/_helpful.html",
    )


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an answer the accepted one."""
    site = cast("SiteRequest", request)
    post = _post_for(site, pk)

    def act(by: Member) -> None:
        services.accept_answer(post=post, by=by)
        messages.success(request, _("Solved. Those who follow this discussion are told."))

    return _press(site, post, act)


@require_POST
def undo_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a solved thread again."""
    site = cast("SiteRequest", request)
    thread = thread_for(site, pk)
    return _press(site, thread, lambda by: services.undo_accept(thread=thread, by=by))


@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a post out of sight, for a reason that its author is told."""
    site = cast("SiteRequest", request)
    post = _post_for(site, pk)
    reason = request.POST.get("reason", "")[:200]
    return _press(
        site, post, lambda by: services.hide_post(post=post, by=by, reason=reason)
    )
