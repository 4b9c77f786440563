"""Warning members, shutting them out for a time, and letting them in again."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import suspension
from accounts.models import Member
from community import decisions
from community.models import Action
from community.services.moderating import must_moderate, write_down

if TYPE_CHECKING:
    from community.models import Post

Kind = Action.Kind
LONG_AGO = "1970-01-01T00:00:00+00:00"


@transaction.atomic
def warn(*, member: Member, by: Member, reason: str, post: Post | None = None) -> Action:
    """Tell ``member`` what must not happen again; staff see it beside their messages.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: no reason is given.
    """
    must_moderate(by)
    if not reason.strip():
        raise ValidationError(_("Say why: the member is told."))
    action = write_down(Kind.WARN, by=by, reason=reason, member=member, **_about(post))
    decisions.tell_warned(member, reason=action.reason, action=action.pk, post=post)
    return action


@transaction.atomic
def suspend(
    *, member: Member, by: Member, days: int, reason: str, post: Post | None = None
) -> Action:
    """Shut ``member`` out from their next request on; a mail says until when and why.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: no reason, no sensible number of days, or they are staff.
    """
    must_moderate(by)
    suspension.suspend(member=member, days=days, reason=reason)
    return write_down(
        Kind.SUSPEND,
        by=by,
        reason=reason,
        member=member,
        details={"days": days},
        **_about(post),
    )


@transaction.atomic
def release(*, member: Member, by: Member) -> None:
    """Let a suspended member in again; one who is not suspended stays as they are.

    Raises:
        PermissionDenied: ``by`` does not moderate.
    """
    must_moderate(by)
    member = Member.objects.select_for_update().get(pk=member.pk)
    until, reason = member.suspended_until, member.suspended_for
    if until is not None and suspension.release(member=member):
        details = {"until": until.isoformat(), "reason": reason}
        write_down(Kind.RELEASE, by=by, member=member, details=details)


@transaction.atomic
def suspend_again(*, action: Action, by: Member) -> None:
    """Take a release back: the rest of the suspension goes on, for the same reason.

    Raises:
        PermissionDenied: ``by`` does not moderate.
        ValidationError: it would be over by now.
    """
    until = datetime.fromisoformat(action.details.get("until", LONG_AGO))
    days = ceil((until - timezone.now()) / timedelta(days=1))
    if action.member is None or days < 1:
        raise ValidationError(_("That suspension would be over by now."))
    suspend(member=action.member, by=by, days=days, reason=action.details["reason"])


def take_warning_back(*, action: Action) -> None:
    """Tell a member that a warning counts no more; undone ones are not counted."""
    if action.member:
        decisions.tell_warning_gone(action.member, action=action.pk, post=action.post)


def _about(post: Post | None) -> dict[str, Any]:
    return {"post": post, "thread": post.thread} if post else {}
