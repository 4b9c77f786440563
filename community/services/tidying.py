"""Putting the discussions of many messages in order at once, from the review queue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.services.moderating import move_thread, must_moderate, set_locked
from community.services.rearranging import merge_threads, split_thread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Member
    from community.models import Board, Post, Thread


class Deed(models.TextChoices):
    """What is done with the discussions of messages in the queue."""

    LOCK = "lock", gettext_lazy("Lock")
    MOVE = "move", gettext_lazy("Move the discussions")
    MERGE = "merge", gettext_lazy("Merge the discussions")
    SPLIT = "split", gettext_lazy("Make the discussion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where things go: what a deed does not need is empty."""

    board: Board | None = None  # to move to
    into: Thread | None = None  # to merge into
    title: str = ""  # of what is split off


def tidy(
    *, posts: Iterable[Post], by: Member, deed: str, where: Where, reason: str = ""
) -> tuple[int, list[str]]:
    """Do ``deed`` with each thread that ``posts`` are in; the messages stay undecided.

    Returns:
        For how many threads it is done, and what went wrong with the rest, in words.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: there is no such deed, or it lacks where to.
    """
    must_moderate(by)
    _check(deed, where)
    by_thread: dict[int, list[Post]] = {}
    for post in posts:
        by_thread.setdefault(post.thread_id, []).append(post)
    done, problems = 0, []
    for chosen in by_thread.values():
        try:
            with transaction.atomic():
                _tidy_one(chosen, by, deed, where, reason)
        except ValidationError as error:
            problems.append(f"{chosen[0].thread.title}: {error.messages[0]}")
        else:
            done += 1
    return done, problems


def _check(deed: str, where: Where) -> None:
    if deed not in Deed.values:
        raise ValidationError(_("Choose what becomes of it."))
    if deed == Deed.MOVE and where.board is None:
        raise ValidationError(_("Choose the board."))
    if deed == Deed.MERGE and where.into is None:
        raise ValidationError(
            _("Paste the address of the other discussion from your browser.")
        )


def _tidy_one(chosen: list[Post], by: Member, deed: str, where: Where, reason: str) -> None:
    thread = chosen[0].thread
    if deed == Deed.LOCK:
        set_locked(thread=thread, by=by, is_locked=True, reason=reason)
    elif deed == Deed.MOVE and where.board:
        move_thread(thread=thread, by=by, to=where.board, reason=reason)
    elif deed == Deed.MERGE and where.into:
        merge_threads(source=thread, into=where.into, by=by, reason=reason)
    else:
        pks = [post.pk for post in chosen]
        split_thread(thread=thread, posts=pks, title=where.title, by=by, reason=reason)
