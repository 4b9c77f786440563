"""Saying whether the answers helped: on the thread, or by the link in a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from base import limits
from base.typed import key_in
from community import ask_back, services
from community.views.threads import thread_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest
    from community.models import Thread

NONE_OF_THEM = "none"
INVALID, GONE = 422, 410


@require_POST
@login_required
def not_helped(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the author say that the answers do not solve it."""
    member = cast("MemberRequest", request)
    thread = thread_for(member, pk)
    limits.hit("press", limits.who(member))
    try:
        services.say_not_helped(thread=thread, by=member.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("Thank you. The discussion is marked as needing attention.")
        )
    return redirect(thread)


@never_cache
@require_http_methods(["GET", "POST"])
def solved(request: HttpRequest, token: str) -> HttpResponse:
    """Show the answers to whoever asked, by the link of the mail; a POST decides."""
    thread = ask_back.thread_of(token)
    if thread is None:
        return render(request, "community/solved_gone.html", status=GONE)
    context: dict[str, Any] = {
        "thread": thread,
        "answers": ask_back.answers_to(thread),
        "none": NONE_OF_THEM,
    }
    if request.method == "POST":
        try:
            _decide(thread, request.POST.get("answer", ""))
        except ValidationError as error:
            context["error"] = error.messages[0]
            return render(request, "community/solved.html", context, status=INVALID)
        return redirect(request.path)
    return render(request, "community/solved.html", context)


def _decide(thread: Thread, chosen: str) -> None:
    if chosen == NONE_OF_THEM:
        services.say_not_helped(thread=thread, by=thread.author)
        return
    answers = ask_back.answers_to(thread)
    key = key_in(chosen)
    post = answers.filter(pk=key).first() if key else None
    if post is None:
        raise ValidationError(_("Choose an answer, or say that none of them helped."))
    services.accept_answer(post=post, by=thread.author)
