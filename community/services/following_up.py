"""What comes after an answer: asking whether it helped, and closing what is long solved."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import search.services
from community import ask_back, notices
from community.models import Action, Thread
from community.states import State

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Member

ASK_BACK_AFTER = timedelta(days=3)
# Older than this nobody remembers; what a standstill left over is not asked in one go.
ASK_BACK_UNTIL = timedelta(days=30)
BATCH = 200


@transaction.atomic
def say_not_helped(*, thread: Thread, by: Member, at: datetime | None = None) -> Thread:
    """Let the author say that the answers do not solve it: it needs attention again.

    Saying it twice is saying it once; the next answer by somebody else ends it.

    Raises:
        PermissionDenied: ``by`` did not ask the question, or is no longer active.
        ValidationError: nobody answered yet, or it is solved.
    """
    if not by.is_active or by.pk != thread.author_id:
        raise PermissionDenied
    thread = Thread.objects.select_for_update().get(pk=thread.pk)
    if thread.is_solved or not thread.peer_answer_count or not thread.is_question:
        raise ValidationError(_("There is no open answer to judge."))
    if thread.not_helped_at:
        return thread
    thread.not_helped_at = at or timezone.now()
    thread.save(update_fields=["not_helped_at"])
    notices.tell_not_helped(thread, by=by, at=thread.not_helped_at)
    search.services.note_changed([thread.key])
    return thread


def ask_back_due(*, at: datetime | None = None) -> int:
    """Ask the authors of questions answered three days ago whether it helped, once each."""
    moment = at or timezone.now()
    due = (
        Thread.objects.in_state(State.ANSWERED)
        .filter(
            hidden_at=None,
            asked_back_at=None,
            author__is_active=True,
            first_answer_at__range=(moment - ASK_BACK_UNTIL, moment - ASK_BACK_AFTER),
            last_post_at__lte=moment - ASK_BACK_AFTER,
        )
        .order_by("first_answer_at")[:BATCH]
    )
    return sum(_ask_back(pk, moment) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _ask_back(pk: int, moment: datetime) -> bool:
    is_mine = Thread.objects.filter(pk=pk, asked_back_at=None).update(asked_back_at=moment)
    if is_mine:
        thread = Thread.objects.select_related("author", "board").get(pk=pk)
        notices.tell_ask_back(thread, url=ask_back.url_for(thread), at=moment)
    return bool(is_mine)


def lock_solved(*, at: datetime | None = None) -> int:
    """Lock the solved threads in which nobody wrote for long; return how many.

    A rule does it, and the audit trail says so; a moderator may unlock each.
    """
    if not settings.LOCK_SOLVED_AFTER_DAYS:
        return 0
    moment = at or timezone.now()
    before = moment - timedelta(days=settings.LOCK_SOLVED_AFTER_DAYS)
    old = Thread.objects.in_state(State.SOLVED).filter(
        hidden_at=None,
        is_locked=False,
        is_pinned=False,
        solved_at__lt=before,
        last_post_at__lt=before,
    )
    # One that a moderator opened again stays open.
    old = old.exclude(actions__kind=Action.Kind.UNLOCK)
    pks = list(old.values_list("pk", flat=True))
    for start in range(0, len(pks), BATCH):
        _lock(pks[start : start + BATCH], moment)
    return len(pks)


@transaction.atomic
def _lock(pks: list[int], moment: datetime) -> None:
    Thread.objects.filter(pk__in=pks).update(is_locked=True)
    Action.objects.bulk_create(
        Action(kind=Action.Kind.LOCK, thread_id=pk, at=moment) for pk in pks
    )
