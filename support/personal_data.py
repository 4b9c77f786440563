"""What support holds of a member: their requests, and what went along with a hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q

from accounts.personal import address, plain
from community.models import Post
from support.models import Escalation, Message, Satisfaction, Ticket

if TYPE_CHECKING:
    from accounts.models import Member
    from accounts.personal import Row

covers = frozenset({"support.Escalation", "support.Message", "support.Ticket"})
FORMER = "Former member"  # in a packet, which is read by staff and by desks outside


def export(member: Member) -> dict[str, list[Row]]:
    public = Prefetch(
        "messages", Message.objects.public().prefetch_related("files"), to_attr="shown"
    )
    tickets = Ticket.objects.filter(requester=member).prefetch_related(public)
    handed = Escalation.objects.filter(Q(by=member) | Q(thread__author=member))
    return {
        "requests": [_request(ticket, member) for ticket in tickets.order_by("opened_at")],
        "discussions handed to support": [
            _handed(each, member) for each in handed.select_related("thread").distinct()
        ],
    }


def _request(ticket: Ticket, member: Member) -> Row:
    messages: list[Message] = ticket.shown  # type: ignore[attr-defined]  # prefetched
    return {
        "number": ticket.label,
        "address": address(ticket.get_absolute_url()),
        "subject": ticket.subject,
        "state": str(ticket.get_state_display()),
        "opened at": plain(ticket.opened_at),
        "closed at": plain(ticket.closed_at),
        "satisfaction": _satisfaction(ticket),
        "messages": [
            {
                "at": plain(message.posted_at),
                "by": "you" if message.author_id == member.pk else "support",
                "text": message.body_markdown,
                "files": [
                    {"name": file.name, "address": address(file.get_absolute_url())}
                    for file in message.files.all()
                ],
            }
            for message in messages
        ],
    }


def _satisfaction(ticket: Ticket) -> Row:
    said = Satisfaction.objects.filter(ticket=ticket).first()
    if said is None:
        return {}
    reason = str(said.get_reason_display())
    return {"satisfied": said.is_satisfied, "reason": reason, "comment": said.comment}


def _handed(escalation: Escalation, member: Member) -> Row:
    told = escalation.packet if escalation.thread.author_id == member.pk else {}
    return {
        "at": plain(escalation.created_at),
        "discussion": address(escalation.thread.get_absolute_url()),
        "reason": escalation.reason if escalation.by_id == member.pk else "",
        "searches told": told.get("searches", []),
        "guides told": told.get("articles", []),
    }


def erase(member: Member) -> None:
    """Take the name and the way here out of what was handed over; requests stay.

    A request is the company's history: its page asks the emptied account who wrote it.
    """
    theirs = Q(thread__author=member) | Q(thread__posts__author=member)
    pks = Escalation.objects.filter(theirs).values("pk")
    for escalation in Escalation.objects.filter(pk__in=pks).select_for_update():
        posts = Post.objects.filter(thread=escalation.thread_id, author=member)
        wrote_at = {at.isoformat() for at in posts.values_list("posted_at", flat=True)}
        escalation.packet = _without(escalation.packet, member, wrote_at)
        escalation.save(update_fields=["packet"])


def _without(packet: dict[str, Any], member: Member, wrote_at: set[str]) -> dict[str, Any]:
    # By its moment, not by its author's name, which may have been another then.
    said = [
        reply | {"author": FORMER} if reply["at"] in wrote_at else reply
        for reply in packet.get("replies", [])
    ]
    told = packet | {"replies": said} if said else packet
    if packet.get("requester", {}).get("id") != member.pk:
        return told
    who = packet["requester"] | {"name": FORMER, "shop": ""}
    return told | {"requester": who, "searches": [], "articles": []}
