"""What a member follows, as pages show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member
from community.models import Board, Follow, Tag, Thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.roles import Reader

Followed: TypeAlias = Board | Tag | Member | Thread
THREADS_SHOWN = 100  # the latest; the list would be as long as the years otherwise


def of(member: Member) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return what ``member`` follows and may read: ``(name, label, buttons)``, by kind."""
    follows = Follow.objects.filter(member=member)
    boards = Board.objects.visible_to(member)
    watched = Thread.objects.visible_to(member).filter(watches__member=member)
    followed: dict[str, tuple[str, Iterable[Followed]]] = {
        "boards": (_("Boards"), boards.filter(pk__in=follows.values("board"))),
        "tags": (_("Tags"), Tag.objects.filter(pk__in=follows.values("tag"))),
        "members": (
            _("Members"),
            Member.objects.filter(pk__in=follows.values("author")).order_by("username"),
        ),
        "threads": (_("Discussions"), watched.order_by("-last_post_at")[:THREADS_SHOWN]),
    }
    return [
        (name, label, [button(what, is_on=True) for what in found])
        for name, (label, found) in followed.items()
    ]


def is_followed(what: Board | Tag | Member, *, by: Reader) -> bool:
    """Whether ``by`` hears of what is new there."""
    if by.is_anonymous:
        return False
    return Follow.objects.to(what).filter(member=by).exists()


def button(what: Followed, *, is_on: bool) -> dict[str, Any]:
    """Return what the follow button of a board, tag, member or thread shows."""
    if isinstance(what, Board):
        kind, name, label = "board", what.slug, what.title
    elif isinstance(what, Tag):
        kind, name, label = "tag", what.name, f"#{what.name}"
    elif isinstance(what, Member):
        kind, name, label = "member", what.username, what.name
    else:
        kind, name, label = "thread", str(what.pk), what.title
    return {
        "kind": kind,
        "name": name,
        "label": label,
        "url": _url(what),
        "is_on": is_on,
        "language": what.language if isinstance(what, Thread) else "",
    }


def _url(what: Followed) -> str:
    if isinstance(what, Tag):
        return f"{reverse('community:index')}?{urlencode({'tag': what.name})}"
    return what.get_absolute_url()
