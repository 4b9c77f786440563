"""Threads as search sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Prefetch, Q, Sum
from django.urls import Resolver404, resolve

from base.audience import Audience
from base.sanitize import plain_text
from community.models import Board, FieldValue, Post, Thread
from search.document import Card, Document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from accounts.roles import Reader

    class Votes(TypedDict):
        helpful_total: int  # of its visible answers

    VotedThread = WithAnnotations[Thread, Votes]

KIND = "thread"
ANSWERS_MAX_CHARACTERS = 20_000
BATCH = 500


def pk_of(key: str) -> int:
    """Return the primary key in "thread:7"."""
    return int(key.partition(":")[2])


def version_of(thread: VotedThread) -> str:
    """Return what changes whenever the document does, from columns alone."""
    parts = (
        thread.last_post_at.timestamp(),
        thread.edited_at and thread.edited_at.timestamp(),
        thread.answer_count,
        thread.accepted_post_id,
        thread.state,
        thread.board.audience,
        thread.board.slug,
        thread.title,
        thread.helpful_total,
        *sorted(tag.name for tag in thread.tags.all()),
    )
    return "/".join(str(part) for part in parts)


def from_thread(thread: VotedThread, posts: list[Post]) -> Document:
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
        body=_asked(thread, opening) if opening else "",
        accepted=plain_text(accepted.body_html) if accepted else "",
        answers=_joined(others),
        audience=Audience(thread.board.audience),
        place=thread.board.key,
        state=thread.state or "",
        tags=tuple(tag.name for tag in thread.tags.all()),
        helpful=thread.helpful_total,
        dated=thread.last_post_at.date(),
        version=version_of(thread),
    )


def _asked(thread: Thread, opening: Post) -> str:
    """Return the question with what the board asked for; never what is for staff alone."""
    filled_in = [row.value for row in thread.values.all() if not row.field.is_private]
    return "\n".join([plain_text(opening.body_html), *filled_in])


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
        threads = _indexed()
        if keys is not None:
            threads = threads.filter(pk__in=[pk_of(key) for key in keys])
        visible = (
            Post.objects.filter(hidden_at=None).order_by("position").defer("body_markdown")
        )
        everyone = list(threads.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(everyone), BATCH):
            chosen = _indexed().filter(pk__in=everyone[start : start + BATCH])
            rows = chosen.prefetch_related(
                Prefetch("posts", queryset=visible),
                Prefetch("values", FieldValue.objects.select_related("field")),
            )
            for thread in rows:
                yield from_thread(thread, list(thread.posts.all()))

    def versions(self) -> dict[str, str]:
        threads = _indexed().iterator(chunk_size=BATCH)
        return {thread.key: version_of(thread) for thread in threads}

    def readable(self, keys: Collection[str], reader: Reader) -> set[str]:
        pks = [pk_of(key) for key in keys]
        found = Thread.objects.visible_to(reader).filter(pk__in=pks, hidden_at=None)
        return {f"{KIND}:{pk}" for pk in found.values_list("pk", flat=True)}

    def keys_at(self, paths: Collection[str]) -> dict[str, str]:
        """Return ``{path: key}`` for those ``paths`` that lead to a thread."""
        return {path: key for path in paths if (key := _key_at(path))}

    def originals(self, keys: Collection[str]) -> dict[str, str]:  # noqa: ARG002
        """Return nothing: a thread has one language."""
        return {}

    def places(self, keys: Collection[str], reader: Reader) -> dict[str, str]:
        """Return ``{place: name}`` of the boards ``reader`` may know of."""
        slugs = [key.removeprefix("board:") for key in keys if key.startswith("board:")]
        boards = Board.objects.visible_to(reader).filter(slug__in=slugs)
        return {board.key: board.title for board in boards}

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


def _indexed() -> QuerySet[VotedThread]:
    """Return the threads that anybody may find, with what their documents are made of."""
    visible = Q(posts__hidden_at=None, posts__position__gt=1)
    helped = Sum("posts__helpful_count", filter=visible, default=0)
    shown = Thread.objects.filter(hidden_at=None).annotate(helpful_total=helped)
    full = shown.select_related("board").prefetch_related("tags")
    return cast("QuerySet[VotedThread]", full)


def _key_at(path: str) -> str:
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    is_thread = match.view_name == "community:thread"
    return f"{KIND}:{match.kwargs['pk']}" if is_thread else ""


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
        place_key=thread.board.key,
        state=thread.state or "",
        answer_count=thread.answer_count,
        author_id=thread.author_id,
    )


source = ThreadSource()
