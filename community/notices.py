"""What members are told of their threads, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.notices import in_each_language, tell

if TYPE_CHECKING:
    from datetime import datetime

    from community.models import Post, Thread

TITLE_SHOWN = 80


def _watchers(thread: Thread, *, but: Member) -> list[Member]:
    """Return who watches, may still read the board, and is not the one who acts."""
    watchers = Member.objects.filter(watch__thread=thread, is_active=True)
    return [
        member
        for member in watchers.exclude(pk=but.pk).prefetch_related("groups")
        if member.audience >= thread.board.audience
    ]


def tell_answer(post: Post) -> None:
    """Tell the watchers of a new answer."""
    title = post.thread.title[:TITLE_SHOWN]

    def say() -> str:
        names = {"name": post.author.name, "title": title}
        if post.as_support:
            return _("Support answered in “%(title)s”.") % names
        return _("%(name)s answered in “%(title)s”.") % names

    tell(
        members=_watchers(post.thread, but=post.author),
        kind="answer",
        key=post.thread.key,
        event=f"post:{post.pk}",
        text=in_each_language(say),
        url=post.get_absolute_url(),
        at=post.posted_at,
    )


def tell_accepted(post: Post, *, by: Member, at: datetime) -> None:
    """Tell the watchers that the question is solved."""
    title = post.thread.title[:TITLE_SHOWN]
    tell(
        members=_watchers(post.thread, but=by),
        kind="accepted",
        key=post.thread.key,
        event=f"accepted:{post.pk}",
        text=in_each_language(lambda: _("“%(title)s” is solved.") % {"title": title}),
        url=post.get_absolute_url(),
        at=at,
    )


def tell_hidden(post: Post) -> None:
    """Tell the author that a post was taken down, and why."""
    words = {"title": post.thread.title[:TITLE_SHOWN], "reason": post.hidden_reason}
    tell(
        members=[post.author],
        kind="hidden",
        key=post.thread.key,
        event=f"hidden:{post.pk}",
        text=in_each_language(
            lambda: _("Your message in “%(title)s” was taken down: %(reason)s") % words
        ),
        url=post.thread.get_absolute_url(),
        at=post.hidden_at,
    )
