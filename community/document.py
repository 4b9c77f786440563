"""Threads as search sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch

from base.audience import Audience
from base.sanitize import plain_text
from community.models import Post, Thread
from search.document import Card, Document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from accounts.roles import Reader

KIND = "thread"
ANSWERS_MAX_CHARACTERS = 20_000
BATCH = 500


def pk_of(key: str) -> int:
    """Return the primary key in "thread:7"."""
    return int(key.partition(":")[2])


def version_of(thread: Thread) -> str:
    """Return what changes whenever the document does, from columns alone."""
    parts = (
        thread.last_post_at.timestamp(),
        thread.answer_count,
        thread.accepted_post_id,
        thread.state,
        thread.board.audience,
        thread.title,
    )
    return "/".join(str(part) for part in parts)


def from_thread(thread: Thread, posts: list[Post]) -> Document:
    """Return the document of one thread out of its visible posts, in order."""
    opening = next((post for post in posts if post.position == 1), None)
    answers = [post for post in posts if post.position > 1]
    accepted = next((post for post in answers if post.pk == thread.accepted_post_id), None)
    others = sorted(
        (post for post in answers if post is not accepted),
        key=lambda post: (-post.helpful_count, post.position),
    )
    return Document(
        key=thread.key,
        kind=KIND,
        language=thread.language,
        title=thread.title,
        body=plain_text(opening.body_html) if opening else "",
        accepted=plain_text(accepted.body_html) if accepted else "",
        answers=_joined(others),
        audience=Audience(thread.board.audience),
        place=f"board:{thread.board.slug}",
        state=thread.state or "",
        version=version_of(thread),
    )


def _joined(posts: Iterable[Post]) -> str:
    texts: list[str] = []
    room = ANSWERS_MAX_CHARACTERS
    for post in posts:
        text = plain_text(post.body_html)[:room]
        texts.append(text)
        room -= len(text)
        if room <= 0:
            break
    return "\n".join(texts)


class ThreadSource:
    """The forum, as named in ``settings.SEARCH_SOURCES``."""

    kinds = frozenset({KIND})

    def documents(self, keys: Collection[str] | None = None) -> Iterator[Document]:
        """Yield the threads that anybody may find: the hidden ones are left out."""
        threads = Thread.objects.filter(hidden_at=None)
        if keys is not None:
            threads = threads.filter(pk__in=[pk_of(key) for key in keys])
        visible = (
            Post.objects.filter(hidden_at=None).order_by("position").defer("body_markdown")
        )
        pks = threads.order_by("pk").values_list("pk", flat=True)
        everyone = list(pks)
        for start in range(0, len(everyone), BATCH):
            rows = (
                Thread.objects.filter(pk__in=everyone[start : start + BATCH])
                .select_related("board")
                .prefetch_related(Prefetch("posts", queryset=visible))
            )
            for thread in rows:
                yield from_thread(thread, list(thread.posts.all()))

    def versions(self) -> dict[str, str]:
        threads = Thread.objects.filter(hidden_at=None).select_related("board")
        return {thread.key: version_of(thread) for thread in threads.iterator()}

    def readable(self, keys: Collection[str], reader: Reader) -> set[str]:
        pks = [pk_of(key) for key in keys]
        found = Thread.objects.visible_to(reader).filter(pk__in=pks, hidden_at=None)
        return {f"{KIND}:{pk}" for pk in found.values_list("pk", flat=True)}

    def cards(self, keys: Sequence[str], reader: Reader) -> dict[str, Card]:
        """Return cards in three queries; a solved thread shows its accepted answer."""
        pks = [pk_of(key) for key in keys]
        threads = (
            Thread.objects.visible_to(reader)
            .filter(pk__in=pks, hidden_at=None)
            .select_related("board", "accepted_post")
            .prefetch_related(
                Prefetch("posts", queryset=Post.objects.filter(position=1, hidden_at=None))
            )
        )
        return {thread.key: _card(thread) for thread in threads}


def _card(thread: Thread) -> Card:
    shown = thread.accepted_post or next(iter(thread.posts.all()), None)
    return Card(
        key=thread.key,
        kind=KIND,
        language=thread.language,
        title=thread.title,
        url=thread.get_absolute_url(),
        text=plain_text(shown.body_html) if shown else "",
        place=thread.board.title,
        place_url=thread.board.get_absolute_url(),
        place_key=f"board:{thread.board.slug}",
        state=thread.state or "",
        answer_count=thread.answer_count,
    )


source = ThreadSource()
