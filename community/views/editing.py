"""Changing what one wrote, taking it back, and seeing what it said before."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from base import limits
from community import board_fields, drafts, services
from community.diff import marked_changes
from community.forms import EditForm
from community.models import Post
from community.views import files
from community.views.previewing import preview_of
from community.views.threads import INVALID, thread_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest, SiteRequest


def post_for(request: SiteRequest, pk: int) -> Post:
    """Return a post of a thread the reader may see, else 404."""
    posts = Post.objects.visible_to(request.user).select_related("author")
    post = get_object_or_404(posts, pk=pk)
    post.thread = thread_for(request, post.thread_id)
    return post


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the author, or a moderator, change what a post says."""
    name = f"edit:{pk}"
    if request.user.is_anonymous:
        return drafts.sign_in_first(request, name=name)
    member = cast("MemberRequest", request)
    post = post_for(member, pk)
    if not post.can_be_edited_by(member.user):
        raise PermissionDenied
    if "discard" in request.POST:
        drafts.forget(request, name=name)
        return redirect(post)
    typed, refused = files.take(request)
    is_sent = request.method == "POST"
    draft = {} if is_sent else drafts.restore(request, name=name)
    form = EditForm(typed if is_sent else None, post=post, by=member.user, draft=draft)
    files.say_refused(form, refused)
    context: dict[str, Any] = {"post": post, "thread": post.thread, "form": form}
    context |= {"files": files.COMPOSER, "draft_name": name, "is_restored": bool(draft)}
    if "preview" in request.POST:
        context["preview"] = preview_of(request, typed)
        return render(request, "community/edit.html", context)
    if is_sent and form.is_valid() and _is_kept(member, post, form):
        drafts.forget(request, name=name)
        return redirect(post)
    status = INVALID if form.errors else 200
    return render(request, "community/edit.html", context, status=status)


def _is_kept(request: MemberRequest, post: Post, form: EditForm) -> bool:
    """Change the post; what is wrong stands in the form."""
    said, values = board_fields.parted(form.cleaned_data)
    try:
        limits.hit("answer", limits.who(request))
        services.edit_post(post=post, by=request.user, values=values, **said)
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own answer back."""
    member = cast("MemberRequest", request)
    post = post_for(member, pk)
    try:
        services.delete_post(post=post, by=member.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Taken back. A line says so in its place."))
    return redirect(post.thread)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a post said before, the latest change first."""
    site = cast("SiteRequest", request)
    post = post_for(site, pk)
    former = list(
        post.revisions.visible_to(site.user)
        .select_related("replaced_by")
        .order_by("number")
    )
    texts = [row.body_markdown for row in former] + [post.body_markdown]
    changes = [
        (row, marked_changes(before, after))
        for row, (before, after) in zip(former, pairwise(texts), strict=True)
    ]
    context = {"post": post, "thread": post.thread, "changes": changes[::-1]}
    return render(request, "community/history.html", context)
