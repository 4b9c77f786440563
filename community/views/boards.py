"""The boards and the threads on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

import search.services
from community import helping, lists, structured, unread
from community.models import LANGUAGES, Board
from community.states import LABELS, State
from community.waiting import board_wait

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import MemberRequest, SiteRequest

PINNED_SHOWN = 3
# What needs somebody first, then what is done.
CHIPS = (
    State.UNANSWERED,
    State.ATTENTION,
    State.ANSWERED,
    State.SOLVED,
    State.SUPPORT,
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show all boards and what happens on them."""
    site = cast("SiteRequest", request)
    page = render(request, "community/index.html", _listing(site, board=None))
    return search.services.in_community(page)


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the threads of one board."""
    site = cast("SiteRequest", request)
    board = get_object_or_404(Board.objects.visible_to(site.user), slug=slug)
    context = _listing(site, board=board) | {
        "board": board,
        "structured": [structured.way_to_board(board)],
        "wait": board_wait(board),
        "tags": lists.tags_of(board),
    }
    page = render(request, "community/board.html", context)
    return search.services.in_community(page, place=board.key)


@require_safe
@login_required
def help_others(request: HttpRequest) -> HttpResponse:
    """Show a member the questions they can probably answer."""
    member = cast("MemberRequest", request)
    boards = Board.objects.visible_to(member.user)
    wish = helping.Wish.of(request.GET, boards=boards)
    found = helping.questions_for(member.user, wish=wish)
    context = {
        "found": found,
        "has_past": any(each.why for each in found),
        "wish": wish,
        "boards": boards,
        "orders": helping.ORDERS,
        "languages": LANGUAGES,
    }
    return render(request, "community/help_others.html", context)


def _listing(request: SiteRequest, *, board: Board | None) -> dict[str, Any]:
    choice = lists.Choice.of(request.GET)
    page = lists.page_of(reader=request.user, choice=choice, board=board)
    found = lists.counts(reader=request.user, board=board, choice=choice)
    unread.mark_new(page.threads, reader=request.user)
    return {
        "choice": choice,
        "page": page,
        "total": found["all"],
        "chips": [(str(state), LABELS[state], found[state]) for state in CHIPS],
        "orders": lists.ORDERS,
        "languages": LANGUAGES,
        "pinned": _pinned(board, choice),
        "with_board": board is None,
    }


def _pinned(board: Board | None, choice: lists.Choice) -> Any:
    if board is None or not choice.is_plain:
        return []
    pinned = board.threads.filter(is_pinned=True, hidden_at=None)
    return pinned.select_related("author")[:PINNED_SHOWN]
