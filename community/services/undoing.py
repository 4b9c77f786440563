"""Taking back what a moderator did, from what was written down about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community import decisions
from community.models import Action, Board, Thread
from community.services import editing, moderating, rearranging, sanctions, trusting

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


def _bring_back(action: Action, by: Member) -> None:
    """Undo a hiding: what was held is held again, what its author took back stays so."""
    before = action.details.get("before", moderating.NO_TRACE)
    post = action.post
    if post and post.is_hidden and before["hidden_at"]:
        moderating.set_back(post=post, by=by, trace=before, action=action)
    elif post:
        moderating.restore_post(post=post, by=by)
    moderating.open_flags(action)


def _hide_again(action: Action, by: Member) -> None:
    if action.post is None or action.post.is_hidden:
        return
    if "before" in action.details:
        before = action.details["before"]
        moderating.set_back(post=action.post, by=by, trace=before, action=action)
    else:
        moderating.hide_post(
            post=action.post, by=by, reason=_("It was put back by mistake.")
        )


def _hold_again(action: Action, by: Member) -> None:
    if action.post and not action.post.is_hidden:
        held = {**moderating.NO_TRACE, "is_held": True}
        held["hidden_at"] = timezone.now().isoformat()
        moderating.set_back(post=action.post, by=by, trace=held, action=action)
    moderating.open_flags(action)


def _look_again(action: Action, by: Member) -> None:
    moderating.open_flags(action)


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
    parted = rearranging.part_threads(
        source=Thread.objects.get(pk=action.details["source"]),
        into=_thread(action),
        posts=action.details["posts"],
        signposts=action.details.get("signposts", ()),
        by=by,
    )
    decisions.tell_parted(parted, action=action.pk)


def _join(action: Action, by: Member) -> None:
    new = Thread.objects.get(pk=action.details["new"])
    if new.is_solved or new.support_state:
        raise ValidationError(
            _("The new discussion has gone on: it is solved or with support.")
        )
    rearranging.merge_threads(source=new, into=_thread(action), by=by)


def _change_back(action: Action, by: Member) -> None:
    editing.undo_edit(action=action, by=by)


def _suspend_again(action: Action, by: Member) -> None:
    sanctions.suspend_again(action=action, by=by)


def _take_warning_back(action: Action, by: Member) -> None:
    sanctions.take_warning_back(action=action)


def _release(action: Action, by: Member) -> None:
    if action.member:
        sanctions.release(member=action.member, by=by)


def _trust_before(action: Action, by: Member) -> None:
    if action.member:
        level, is_fixed = action.details["trust"], action.details["is_fixed"]
        trusting.set_trust(member=action.member, to=level, fixed=is_fixed, by=by)


UNDO: dict[str, Callable[[Action, Member], None]] = {
    Kind.HIDE: _bring_back,
    Kind.RESTORE: _hide_again,
    Kind.APPROVE: _hold_again,
    Kind.KEEP: _look_again,
    Kind.EDIT: _change_back,
    Kind.LOCK: _set_locked(is_locked=False),
    Kind.UNLOCK: _set_locked(is_locked=True),
    Kind.PIN: _set_pinned(is_pinned=False),
    Kind.UNPIN: _set_pinned(is_pinned=True),
    Kind.MOVE: _move_back,
    Kind.MERGE: _part,
    Kind.SPLIT: _join,
    Kind.WARN: _take_warning_back,
    Kind.SUSPEND: _release,
    Kind.RELEASE: _suspend_again,
    Kind.TRUST: _trust_before,
}
