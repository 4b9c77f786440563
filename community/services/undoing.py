"""Taking back what a moderator did, from what was written down about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.models import Action, Board, Thread
from community.services import moderating, rearranging, sanctions, trusting

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Member

Kind = Action.Kind


@transaction.atomic
def undo(*, action: Action, by: Member) -> Action:
    """Bring back what was before ``action``; one that is undone already stays so.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: what was done cannot be taken back, or no longer.
    """
    moderating.must_moderate(by)
    action = Action.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.undone_at:
        return action
    if action.kind not in UNDO:
        raise ValidationError(_("This cannot be undone."))
    UNDO[action.kind](action, by)
    action.undone_at, action.undone_by = timezone.now(), by
    action.save(update_fields=["undone_at", "undone_by"])
    return action


def _thread(action: Action) -> Thread:
    return Thread.objects.select_related("board").get(actions=action)


def _restore(action: Action, by: Member) -> None:
    if action.post:
        moderating.restore_post(post=action.post, by=by)


def _hide_again(action: Action, by: Member) -> None:
    if action.post:
        moderating.hide_post(
            post=action.post, by=by, reason=_("It was put back by mistake.")
        )


def _set_locked(*, is_locked: bool) -> Callable[[Action, Member], None]:
    def run(action: Action, by: Member) -> None:
        moderating.set_locked(thread=_thread(action), by=by, is_locked=is_locked)

    return run


def _set_pinned(*, is_pinned: bool) -> Callable[[Action, Member], None]:
    def run(action: Action, by: Member) -> None:
        moderating.set_pinned(thread=_thread(action), by=by, is_pinned=is_pinned)

    return run


def _move_back(action: Action, by: Member) -> None:
    board = Board.objects.filter(pk=action.details["board"]).first()
    if board is None:
        raise ValidationError(_("The board it came from is gone."))
    moderating.move_thread(thread=_thread(action), by=by, to=board)


def _part(action: Action, by: Member) -> None:
    rearranging.part_threads(
        source=Thread.objects.get(pk=action.details["source"]),
        into=_thread(action),
        posts=action.details["posts"],
        signposts=action.details.get("signposts", ()),
        by=by,
    )


def _join(action: Action, by: Member) -> None:
    new = Thread.objects.get(pk=action.details["new"])
    if new.is_solved or new.support_state:
        raise ValidationError(
            _("The new discussion has gone on: it is solved or with support.")
        )
    rearranging.merge_threads(source=new, into=_thread(action), by=by)


def _release(action: Action, by: Member) -> None:
    if action.member:
        sanctions.release(member=action.member, by=by)


def _trust_before(action: Action, by: Member) -> None:
    if action.member:
        level, is_fixed = action.details["trust"], action.details["is_fixed"]
        trusting.set_trust(member=action.member, to=level, fixed=is_fixed, by=by)


UNDO: dict[str, Callable[[Action, Member], None]] = {
    Kind.HIDE: _restore,
    Kind.RESTORE: _hide_again,
    Kind.APPROVE: _hide_again,
    Kind.LOCK: _set_locked(is_locked=False),
    Kind.UNLOCK: _set_locked(is_locked=True),
    Kind.PIN: _set_pinned(is_pinned=False),
    Kind.UNPIN: _set_pinned(is_pinned=True),
    Kind.MOVE: _move_back,
    Kind.MERGE: _part,
    Kind.SPLIT: _join,
    Kind.SUSPEND: _release,
    Kind.TRUST: _trust_before,
}
