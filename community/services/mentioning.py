"""Naming members in a message: a link to each, and a word to each of them, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models.functions import Lower

from accounts.models import Member
from accounts.roles import who_may_read
from community import notices
from community.mentions import handles, render
from community.models import Mention

if TYPE_CHECKING:
    from community.models import Board, Post

MENTIONS_MAX = 10  # members told by one message, whatever becomes of its text


def named_in(body: str, board: Board) -> dict[str, Member]:
    """Return who of those named in ``body`` may read the board, by small-lettered name."""
    names = handles(body)
    if not names:
        return {}
    members = Member.objects.annotate(handle=Lower("username")).filter(handle__in=names)
    found = {each.username.lower(): each for each in who_may_read(members, board.audience)}
    return {name: found[name] for name in names if name in found}


def html_of(body: str, board: Board) -> str:
    """Return ``body`` as HTML in which the names of readers of the board are links."""
    named = named_in(body, board)
    return render(body, {name: each.get_absolute_url() for name, each in named.items()})


def tell_named(post: Post) -> None:
    """Tell whom ``post`` names, once however often it is edited; nobody if it is hidden.

    Belongs into the transaction that writes the post, after its text is saved.
    """
    if post.is_hidden or post.thread.hidden_at:
        return
    named = named_in(post.body_markdown, post.thread.board)
    if not named:
        return
    told = set(post.mentions.values_list("member_id", flat=True))
    others = [
        member
        for member in named.values()
        if member.pk not in told and member.pk != post.author_id
    ]
    new = others[: max(0, MENTIONS_MAX - len(told))]
    Mention.objects.bulk_create(
        (Mention(post=post, member=member) for member in new), ignore_conflicts=True
    )
    notices.tell_mentioned(post, members=new)
