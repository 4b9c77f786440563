"""What the guides hold of a member: the votes, with what was said beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.personal import address, plain
from articles.models import Vote

if TYPE_CHECKING:
    from accounts.models import Member
    from accounts.personal import Row

covers = frozenset({"articles.Vote"})


def export(member: Member) -> dict[str, list[Row]]:
    votes = Vote.objects.filter(member=member).select_related("article")
    return {"votes on guides": [_vote(vote) for vote in votes.order_by("voted_at")]}


def _vote(vote: Vote) -> Row:
    return {
        "at": plain(vote.voted_at),
        "guide": vote.article.title,
        "address": address(vote.article.url or ""),
        "helped": vote.is_helpful,
        "why not": vote.get_reason_display(),
        "in your words": vote.comment,
        "what you had searched": vote.search_text,
    }


def erase(member: Member) -> None:
    """Keep that somebody voted, so that the counts hold; not who, nor their words."""
    Vote.objects.filter(member=member).update(member=None, comment="", search_text="")
