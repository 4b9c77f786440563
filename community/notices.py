"""What members are told of their threads, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.notices import in_each_language, tell
from accounts.roles import who_may_read
from base.audience import Audience
from community.models import Follow, PrivateReply

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from community.badges import BadgeKind
    from community.models import Post, Thread

TITLE_SHOWN = 80


def _watchers(thread: Thread, *, but: Member) -> list[Member]:
    """Return who watches, may still read the board, and is not the one who acts."""
    watchers = Member.objects.filter(watch__thread=thread).exclude(pk=but.pk)
    return list(who_may_read(watchers, thread.board.audience))


def tell_answer(post: Post) -> None:
    """Tell the watchers of a new answer, and those who follow its author."""
    title = post.thread.title[:TITLE_SHOWN]

    def say() -> str:
        names = {"name": post.author.name, "title": title}
        if post.as_support:
            return _("Support answered in “%(title)s”.") % names
        return _("%(name)s answered in “%(title)s”.") % names

    followers = Member.objects.filter(follows__author=post.author_id)
    readers = who_may_read(followers, post.thread.board.audience)
    _tell_of(post, "answer", _watchers(post.thread, but=post.author), say)
    _tell_of(post, "member", list(readers.exclude(pk=post.author_id)), say)


def tell_new_thread(thread: Thread) -> None:
    """Tell those who follow its author, one of its tags or its board.

    The nearest of these interests comes first: its words are what the member reads.
    """
    post = thread.posts.select_related("author").get(position=1)
    post.thread = thread
    names = {"name": post.author.name, "title": thread.title[:TITLE_SHOWN]}
    follows = Follow.objects.of(thread).exclude(member=thread.author_id)

    def to(kind: str, followed: dict[str, bool], say: Callable[[], str]) -> None:
        members = Member.objects.filter(follows__in=follows.filter(**followed)).distinct()
        _tell_of(post, kind, list(who_may_read(members, thread.board.audience)), say)

    to(
        "member",
        {"author__isnull": False},
        lambda: _("%(name)s opened “%(title)s”.") % names,
    )
    to(
        "tag",
        {"tag__isnull": False},
        lambda: _("New under a tag you follow: “%(title)s”.") % names,
    )
    to(
        "board",
        {"board__isnull": False},
        lambda: (
            _("New on %(board)s: “%(title)s”.") % {**names, "board": thread.board.title}
        ),
    )


def tell_mentioned(post: Post, *, members: Collection[Member]) -> None:
    """Tell ``members`` that a message names them."""
    names = {"name": post.author.name, "title": post.thread.title[:TITLE_SHOWN]}
    _tell_of(
        post,
        "mention",
        members,
        lambda: _("%(name)s mentions you in “%(title)s”.") % names,
    )


def _tell_of(
    post: Post, kind: str, members: Collection[Member], say: Callable[[], str]
) -> None:
    """Tell ``members`` of a message: one event, whatever interests one has in it."""
    if not members:
        return
    tell(
        members=members,
        kind=kind,
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


def tell_badge(member: Member, *, badge: BadgeKind, at: datetime) -> None:
    """Tell a member of a badge that they earned."""

    def say() -> str:
        words = {"badge": badge.label, "meaning": badge.meaning}
        return _("You earned a badge: “%(badge)s” – %(meaning)s.") % words

    tell(
        members=[member],
        kind="badge",
        key=f"member:{member.pk}",
        event=f"badge:{badge.name}",
        text=in_each_language(say),
        url=member.get_absolute_url(),
        at=at,
    )


def tell_not_helped(thread: Thread, *, by: Member, at: datetime) -> None:
    """Tell those who follow a question that its answers did not help yet."""
    title = thread.title[:TITLE_SHOWN]
    tell(
        members=_watchers(thread, but=by),
        kind="answer",
        key=thread.key,
        event=f"not_helped:{at:%Y%m%d%H%M%S}",
        text=in_each_language(
            lambda: (
                _("The answers in “%(title)s” did not help %(name)s yet.")
                % {"title": title, "name": by.name}
            )
        ),
        url=thread.get_absolute_url(),
        at=at,
    )


def tell_ask_back(thread: Thread, *, url: str, at: datetime) -> None:
    """Ask the author whether an answer helped; ``url`` works without signing in."""
    title = thread.title[:TITLE_SHOWN]
    tell(
        members=[thread.author],
        kind="ask_back",
        key=thread.key,
        event="ask_back",
        text=in_each_language(
            lambda: _("Did an answer solve “%(title)s”?") % {"title": title}
        ),
        url=url,
        at=at,
    )


def tell_in_private(reply: PrivateReply) -> None:
    """Tell the author of a thread, or the staff they talk to; never with the words said."""
    thread, by = reply.thread, reply.author
    names = {"name": by.name, "title": thread.title[:TITLE_SHOWN]}

    def say() -> str:
        if by.pk == thread.author_id:
            return _("%(name)s answered you in private in “%(title)s”.") % names
        return _("Support wrote to you in private in “%(title)s”.") % names

    tell(
        members=_other_side(reply),
        kind="private",
        key=thread.key,
        event=f"private:{reply.pk}",
        text=in_each_language(say),
        url=reply.get_absolute_url(),
        at=reply.posted_at,
    )


def _other_side(reply: PrivateReply) -> list[Member]:
    """Return who is meant: the author, or the staff who took part and still are staff."""
    thread = reply.thread
    if reply.author_id != thread.author_id:
        author = Member.objects.filter(pk=thread.author_id)
        return list(who_may_read(author, thread.board.audience))
    written = PrivateReply.objects.under(thread).filter(thread__author=thread.author_id)
    took_part = Member.objects.filter(pk__in=written.values("author"))
    return list(who_may_read(took_part.exclude(pk=reply.author_id), Audience.STAFF))
