"""What other pages show of the forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from community import lists
from community.models import Board, Post, Thread
from community.states import LABELS, State
from community.waiting import board_wait

if TYPE_CHECKING:
    from django.template import Context

    from accounts.models import Member
    from accounts.roles import Reader
    from base.percentiles import Claim

register = template.Library()
LIVE_POOL = 40  # of the latest threads, to have one of each state among the five shown

HOUR, DAY = 60, 24 * 60
ANSWERS_SHOWN = 10


@register.filter
def duration(minutes: float | None) -> str:
    """Say how long in words: "35 minutes", "2 h 50", "3 days"."""
    if minutes is None:
        return ""
    whole = max(1, round(minutes))
    if whole < HOUR:
        return ngettext("%(n)d minute", "%(n)d minutes", whole) % {"n": whole}
    if whole < DAY:
        # Minutes matter less the longer it takes: ten at a time.
        hours, rest = divmod(round(whole, -1), HOUR)
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}
    days = round(whole / DAY)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


@register.filter
def brief(claim: Claim | None) -> str:
    """Say a wait in a few characters for a list: "≈ 35 min"."""
    if claim is None:
        return _("too few to say")
    if claim.median_minutes is None:
        return _("under half answered")
    if claim.median_minutes < HOUR:
        return _("≈ %(n)d min") % {"n": max(1, round(claim.median_minutes))}
    return _("≈ %(duration)s") % {"duration": duration(claim.median_minutes)}


@register.filter
def state_label(state: str) -> str:
    return str(LABELS[State(state)]) if state else _("Discussion")


@register.inclusion_tag("community/_wait.html")
def community_wait(claim: Claim | None) -> dict[str, Any]:
    """Say how long a first answer takes: one figure, what it means, where it is from."""
    return {"claim": claim}


def _reader(context: Context) -> Reader:
    request = context.get("request")
    return request.user if request is not None else AnonymousUser()


@register.inclusion_tag("community/_rows.html", takes_context=True)
def live_threads(context: Context, limit: int = 5) -> dict[str, Any]:
    """Show the liveliest of each state first, in the language of the page."""
    language = (get_language() or "en")[:2]
    latest = (
        Thread.objects.visible_to(_reader(context))
        .filter(language=language)
        .for_listing()[:LIVE_POOL]
    )
    firsts: dict[str, Thread] = {}
    for thread in latest:
        firsts.setdefault(str(thread.state), thread)
    shown = [*firsts.values(), *(one for one in latest if one not in firsts.values())]
    by_activity = sorted(shown[:limit], key=lambda one: one.last_post_at, reverse=True)
    return {"threads": by_activity, "with_board": True}


@register.inclusion_tag("community/_boards.html", takes_context=True)
def boards_list(context: Context) -> dict[str, Any]:
    """Show the boards with the usual wait on each, and the way to ask."""
    boards = Board.objects.visible_to(_reader(context))
    return {"boards": [(board, board_wait(board)) for board in boards]}


@register.inclusion_tag("community/_now.html", takes_context=True)
def community_now(context: Context) -> dict[str, Any]:
    """Show one line of what happens right now: the wait, and what waits for help."""
    reader = _reader(context)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "claim": board_wait(None),
        "solved_today": Thread.objects.visible_to(reader)
        .filter(solved_at__gte=midnight)
        .count(),
        "unanswered": lists.counts(reader=reader)[State.UNANSWERED],
    }


@register.inclusion_tag("community/_activity.html", takes_context=True)
def activity_of(context: Context, member: Member) -> dict[str, Any]:
    """Show what ``member`` did here, as far as the reader may read it."""
    answers = Post.objects.visible_to(_reader(context)).answers()
    mine = answers.filter(author=member, thread__hidden_at=None)
    threads = Thread.objects.visible_to(_reader(context)).filter(author=member)
    return {
        "member": member,
        "asked": threads.count(),
        **mine.aggregate(answered=Count("pk"), accepted=Count("solves")),
        "latest": mine.select_related("thread__board").order_by("-posted_at")[
            :ANSWERS_SHOWN
        ],
    }
