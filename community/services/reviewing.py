"""Deciding about what is held or reported, one message or many at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.models import Flag, Review
from community.services import sanctions
from community.services.holding import let_through
from community.services.moderating import hide_post, keep_post, must_moderate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

    from accounts.models import Member
    from community.models import Post

REVIEW_LASTS = timedelta(minutes=10)


class Verdict(models.TextChoices):
    """What becomes of a message in the queue."""

    KEEP = "keep", gettext_lazy("Show it")
    HIDE = "hide", gettext_lazy("Take it down")
    WARN = "warn", gettext_lazy("Take it down and warn its author")
    SUSPEND = "suspend", gettext_lazy("Take it down and suspend its author")


@transaction.atomic
def take_up(*, post: Post, by: Member) -> Review:
    """Say for ten minutes that ``by`` looks at a message; who came first keeps it.

    Raises:
        PermissionDenied: ``by`` does not moderate.
    """
    must_moderate(by)
    Review.objects.filter(post=post, until__lte=timezone.now()).delete()
    until = timezone.now() + REVIEW_LASTS
    held, _is_new = Review.objects.get_or_create(
        post=post, defaults={"member": by, "until": until}
    )
    return held


def decide(
    *, posts: Iterable[Post], by: Member, verdict: str, reason: str = "", days: int = 30
) -> tuple[int, list[str]]:
    """Decide about messages, each on its own: one that fails leaves the others decided.

    Args:
        reason: what the authors are told: a code of ``Flag.Why``, said in the language of
            each author, or the moderator's own words.
        days: how long a suspension lasts.

    Returns:
        How many are decided, and what went wrong with the rest, in words.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: there is no such verdict.
    """
    must_moderate(by)
    if verdict not in Verdict.values:
        raise ValidationError(_("Choose what becomes of it."))
    done, problems, sanctioned = 0, [], set()
    for post in posts:
        try:
            with transaction.atomic():
                why = reason_for(post.author, reason)
                _decide_one(post, by, verdict, why)
                if post.author_id not in sanctioned:
                    _sanction(post, by, verdict, why, days)
        except ValidationError as error:
            problems.append(f"{post.thread.title}: {error.messages[0]}")
        else:
            sanctioned.add(post.author_id)
            done += 1
    return done, problems


def reason_for(member: Member, reason: str) -> str:
    """Return ``reason`` as ``member`` reads it."""
    with translation.override(member.language):
        words = REASONS.get(reason)
        return str(words) if words else reason


# As a moderator says it to the author; reports have words of their own for the same.
REASONS: dict[str, _StrPromise] = {
    Flag.Why.SPAM: gettext_lazy("It advertises, or looks like spam."),
    Flag.Why.PRIVATE: gettext_lazy("It shows something private."),
    Flag.Why.RUDE: gettext_lazy("It hurts somebody."),
    Flag.Why.PLACE: gettext_lazy("It belongs somewhere else."),
}


def _decide_one(post: Post, by: Member, verdict: str, reason: str) -> None:
    if verdict != Verdict.KEEP:
        hide_post(post=post, by=by, reason=reason)
    elif post.is_held:
        let_through(post=post, by=by)
    else:
        keep_post(post=post, by=by)
    Review.objects.filter(post=post).delete()


def _sanction(post: Post, by: Member, verdict: str, reason: str, days: int) -> None:
    if verdict == Verdict.WARN:
        sanctions.warn(member=post.author, by=by, reason=reason, post=post)
    elif verdict == Verdict.SUSPEND:
        sanctions.suspend(member=post.author, by=by, days=days, reason=reason, post=post)
