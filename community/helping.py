"""Questions that a member can probably answer, by what they answered before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from math import log, log1p
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import LANGUAGES, BoardField, FieldValue, Follow, Post, Thread
from community.states import CONDITIONS, State
from search.language.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from accounts.models import Member
    from community.models import Board

SHOWN = 30
LOOKED_AT = 400  # the latest questions; a score for more is work for nothing
PAST = 300  # answers of the member
NOT_OLDER = timedelta(days=90)
ACCEPTED_WEIGHS = 3
# What each sort of likeness is worth; found by looking at lists, not by measure.
TAG, PRODUCT, TERM, BOARD, OWN, ME_TOO = 1.5, 1.5, 1.0, 1.0, 3.0, 0.3
# What somebody chose from a list that a board offers: the product the question is about.
PRODUCTS = FieldValue.objects.filter(
    field__kind=BoardField.Kind.CHOICE, field__is_private=False
)


@dataclass(slots=True)
class Past:
    """What a member answered so far, accepted answers counting more."""

    boards: Counter[int] = field(default_factory=Counter)
    tags: Counter[str] = field(default_factory=Counter)
    products: Counter[str] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)
    threads: set[int] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)

    def add(self, thread: Thread, weight: int) -> None:
        self.boards[thread.board_id] += weight
        self.threads.add(thread.pk)
        self.languages.add(thread.language)
        for tag in thread.tags.all():
            self.tags[tag.name] += weight
        for term in set(terms(thread.title, thread.language)):
            self.terms[term] += weight


@dataclass(frozen=True, slots=True)
class Suggestion:
    thread: Thread
    score: float
    why: str  # in words, for the member


ORDERS = {
    "fit": gettext_lazy("What fits best"),
    "waiting": gettext_lazy("Waiting longest"),
    "newest": gettext_lazy("Newest first"),
    "me-too": gettext_lazy("Most “me too”"),
}


def _place(each: Suggestion, order: str) -> float:
    """Return what to sort by; among equals the one that waits longest comes first."""
    return {
        "fit": -each.score,
        "waiting": 0,
        "newest": -each.thread.asked_at.timestamp(),
        "me-too": -each.thread.me_too_count,
    }[order]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which of the questions the member wants to see, and in what order."""

    board: Board | None = None
    language: str = ""
    order: str = "fit"

    @classmethod
    def of(cls, asked: Mapping[str, str], *, boards: Iterable[Board]) -> Wish:
        """Read the wish from an address; what does not exist falls back."""
        slug, order = asked.get("board", ""), asked.get("order", "")
        language = asked.get("language", "")
        return cls(
            board=next((board for board in boards if board.slug == slug), None),
            language=language if language in dict(LANGUAGES) else "",
            order=order if order in ORDERS else "fit",
        )


ALL = Wish()


def questions_for(
    member: Member, *, wish: Wish = ALL, limit: int = SHOWN
) -> list[Suggestion]:
    """Return open questions, what fits the member best first, in eight queries.

    Whoever has answered nothing yet gets the questions that wait longest among the
    latest, those on followed boards first.
    """
    past = _past_of(member)
    waiting = _waiting_for(member, past, wish)
    rarity = _rarity(waiting)
    found = [_suggest(thread, past, rarity) for thread in waiting]
    found.sort(key=lambda each: (_place(each, wish.order), each.thread.asked_at))
    return found[:limit]


def _past_of(member: Member) -> Past:
    past = Past(languages={member.language})
    posts = Post.objects.answers().filter(author=member, hidden_at=None)
    posts = posts.exclude(thread__author=member).select_related("thread__accepted_post")
    for post in posts.prefetch_related("thread__tags").order_by("-posted_at")[:PAST]:
        is_accepted = post.thread.accepted_post_id == post.pk
        past.add(post.thread, ACCEPTED_WEIGHS if is_accepted else 1)
    theirs = PRODUCTS.filter(Q(thread__author=member) | Q(thread__in=past.threads))
    past.products.update(theirs.values_list("value", flat=True))
    for follow in Follow.objects.filter(member=member).select_related("tag"):
        if follow.board_id:
            past.boards[follow.board_id] += 1
        elif follow.tag:
            past.tags[follow.tag.name] += 1
    return past


def _waiting_for(member: Member, past: Past, wish: Wish) -> list[Thread]:
    is_waiting = CONDITIONS[State.UNANSWERED] | CONDITIONS[State.ATTENTION]
    threads = Thread.objects.visible_to(member).filter(
        is_waiting,
        Q(language__in=[wish.language] if wish.language else past.languages),
        hidden_at=None,
        is_locked=False,
        asked_at__gte=timezone.now() - NOT_OLDER,
    )
    if wish.board is not None:
        threads = threads.filter(board=wish.board)
    threads = threads.exclude(author=member).select_related("author", "board")
    threads = threads.prefetch_related("tags", Prefetch("values", PRODUCTS))
    return list(threads.order_by("-asked_at")[:LOOKED_AT])


def _rarity(threads: Iterable[Thread]) -> dict[str, float]:
    """Return how rare each term is among the titles: 0 for one that all have."""
    titles = [set(terms(thread.title, thread.language)) for thread in threads]
    counts = Counter(term for title in titles for term in title)
    return {term: log(len(titles) / count) for term, count in counts.items()}


def _suggest(thread: Thread, past: Past, rarity: dict[str, float]) -> Suggestion:
    tags = [tag.name for tag in thread.tags.all() if tag.name in past.tags]
    title = set(terms(thread.title, thread.language))
    words = sum(log1p(past.terms[term]) * rarity[term] for term in title)
    products = [row.value for row in thread.values.all() if row.value in past.products]
    parts = {
        "own": OWN if thread.pk in past.threads else 0.0,
        "tag": TAG * sum(log1p(past.tags[tag]) for tag in tags),
        "product": PRODUCT * sum(log1p(past.products[each]) for each in products),
        "term": TERM * words / max(len(title), 1),
        "board": BOARD * log1p(past.boards[thread.board_id]) / 2,
    }
    score = sum(parts.values()) + ME_TOO * log1p(thread.me_too_count)
    best = max(parts, key=lambda name: parts[name])
    why = _why(best, [*tags, *products], thread) if parts[best] else ""
    return Suggestion(thread, score, why)


def _why(best: str, known: list[str], thread: Thread) -> str:
    if best == "own":
        return _("You answered here, and it goes on")
    if best == "tag":
        return _("You know about #%(tag)s") % {"tag": known[0]}
    if best == "product":
        return _("You know about %(product)s") % {"product": known[-1]}
    if best == "term":
        return _("Like questions you answered")
    return _("You are active on %(board)s") % {"board": thread.board.title}
