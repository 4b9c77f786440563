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
from community import board_fields, services
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


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the author, or a moderator, change what a post says."""
    member = cast("MemberRequest", request)
    post = post_for(member, pk)
    if not post.can_be_edited_by(member.user):
        raise PermissionDenied
    typed, refused = files.take(request)
    is_sent = request.method == "POST"
    form = EditForm(typed if is_sent else None, post=post, by=member.user)
    files.say_refused(form, refused)
    context: dict[str, Any] = {"post": post, "thread": post.thread, "form": form}
    context["files"] = files.COMPOSER
    if "preview" in request.POST:
        context["preview"] = preview_of(request, typed)
        return render(request, "community/edit.html", context)
    if request.method == "POST" and form.is_valid():
        try:
            limits.hit("answer", limits.who(request))
            said, values = board_fields.parted(form.cleaned_data)
            services.edit_post(post=post, by=member.user, values=values, **said)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(post)
    status = INVALID if form.errors else 200
    return render(request, "community/edit.html", context, status=status)


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
