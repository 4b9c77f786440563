"""What is new in a thread since a member was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, Subquery

from community.models import Post, ReadThread, Thread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.roles import Reader


def mark_new(threads: Sequence[Thread], *, reader: Reader) -> None:
    """Give each thread that ``reader`` was in its ``new_count``, in one query for all.

    Threads never opened get none: all of them would be new.
    """
    if reader.is_anonymous or not threads:
        return
    new = Q(thread__posts__position__gt=F("position"), thread__posts__hidden_at=None)
    rows = (
        ReadThread.objects.filter(member=reader, thread__in=threads)
        .annotate(new=Count("thread__posts", filter=new & ~Q(thread__posts__author=reader)))
        .values_list("thread", "new")
    )
    counts = dict(rows)
    for thread in threads:
        thread.new_count = counts.get(thread.pk, 0)


def first_new(thread: Thread, *, reader: Reader) -> Post | None:
    """Return the first post by others after what ``reader`` has seen; none if all is."""
    if reader.is_anonymous:
        return None
    seen = ReadThread.objects.filter(member=reader, thread=OuterRef("thread"))
    return (
        thread.posts.filter(position__gt=Subquery(seen.values("position")), hidden_at=None)
        .exclude(author=reader)
        .only("pk", "position")
        .order_by("position")
        .first()
    )
