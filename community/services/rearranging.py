"""Making one thread of two, and two of one; every permalink keeps its post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

import search.services
from community import decisions
from community.models import Action, MeToo, Post, Thread, Watch
from community.services.counting import recount
from community.services.moderating import must_moderate, write_down
from community.services.publishing import review_need
from community.services.writing import check_title

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from accounts.models import Member

APART = 1_000_000  # positions are unique: they go out of each other's way first


@transaction.atomic
def merge_threads(*, source: Thread, into: Thread, by: Member, reason: str = "") -> Thread:
    """Bring all messages of ``source`` into another thread, in the order of time.

    The question of ``into`` stays first. ``source`` stays as a signpost to it.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: the two are one, one of them is merged already or hidden, or
            ``source`` is solved or with support.
    """
    must_moderate(by)
    source, into = _locked(source, into)
    _check_merge(source, into)
    moved = list(source.posts.order_by("position").values_list("pk", flat=True))
    source.posts.update(thread=into, position=F("position") + APART)
    _renumber(into)
    _bring_presses(source, into)
    now = timezone.now()
    source.merged_into, source.is_locked = into, True
    source.hidden_at, source.hidden_by, source.hidden_reason = now, by, ""
    source.save()
    action = write_down(
        Action.Kind.MERGE,
        by=by,
        thread=into,
        reason=reason,
        details={
            "source": source.pk,
            "posts": moved,
            "title": source.title,
            "signposts": _turn_signposts(source, into),
        },
    )
    _tell_search(source, into)
    decisions.tell_merged(source, into, action=action)
    return into


def _locked(*threads: Thread) -> list[Thread]:
    """Return the rows under lock, always asked for in one order: no deadlock."""
    rows = (
        Thread.objects.select_for_update().order_by("pk").in_bulk([t.pk for t in threads])
    )
    return [rows[thread.pk] for thread in threads]


def _check_merge(source: Thread, into: Thread) -> None:
    if source.pk == into.pk:
        raise ValidationError(_("These are one and the same discussion."))
    if source.merged_into_id or into.merged_into_id:
        raise ValidationError(_("One of the two is merged already."))
    if source.hidden_at or into.hidden_at:
        raise ValidationError(_("One of the two is hidden: decide about it first."))
    if source.is_solved or source.support_state:
        raise ValidationError(
            _("It is solved or with support: merge the other one into it instead.")
        )


def _turn_signposts(source: Thread, into: Thread) -> list[int]:
    """Let what was merged into ``source`` before lead to ``into``; return what it was."""
    signposts = Thread.objects.filter(merged_into=source)
    keys = list(signposts.values_list("pk", flat=True))
    signposts.update(merged_into=into)
    return keys


def _renumber(thread: Thread) -> None:
    """Number the posts anew by time; the thread's own question stays first."""
    rows = list(thread.posts.order_by("posted_at", "pk").only("pk", "position"))
    opening = min(rows, key=lambda post: post.position)
    ordered = [opening, *(post for post in rows if post.pk != opening.pk)]
    thread.posts.update(position=F("position") + 2 * APART)
    for position, post in enumerate(ordered, start=1):
        post.position = position
    Post.objects.bulk_update(ordered, ["position"], batch_size=500)


def _bring_presses(source: Thread, into: Thread) -> None:
    here = MeToo.objects.filter(thread=into).values("member")
    too = MeToo.objects.filter(thread=source).exclude(member=into.author)
    moved = too.exclude(member__in=here).update(thread=into)
    watching = Watch.objects.filter(thread=into).values("member")
    Watch.objects.filter(thread=source).exclude(member__in=watching).update(thread=into)
    # Not counted anew: imported threads bring a number without its people.
    into.me_too_count += moved
    source.me_too_count = max(source.me_too_count - moved, 0)
    into.save(update_fields=["me_too_count"])


def _tell_search(*threads: Thread) -> None:
    for thread in threads:
        recount(thread)
        review_need(thread)
    search.services.note_changed([thread.key for thread in threads])


@transaction.atomic
def part_threads(
    *,
    source: Thread,
    into: Thread,
    posts: Collection[int],
    by: Member,
    signposts: Collection[int] = (),
) -> Thread:
    """Take a merge back: ``source`` gets its messages again, what came later stays.

    Presses that moved along stay where they are; nobody is asked to press again.

    Args:
        signposts: what was merged into ``source`` before, and leads to it again.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: it is not merged into ``into`` any more, or its question is gone.
    """
    must_moderate(by)
    source, into = _locked(source, into)
    going = list(into.posts.filter(pk__in=posts).order_by("position"))
    if source.merged_into_id != into.pk or not going:
        raise ValidationError(_("These two are not merged any more."))
    if any(post.pk == into.accepted_post_id for post in going):
        raise ValidationError(_("Take the acceptance back first."))
    ids = [post.pk for post in going]
    first = next(pk for pk in posts if pk in ids)
    Post.objects.filter(pk__in=ids).update(thread=source, position=F("position") + APART)
    Post.objects.filter(pk=first).update(position=APART)
    Thread.objects.filter(pk__in=signposts, merged_into=into).update(merged_into=source)
    source.merged_into, source.is_locked = None, False
    source.hidden_at, source.hidden_by = None, None
    source.save()
    _renumber(source)
    _renumber(into)
    Watch.objects.get_or_create(thread=source, member=source.author)
    _tell_search(source, into)
    return source


@transaction.atomic
def split_thread(
    *, thread: Thread, posts: Collection[int], title: str, by: Member, reason: str = ""
) -> Thread:
    """Make some answers a thread of their own; the first of them is its question.

    Args:
        posts: primary keys of the answers that go.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: no answer is chosen, the question or the accepted answer is among
            them, or the title is too short.
    """
    must_moderate(by)
    title = check_title(title)
    (thread,) = _locked(thread)
    going = list(thread.posts.filter(pk__in=posts).order_by("position"))
    _check_split(thread, going)
    first = going[0]
    new = Thread.objects.create(
        board=thread.board,
        author=first.author,
        kind=thread.kind,
        title=title,
        slug=slugify(title)[:80].strip("-") or "thread",
        language=thread.language,
        asked_at=first.posted_at,
        last_post_at=going[-1].posted_at,
    )
    moved = [post.pk for post in going]
    Post.objects.filter(pk__in=moved).update(thread=new, position=F("position") + APART)
    _renumber(new)
    _renumber(thread)
    Watch.objects.get_or_create(thread=new, member=first.author)
    details = {"new": new.pk, "posts": moved}
    action = write_down(
        Action.Kind.SPLIT, by=by, thread=thread, reason=reason, details=details
    )
    _tell_search(thread, new)
    decisions.tell_split(new, posts=moved, action=action)
    return new


def _check_split(thread: Thread, going: Sequence[Post]) -> None:
    if not going:
        raise ValidationError(_("Choose the messages that go into the new discussion."))
    if any(not post.is_answer or post.pk == thread.accepted_post_id for post in going):
        raise ValidationError(_("The question and the accepted answer stay."))
