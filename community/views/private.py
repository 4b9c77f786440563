"""Taking private replies, and their permalinks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from base import limits
from community import drafts, private, services
from community.forms import PrivateForm
from community.models import PrivateReply
from community.views import files, threads
from community.views.previewing import preview_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest, SiteRequest
    from community.models import Thread


@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a private reply; one typed before the session ended waits for its writer."""
    site = cast("SiteRequest", request)
    thread = threads.thread_for(site, pk)
    if site.user.is_anonymous:
        drafts.keep(request, name=private.draft_name(thread), typed=request.POST)
        return redirect_to_login(f"{thread.get_absolute_url()}#private")
    if not services.may_reply_privately(thread=thread, by=site.user):
        raise PermissionDenied
    typed, refused = files.take(request)
    form = PrivateForm(typed)
    files.say_refused(form, refused)
    if "preview" in typed:
        preview = preview_of(request, typed)
        return _again(site, thread, form, preview=preview, status=200)
    if not form.is_valid():
        return _again(site, thread, form)
    return _send(cast("MemberRequest", request), thread, form)


def _send(request: MemberRequest, thread: Thread, form: PrivateForm) -> HttpResponse:
    try:
        limits.hit("answer", limits.who(request))
        said = services.reply_privately(
            thread=thread, by=request.user, body=form.cleaned_data["body"]
        )
    except ValidationError as error:
        form.add_error(None, error)
        is_limit = isinstance(error, limits.LimitReached)
        status = threads.TOO_OFTEN if is_limit else threads.INVALID
        return _again(request, thread, form, status=status)
    drafts.forget(request, name=private.draft_name(thread))
    return redirect(said)


def _again(
    request: SiteRequest,
    thread: Thread,
    form: PrivateForm,
    *,
    preview: str = "",
    status: int = threads.INVALID,
) -> HttpResponse:
    """Show the page again with what was typed into the private form."""
    name = private.draft_name(thread)
    composer = private.Composer(form=form, draft=name, preview=preview)
    return threads.again(request, thread, composer=composer, status=status)


@never_cache
@require_safe
def reply_at(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead a permalink to the page and the place of its private reply."""
    site = cast("SiteRequest", request)
    visible = PrivateReply.objects.visible_to(site.user).select_related("thread")
    if site.user.is_anonymous:
        return redirect_to_login(request.get_full_path())
    said = get_object_or_404(visible, pk=pk)
    into = said.thread.merged_into_id or said.thread_id
    thread = threads.thread_for(site, into)
    number = private.page_of(said, thread)
    page = f"?page={number}" if number > 1 else ""
    return redirect(f"{thread.get_absolute_url()}{page}#private-{pk}")
