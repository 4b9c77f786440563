"""What other pages show of support: where a thread stands, and whether support is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from community.models import SupportState
from support import hours
from support.escalation import may_hand_over, possible_from
from support.models import Channel, Ticket
from support.waiting import ticket_wait

if TYPE_CHECKING:
    from django.template import Context

    from accounts.roles import Reader
    from community.models import Thread

register = template.Library()

# Which of the steps after "Asked" and the answers is the present one.
STEP = {
    SupportState.SENDING: 0,
    SupportState.NOT_SENT: 0,
    SupportState.WITH_SUPPORT: 1,
    SupportState.WAITING: 1,
    SupportState.ANSWERED: 2,
    SupportState.CLOSED: 3,
}
PILLS = {
    Ticket.State.OPEN: "support",
    Ticket.State.WAITING: "attention",
    Ticket.State.ANSWERED: "solved",
    Ticket.State.CLOSED: "discussion",
}


@register.filter
def pill(ticket: Ticket) -> str:
    """Return the mark of a request's state."""
    return PILLS[Ticket.State(ticket.state)]


def _reader(context: Context) -> Reader:
    request = context.get("request")
    return request.user if request is not None else AnonymousUser()


@register.inclusion_tag("support/_handover.html", takes_context=True)
def handover(context: Context, thread: Thread) -> dict[str, Any]:
    """Show where a thread stands with support, or how its author can hand it over."""
    reader = _reader(context)
    is_party = reader.is_authenticated and may_hand_over(thread, reader)
    shown: dict[str, Any] = {
        "thread": thread,
        "csrf_token": context.get("csrf_token"),
        "is_party": is_party,
    }
    if thread.support_state:
        shown |= _standing(thread, reader)
        if ticket := shown["ticket"]:
            shown["now"] = _open_state(context, ticket.ticket_class)
    if thread.support_state in {SupportState.NONE, SupportState.CLOSED}:
        shown |= _button(thread, reader, is_party=is_party)
    return shown


def _standing(thread: Thread, reader: Reader) -> dict[str, Any]:
    step = STEP[SupportState(thread.support_state)]
    names = [
        _("Sent to support"),
        _("With support"),
        _("Answered by support"),
        _("Closed"),
    ]
    ticket = None
    if reader.is_authenticated:
        latest = thread.escalations.order_by("-round").values("pk")[:1]
        ticket = Ticket.objects.readable_by(reader).filter(escalation=latest).first()
    return {
        "steps": [(name, place < step, place == step) for place, name in enumerate(names)],
        "ticket": ticket,
    }


def _button(thread: Thread, reader: Reader, *, is_party: bool) -> dict[str, Any]:
    """The author of an open question may; others who look after the forum always."""
    if not is_party or reader.is_anonymous or thread.hidden_at is not None:
        return {}
    if reader.pk == thread.author_id and not reader.is_moderator:
        possible_at = possible_from(thread)
        is_open = thread.is_question and not thread.is_solved
        return {
            "may_press": is_open and possible_at <= timezone.now(),
            "possible_at": possible_at if is_open else None,
        }
    return {"may_press": True, "is_keeper": True}


@register.inclusion_tag("support/_now.html", takes_context=True)
def support_now(context: Context) -> dict[str, Any]:
    """Show one line of what happens right now: whether support is open, and the wait."""
    return {"now": _open_state(context), "claim": ticket_wait()}


def _open_state(
    context: Context, ticket_class: str = "", channel: str = Channel.SITE
) -> hours.OpenState:
    request = context.get("request")
    return hours.support_hours(ticket_class=ticket_class, channel=channel, request=request)


@register.inclusion_tag("support/_hours.html", takes_context=True)
def contact_hours(context: Context, ticket_class: str = "") -> dict[str, Any]:
    """Show the hours of the coming days, today marked, by the reader's clock."""
    request = context.get("request")
    return {
        "now": _open_state(context, ticket_class),
        "days": hours.coming_days(ticket_class=ticket_class, request=request),
        "channels": [
            (channel.label, _open_state(context, ticket_class, channel))
            for channel in hours.other_channels(ticket_class)
        ],
    }


@register.inclusion_tag("support/_until.html", takes_context=True)
def open_until(context: Context, ticket_class: str = "") -> dict[str, Any]:
    """Say until when those who look after a class are there, or when they are back."""
    return {"now": _open_state(context, ticket_class)}


@register.inclusion_tag("support/_replies_in.html", takes_context=True)
def support_replies_in(context: Context) -> dict[str, Any]:
    """Say in a sentence how long support takes, and whether it is open."""
    return {"now": _open_state(context), "claim": ticket_wait()}


@register.inclusion_tag("support/_banner.html", takes_context=True)
def support_banner(context: Context) -> dict[str, Any]:
    """Announce the next closure on every page, until it is over."""
    request = context.get("request")
    closure = next(iter(hours.announced()), None)
    if closure is None:
        return {}
    is_french = get_language() == "fr"
    zone = hours.reader_zone(request) or hours.team_for().zone
    return {
        "closure": closure,
        "notice": closure.notice_fr if is_french else closure.notice_en,
        "zone": zone,
        "now": _open_state(context),
    }
