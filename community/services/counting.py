"""The columns that lists read, computed from the rows: for one thread, or all of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, F

from community.models import Post, Thread

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

BATCH = 500
FIGURES = (
    "answer_count",
    "peer_answer_count",
    "first_answer_at",
    "last_post_at",
    "is_last_by_author",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A column that does not agree with the rows it stands for."""

    kind: type[Thread | Post]
    pk: int
    column: str
    kept: Any
    counted: Any

    def __str__(self) -> str:
        row = f"{self.kind.__name__} {self.pk}"
        return f"{row}: {self.column} {self.kept} → {self.counted}"


def recount(thread: Thread) -> None:
    """Compute the columns that lists read anew, from the thread's visible posts.

    Not ``me_too_count``: imported threads bring a number without its people.
    """
    posts = thread.posts.filter(hidden_at=None).order_by("position")
    rows = list(posts.values_list("position", "author_id", "posted_at"))
    for column, value in figures(thread, rows).items():
        setattr(thread, column, value)
    thread.save(update_fields=FIGURES)


def figures(thread: Thread, posts: Sequence[tuple[int, int, datetime]]) -> dict[str, Any]:
    """Return ``FIGURES`` of a thread.

    Args:
        posts: position, author and time of each visible post, in order.
    """
    answers = [post for post in posts if post[0] > 1]
    by_others = [post for post in answers if post[1] != thread.author_id]
    return {
        "answer_count": len(answers),
        "peer_answer_count": len(by_others),
        "first_answer_at": min((post[2] for post in by_others), default=None),
        "last_post_at": max((post[2] for post in posts), default=thread.asked_at),
        "is_last_by_author": not answers or answers[-1][1] == thread.author_id,
    }


def differences() -> Iterator[Difference]:
    """Yield every column of threads and posts that does not agree with the rows.

    Imported threads and posts brought numbers without their people: of those, only a
    count smaller than its rows is wrong.
    """
    pks = list(Thread.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        yield from _of_threads(pks[start : start + BATCH])
    votes = Post.objects.annotate(counted=Count("helpful_votes"))
    rows = votes.exclude(helpful_count=F("counted")).values_list(
        "pk", "source", "helpful_count", "counted"
    )
    for pk, source, kept, counted in rows:
        if not source or kept < counted:
            yield Difference(Post, pk, "helpful_count", kept, counted)


def _of_threads(pks: Collection[int]) -> Iterator[Difference]:
    posts: dict[int, list[tuple[int, int, datetime]]] = defaultdict(list)
    visible = Post.objects.filter(thread__in=pks, hidden_at=None).order_by("position")
    for post in visible.only("thread", "position", "author", "posted_at"):
        posts[post.thread_id].append((post.position, post.author_id, post.posted_at))
    threads = Thread.objects.filter(pk__in=pks)
    too = dict(threads.values_list("pk", Count("me_toos")))
    for thread in threads:
        counted = figures(thread, posts[thread.pk])
        if not thread.source or thread.me_too_count < too[thread.pk]:
            counted["me_too_count"] = too[thread.pk]
        for column, value in counted.items():
            if (kept := getattr(thread, column)) != value:
                yield Difference(Thread, thread.pk, column, kept, value)


@transaction.atomic
def mend(found: Collection[Difference]) -> None:
    """Write what was counted; rows that changed meanwhile are counted again."""
    threads = {each.pk for each in found if each.kind is Thread}
    for thread in Thread.objects.select_for_update().filter(pk__in=threads).order_by("pk"):
        recount(thread)
    for each in found:
        if each.column in {"me_too_count", "helpful_count"}:
            presses = "me_toos" if each.kind is Thread else "helpful_votes"
            row = each.kind._default_manager.select_for_update().get(pk=each.pk)
            setattr(row, each.column, getattr(row, presses).count())
            row.save(update_fields=[each.column])
