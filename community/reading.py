"""One page of a thread, as one reader sees it, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from community.models import HelpfulVote, MeToo, Post, Watch

if TYPE_CHECKING:
    from accounts.roles import Reader
    from community.models import Thread
    from community.models.posts import PostQuerySet

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """What the reader has pressed on this page."""

    me_too: bool = False
    watch: bool = False
    helpful: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    posts: list[Post]
    number: int
    pages: int
    end: int  # the last position of this page

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1 if self.number < self.pages else 0


def page_number(post: Post) -> int:
    """Return the page a post is on: the accepted answer stands on the first."""
    if post.thread.accepted_post_id == post.pk:
        return 1
    return (post.position - 1) // PAGE_SIZE + 1


def read(thread: Thread, *, reader: Reader, number: int = 1) -> Reading:
    """Return the posts of one page, the accepted answer directly after the question.

    What was taken down is among them, for a line in its place; what is held is not,
    but for its author and moderators.
    """
    last = thread.posts.aggregate(last=Max("position"))["last"] or 1
    pages = (last - 1) // PAGE_SIZE + 1
    number = min(max(number, 1), pages)
    start = (number - 1) * PAGE_SIZE
    on_page = Q(position__gt=start, position__lte=start + PAGE_SIZE)
    if number == 1:
        on_page |= Q(pk=thread.accepted_post_id)
    else:
        on_page &= ~Q(pk=thread.accepted_post_id)
    posts = list(
        _not_held_from(reader, thread)
        .filter(on_page)
        .defer("body_markdown")
        .select_related("author__standing")
        .prefetch_related("author__groups")
        .order_by("position")
    )
    posts.sort(key=lambda post: _place(post, thread))
    for post in posts:
        post.thread = thread
    end = min(start + PAGE_SIZE, last)
    return Reading(posts=posts, number=number, pages=pages, end=end)


def _not_held_from(reader: Reader, thread: Thread) -> PostQuerySet:
    posts = thread.posts.all()
    if reader.is_anonymous:
        return posts.filter(is_held=False)
    if reader.is_moderator:
        return posts
    return posts.filter(Q(is_held=False) | Q(author=reader))


def _place(post: Post, thread: Thread) -> tuple[int, int]:
    if post.position == 1:
        return 0, 0
    return (1, 0) if post.pk == thread.accepted_post_id else (2, post.position)


def pressed(thread: Thread, *, reader: Reader, posts: list[Post]) -> Pressed:
    """Return what ``reader`` has pressed, so that the buttons can show it."""
    if reader.is_anonymous:
        return Pressed()
    votes = HelpfulVote.objects.filter(member=reader, post__in=posts)
    return Pressed(
        me_too=MeToo.objects.filter(member=reader, thread=thread).exists(),
        watch=Watch.objects.filter(member=reader, thread=thread).exists(),
        helpful=frozenset(votes.values_list("post_id", flat=True)),
    )
