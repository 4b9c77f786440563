"""Lists of threads: filtered by state, a page after a page without counting rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.roles import audience_of
from base.typed import storable
from community import states
from community.models import LANGUAGES, Board, Tag, Thread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from accounts.roles import Reader
    from community.models import ThreadQuerySet

PAGE_SIZE = 25
COUNTS_KEPT_SECONDS = 60
TAGS_SHOWN = 12
TAGS_KEPT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Order:
    """One way to order a list: a column, then the primary key, in one direction."""

    label: _StrPromise
    column: str
    is_descending: bool = True

    def sort(self, threads: ThreadQuerySet) -> ThreadQuerySet:
        sign = "-" if self.is_descending else ""
        return threads.order_by(f"{sign}{self.column}", f"{sign}pk")

    def after(self, threads: ThreadQuerySet, cursor: str) -> ThreadQuerySet:
        """Keep what comes after ``cursor``; one that cannot be read is the start."""
        try:
            value, pk = self._parse(cursor)
        except (ValueError, OverflowError):  # before or after all that a clock shows
            return threads
        step = "lt" if self.is_descending else "gt"
        # Written so that the index on the column narrows the search.
        return threads.filter(
            Q(**{f"{self.column}__{step}": value}) | Q(**{f"pk__{step}": pk}),
            **{f"{self.column}__{step}e": value},
        )

    def cursor_at(self, thread: Thread) -> str:
        value = getattr(thread, self.column)
        text = value.isoformat() if isinstance(value, datetime) else str(value)
        return f"{text}_{thread.pk}"

    def _parse(self, cursor: str) -> tuple[datetime | int, int]:
        text, _sep, pk = cursor.rpartition("_")
        if self.column == "me_too_count":
            return int(text), int(pk)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError(text)
        return moment.astimezone(UTC), int(pk)


ORDERS = {
    "activity": Order(_("Latest activity"), "last_post_at"),
    "me-too": Order(_("Most “me too”"), "me_too_count"),
    "newest": Order(_("Newest first"), "asked_at"),
    "waiting": Order(_("Waiting longest"), "asked_at", is_descending=False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the reader asked to see."""

    state: str = ""
    kind: str = ""
    order: str = "activity"
    tag: str = ""
    language: str = ""
    after: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Choice:
        """Read the choice from an address; what does not exist falls back."""
        state, order = asked.get("state", ""), asked.get("order", "")
        language, kind = asked.get("language", ""), asked.get("kind", "")
        return cls(
            state=state if state in states.CONDITIONS else "",
            kind=kind if kind in Thread.Kind.values else "",
            order=order if order in ORDERS else "activity",
            tag=slugify(storable(asked.get("tag", "")))[:40],
            language=language if language in dict(LANGUAGES) else "",
            after=asked.get("after", "")[:60],
        )

    @property
    def is_plain(self) -> bool:
        chosen = (self.state, self.kind, self.tag, self.language, self.after)
        return not any(chosen)

    def keep(self, threads: ThreadQuerySet) -> ThreadQuerySet:
        """Narrow ``threads`` by all but their state and the place in the list."""
        if self.kind:
            threads = threads.filter(kind=self.kind)
        if self.tag:
            threads = threads.filter(tags__name=self.tag)
        if self.language:
            threads = threads.filter(language=self.language)
        return threads


EVERYTHING = Choice()


@dataclass(frozen=True, slots=True)
class Page:
    threads: list[Thread]
    next: str  # the cursor of the next page; empty on the last


def page_of(*, reader: Reader, choice: Choice, board: Board | None = None) -> Page:
    """Return one page of threads the reader may see, in one query."""
    threads = Thread.objects.visible_to(reader).select_related("author", "board")
    if board is not None:
        threads = threads.filter(board=board)
    if choice.state:
        threads = threads.in_state(choice.state)
    threads = choice.keep(threads)
    order = ORDERS[choice.order]
    if choice.after:
        threads = order.after(threads, choice.after)
    found = list(order.sort(threads)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Page(shown, order.cursor_at(shown[-1]) if len(found) > PAGE_SIZE else "")


def counts(
    *, reader: Reader, board: Board | None = None, choice: Choice = EVERYTHING
) -> dict[str, int]:
    """Return how many threads are in each state and in ``all``, up to a minute old.

    Args:
        choice: what else the list keeps to; its state and place count for nothing.
    """
    audience = audience_of(reader)
    kept = f"{choice.kind}:{choice.language}:{choice.tag}"
    key = f"thread-counts:{board.pk if board else 'all'}:{audience}:{kept}"
    found: dict[str, int] | None = cache.get(key)
    if found is None:
        threads = choice.keep(Thread.objects.filter(hidden_at=None))
        if board is not None:
            threads = threads.filter(board=board)
        else:
            threads = threads.filter(board__audience__lte=audience)
        each = {
            str(state): Count("pk", filter=condition)
            for state, condition in states.CONDITIONS.items()
        }
        found = threads.aggregate(all=Count("pk"), **each)
        cache.set(key, found, COUNTS_KEPT_SECONDS)
    return found


def tags_of(board: Board) -> list[str]:
    """Return the tags used most on a board, by name, up to ten minutes old."""
    key = f"board-tags:{board.pk}"
    found: list[str] | None = cache.get(key)
    if found is None:
        used = Tag.objects.filter(threads__board=board, threads__hidden_at=None)
        most = used.annotate(uses=Count("pk")).order_by("-uses", "name")
        found = sorted(most.values_list("name", flat=True)[:TAGS_SHOWN])
        cache.set(key, found, TAGS_KEPT_SECONDS)
    return found
