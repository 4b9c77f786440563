"""The boards and the threads on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from community import lists
from community.models import Board
from community.states import LABELS, State
from community.waiting import board_wait

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from accounts.http import SiteRequest

PINNED_SHOWN = 3
# What needs somebody first, then what is done.
CHIPS = (
    State.UNANSWERED,
    State.ATTENTION,
    State.ANSWERED,
    State.SOLVED,
    State.SUPPORT,
)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show all boards and what happens on them."""
    site = cast("SiteRequest", request)
    return render(request, "community/index.html", _listing(site, board=None))


@require_GET
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the threads of one board."""
    site = cast("SiteRequest", request)
    board = get_object_or_404(Board.objects.visible_to(site.user), slug=slug)
    context = _listing(site, board=board) | {
        "board": board,
        "wait": board_wait(board),
        "tags": lists.tags_of(board),
    }
    return render(request, "community/board.html", context)


def _listing(request: SiteRequest, *, board: Board | None) -> dict[str, Any]:
    choice = lists.Choice.of(request.GET)
    page = lists.page_of(reader=request.user, choice=choice, board=board)
    found = lists.counts(reader=request.user, board=board)
    return {
        "choice": choice,
        "page": page,
        "total": found["all"],
        "chips": [(str(state), LABELS[state], found[state]) for state in CHIPS],
        "orders": lists.ORDERS,
        "pinned": _pinned(board, choice),
        "with_board": board is None,
    }


def _pinned(board: Board | None, choice: lists.Choice) -> Any:
    if board is None or not choice.is_plain:
        return []
    pinned = board.threads.filter(is_pinned=True, hidden_at=None)
    return pinned.select_related("author")[:PINNED_SHOWN]
