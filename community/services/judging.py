"""Whether a moderator reads a message first: what its board asks, and the spam score."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import gettext as _

from base.sanitize import plain_text
from community import spam
from community.linked_sites import long_linked_to
from community.models import Post
from community.spam.reasons import words_for
from community.trust import Trust, trust_of

if TYPE_CHECKING:
    from community.models.posts import PostQuerySet

FIRST = "first-posts"
DAY = timedelta(days=1)
COMPARED = 50  # messages of the last day


def reasons_to_hold(post: Post) -> list[list[str | int]]:
    """Return why others should not read ``post`` yet, as codes with counts.

    Staff, moderators, answers of support and regulars are never held.
    """
    if _is_known(post):
        return []
    board = post.thread.board
    shown = _shown_before(post)[: board.holds_first].count()
    first: list[list[str | int]] = [[FIRST, 1]] if shown < board.holds_first else []
    return first + looks_like_spam(post)


def looks_like_spam(post: Post) -> list[list[str | int]]:
    """Return what speaks against ``post``, where it is enough to hold it."""
    if _is_known(post):
        return []
    score = spam.score(facts_of(post))
    if not score.is_held(held_from=spam.held_from()):
        return []
    return [[each.code, each.count] for each in score.reasons if each.points > 0]


def _is_known(post: Post) -> bool:
    return post.as_support or trust_of(post.author) >= Trust.KNOWN


def words_of(reason: list[str | int]) -> str:
    """Say for moderators what ``reasons_to_hold`` gave as a code."""
    code, count = str(reason[0]), int(reason[1])
    return _("among their first messages") if code == FIRST else words_for(code, count)


def facts_of(post: Post) -> spam.Facts:
    """Return what the score may know of a message, in four queries, hourly one more."""
    author, moment = post.author, post.posted_at
    before = _shown_before(post)
    last = before.order_by("-posted_at").values_list("posted_at", flat=True).first()
    return spam.Facts(
        text=post.body_markdown or plain_text(post.body_html),
        title="" if post.is_answer else post.thread.title,
        earlier_posts=before.count(),
        account_days=(moment - author.date_joined) / DAY,
        seconds_since_last=(moment - last).total_seconds() if last else None,
        recent_texts=_texts_of_the_day(post),
        own_hosts=_own_hosts(),
        trusted_hosts=long_linked_to(),
    )


def _shown_before(post: Post) -> PostQuerySet:
    earlier = Post.objects.filter(author=post.author_id, hidden_at=None)
    return earlier.filter(posted_at__lte=post.posted_at).exclude(pk=post.pk)


def _texts_of_the_day(post: Post) -> tuple[str, ...]:
    """The author's own, and what moderators took down: a wave comes from many accounts."""
    was_taken_down = Q(hidden_at__isnull=False, is_held=False) & ~Q(hidden_by=F("author"))
    day = Post.objects.filter(posted_at__range=(post.posted_at - DAY, post.posted_at))
    texts = day.filter(Q(author=post.author_id) | was_taken_down).exclude(pk=post.pk)
    latest = texts.order_by("-posted_at").values_list("body_markdown", flat=True)
    return tuple(text for text in latest[:COMPARED] if text)


def _own_hosts() -> frozenset[str]:
    addresses = (settings.SITE_URL, settings.COMPANY_URL)
    return frozenset(host for each in addresses if (host := urlsplit(each).hostname))


def wants_second_opinion(post: Post) -> bool:
    """Whether Akismet is asked too: only with a key, and about members not yet known."""
    is_new = not post.as_support and trust_of(post.author) < Trust.KNOWN
    return bool(settings.AKISMET_KEY) and is_new
