"""Whom a member may mean by the first letters of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from accounts.models import Member
from accounts.roles import who_may_read
from community.models import Post

if TYPE_CHECKING:
    from community.models import Thread

SHOWN = 6
LETTERS_MAX = 40


def members_like(text: str, *, by: Member, thread: Thread | None) -> list[Member]:
    """Return up to six whose username, or a word of whose name, begins with ``text``.

    Who wrote in the thread comes first. Whoever may not read it would not be told, and
    is left out; so is ``by``.
    """
    text = text.strip().removeprefix("@")[:LETTERS_MAX]
    if not text:
        return []
    begins = (
        Q(username__istartswith=text)
        | Q(display_name__istartswith=text)
        | Q(display_name__icontains=f" {text}")
    )
    members = Member.objects.filter(begins, is_active=True).exclude(pk=by.pk)
    if thread is None:
        return list(members.order_by("username")[:SHOWN])
    readers = who_may_read(members, thread.board.audience)
    shown = Post.objects.filter(thread=thread, hidden_at=None, author=OuterRef("pk"))
    first = readers.annotate(is_here=Exists(shown))
    return list(first.order_by("-is_here", "username")[:SHOWN])
