"""What members are told of moderators' decisions about what they wrote: what, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.notices import in_each_language, tell
from community.notices import TITLE_SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from community.models import Action, Post, Thread

KIND = "hidden"  # as in accounts.kinds: a moderator decides about what one wrote


def tell_hidden(post: Post, *, action: int) -> None:
    """Tell the author that a post was taken down, and why, by a moderator's ``action``."""
    words = {"title": post.thread.title[:TITLE_SHOWN], "reason": post.hidden_reason}
    _tell_author(
        post,
        event=f"hidden:{action}",
        say=lambda: _("Your message in “%(title)s” was taken down: %(reason)s") % words,
        url=post.thread.get_absolute_url(),
    )


def tell_restored(post: Post, *, action: int) -> None:
    """Tell the author that a post is back in its place, by the moderator's ``action``."""
    title = {"title": post.thread.title[:TITLE_SHOWN]}
    _tell_author(
        post,
        event=f"restored:{action}",
        say=lambda: _("Your message in “%(title)s” is back.") % title,
    )


def tell_held_again(post: Post, *, action: int) -> None:
    """Tell the author that a message waits for a moderator once more."""
    title = {"title": post.thread.title[:TITLE_SHOWN]}
    _tell_author(
        post,
        event=f"held:{action}",
        say=lambda: (
            _("A moderator looks again at your message in “%(title)s” before it is shown.")
            % title
        ),
    )


def tell_let_through(post: Post) -> None:
    """Tell the author that a message that was held is there for all to read."""
    title = {"title": post.thread.title[:TITLE_SHOWN]}
    _tell_author(
        post,
        event=f"shown:{post.pk}",
        say=lambda: _("Your message in “%(title)s” is shown now.") % title,
    )


def _tell_author(post: Post, *, event: str, say: Callable[[], str], url: str = "") -> None:
    tell(
        members=[post.author],
        kind=KIND,
        key=post.thread.key,
        event=event,
        text=in_each_language(say),
        url=url or post.get_absolute_url(),
    )


def tell_changed(post: Post, *, action: Action) -> None:
    """Tell the author that a moderator changed what their message says."""
    title = {"title": post.thread.title[:TITLE_SHOWN]}
    _tell_of(
        action,
        [post.author],
        lambda: _("A moderator changed your message in “%(title)s”.") % title,
        thread=post.thread,
        url=post.get_absolute_url(),
    )


def tell_locked(thread: Thread, *, action: Action) -> None:
    """Tell who opened a thread that a moderator closed it to messages, or opened it."""
    title = {"title": thread.title[:TITLE_SHOWN]}

    def say() -> str:
        if thread.is_locked:
            return _("A moderator locked “%(title)s”.") % title
        return _("“%(title)s” is open for messages again.") % title

    _tell_of(action, [thread.author], say, thread=thread)


def tell_moved(thread: Thread, *, action: Action) -> None:
    """Tell who opened a thread on which board it is now; who may not read it, nothing."""
    if thread.board.audience > thread.author.audience:
        return
    title = thread.title[:TITLE_SHOWN]
    _tell_of(
        action,
        [thread.author],
        lambda: (
            _("A moderator moved “%(title)s” to %(board)s.")
            % {"title": title, "board": thread.board.title}
        ),
        thread=thread,
    )


def tell_merged(source: Thread, into: Thread, *, action: Action) -> None:
    """Tell who opened ``source`` where its messages are now."""
    names = {"title": source.title[:TITLE_SHOWN], "into": into.title[:TITLE_SHOWN]}
    _tell_of(
        action,
        [source.author],
        lambda: _("A moderator merged “%(title)s” into “%(into)s”.") % names,
        thread=into,
    )


def tell_parted(thread: Thread, *, action: int) -> None:
    """Tell who opened a merged thread that it stands for itself again."""
    title = {"title": thread.title[:TITLE_SHOWN]}
    tell(
        members=[thread.author],
        kind=KIND,
        key=thread.key,
        event=f"parted:{action}",
        text=in_each_language(
            lambda: _("“%(title)s” is a discussion of its own again.") % title
        ),
        url=thread.get_absolute_url(),
    )


def tell_split(new: Thread, *, posts: Collection[int], action: Action) -> None:
    """Tell the authors of ``posts`` (primary keys) in which thread they are now."""
    authors = Member.objects.filter(posts__in=posts).distinct()
    title = {"title": new.title[:TITLE_SHOWN]}
    _tell_of(
        action,
        list(authors),
        lambda: (
            _("A moderator made what you wrote a discussion of its own: “%(title)s”.")
            % title
        ),
        thread=new,
    )


def _tell_of(
    action: Action,
    members: Collection[Member],
    say: Callable[[], str],
    *,
    thread: Thread,
    url: str = "",
) -> None:
    """Tell of ``action`` with its reason; never the moderator of their own doing."""

    def with_reason() -> str:
        if not action.reason:
            return say()
        words = {"said": say(), "reason": action.reason}
        return _("%(said)s The reason: %(reason)s") % words

    tell(
        members=[member for member in members if member.pk != action.by_id],
        kind=KIND,
        key=thread.key,
        event=f"{action.kind}:{action.pk}",
        text=in_each_language(with_reason),
        url=url or thread.get_absolute_url(),
    )


def tell_warned(member: Member, *, reason: str, action: int, post: Post | None) -> None:
    """Tell a member what a moderator asks of them from now on."""
    _tell_member(
        member,
        event=f"warned:{action}",
        post=post,
        say=lambda: (
            _("A moderator asks you to keep to the rules: %(reason)s") % {"reason": reason}
        ),
    )


def tell_warning_gone(member: Member, *, action: int, post: Post | None) -> None:
    """Tell a member that a warning counts no more."""
    _tell_member(
        member,
        event=f"unwarned:{action}",
        post=post,
        say=lambda: _("A moderator took a warning back: it was a mistake. Sorry."),
    )


def _tell_member(
    member: Member, *, event: str, post: Post | None, say: Callable[[], str]
) -> None:
    tell(
        members=[member],
        kind=KIND,
        key=post.thread.key if post else f"member:{member.pk}",
        event=event,
        text=in_each_language(say),
        url=post.get_absolute_url() if post else member.get_absolute_url(),
    )
