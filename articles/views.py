"""The two things people do on top of reading: say whether it helped, and draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from articles import drafts, services
from articles.forms import VoteForm
from articles.models import ArticlePage
from base import limits

if TYPE_CHECKING:
    from accounts.http import MemberRequest, SiteRequest


@require_POST
def vote(request: SiteRequest, pk: int) -> HttpResponse:
    """Keep a vote: htmx gets the part back, others the article."""
    page = get_object_or_404(ArticlePage, pk=pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        raise Http404
    limits.hit("press", limits.who(request))
    judged = services.vote(
        article=page,
        by=request.user,
        visit=request.visit,
        is_helpful=form.cleaned_data["helpful"] == "yes",
        reason=form.cleaned_data["reason"],
        comment=form.cleaned_data["comment"],
    )
    if not request.htmx:
        return redirect(f"{page.url}#vote")
    page.refresh_from_db()
    return render(request, "articles/_vote.html", {"page": page, "vote": judged})


@login_required
@require_POST
def draft(request: MemberRequest, gap_id: int) -> HttpResponse:
    """Open the editor on the draft of a gap, made if there is none yet."""
    article = drafts.draft_for_gap(gap_id=gap_id, by=request.user)
    return redirect("wagtailadmin_pages:edit", article.pk)
