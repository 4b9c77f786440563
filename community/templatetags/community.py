"""What other pages show of the forum."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from community import following, lists, quoting, unread
from community.activity import activity, thanked
from community.models import Board, Post, Tag, Thread, Trust
from community.services import judging
from community.states import LABELS, State
from community.trust import trust_of
from community.waiting import board_wait

if TYPE_CHECKING:
    from django.template import Context

    from accounts.models import Member
    from accounts.roles import Reader
    from base.percentiles import Claim
    from community.private import InPrivate, Said

register = template.Library()
LIVE_POOL = 40  # of the latest threads, to have one of each state among the five shown

HOUR, DAY = 60, 24 * 60
WEEK = timedelta(days=7)
HELPERS_SHOWN = 4


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
        if not rest:
            return _("%(hours)d\u00a0h") % {"hours": hours}
        return _("%(hours)d\u00a0h\u00a0%(minutes)02d") % {"hours": hours, "minutes": rest}
    days = round(whole / DAY)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


@register.filter
def quote_source(post: Post) -> str:
    """Return the first line of a quote of ``post``, in Markdown."""
    return quoting.source_line(post)


@register.filter
def held_words(reason: list[str | int]) -> str:
    """Say why a message is held, for moderators."""
    return judging.words_of(reason)


@register.filter
def behind(said: InPrivate, post: Post) -> list[Said]:
    """Return what was said in private after ``post`` and before the next one."""
    return said.after.get(post.pk, [])


@register.filter
def trust_mark(member: Member) -> str:
    """Say that a member is trusted; staff have a mark of their own, most others none."""
    level = trust_of(member)
    return str(level.label) if level >= Trust.TRUSTED and not member.is_moderator else ""


@register.filter
def brief(claim: Claim | None) -> str:
    """Say a wait in a few characters for a list: "≈ 35 min"."""
    if claim is None:
        return _("too few to say")
    if claim.median_minutes is None:
        return _("%(n)d in 10 within a day") % {"n": claim.tenths_in_a_day}
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
    unread.mark_new(by_activity, reader=_reader(context))
    return {"threads": by_activity, "with_board": True}


@register.inclusion_tag("community/_boards.html", takes_context=True)
def boards_list(context: Context) -> dict[str, Any]:
    """Show the boards with the usual wait on each, and the way to ask."""
    boards = Board.objects.visible_to(_reader(context))
    return {"boards": [(board, board_wait(board)) for board in boards]}


@register.simple_tag
def community_answers_in() -> str:
    """Say in a sentence how long a first answer usually takes."""
    claim = board_wait(None)
    if claim is None or claim.median_minutes is None:
        return _("Somebody may have had the same question.")
    wait = {"wait": duration(claim.median_minutes)}
    return _("A first answer from the community usually takes %(wait)s.") % wait


@register.inclusion_tag("community/_now.html", takes_context=True)
def community_now(context: Context) -> dict[str, Any]:
    """Show one line of what happens right now: the wait, and what waits for help."""
    reader = _reader(context)
    solved = Thread.objects.visible_to(reader)
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "claim": board_wait(None),
        **solved.aggregate(
            solved_today=Count("pk", filter=Q(solved_at__gte=midnight)),
            solved_this_week=Count("pk", filter=Q(solved_at__gte=now - WEEK)),
        ),
        "unanswered": lists.counts(reader=reader)[State.UNANSWERED],
    }


@register.inclusion_tag("community/_helpers.html", takes_context=True)
def thanks_of_the_week(context: Context) -> dict[str, Any]:
    """Name those whose answers helped most people in the last seven days."""
    if not settings.SHOW_THANKS:
        return {"helpers": []}
    return {"helpers": thanked(reader=_reader(context), limit=HELPERS_SHOWN)}


@register.inclusion_tag("community/_activity.html", takes_context=True)
def activity_of(context: Context, member: Member) -> dict[str, Any]:
    """Show what ``member`` did here, as far as the reader may read it."""
    show = context["request"].GET.get("show", "")
    return {"member": member, **activity(member, reader=_reader(context), show=show)}


@register.inclusion_tag("community/_follow.html", takes_context=True)
def follow_button(context: Context, what: Board | Tag | Member | None) -> dict[str, Any]:
    """Show the button that follows a board, a tag or a member; none of oneself."""
    reader = _reader(context)
    request = context["request"]
    if what is None or what == reader:
        return {}
    is_on = following.is_followed(what, by=reader)
    return {**following.button(what, is_on=is_on), "request": request}


@register.simple_tag
def tag_named(name: str) -> Tag | None:
    """Return the tag of a filtered list; anybody may write a name into the address."""
    return Tag.objects.filter(name=name).first()
