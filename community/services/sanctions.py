"""Warning members, shutting them out for a time, and letting them in again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import suspension
from community import notices
from community.models import Action
from community.services.moderating import must_moderate, write_down

if TYPE_CHECKING:
    from accounts.models import Member
    from community.models import Post

Kind = Action.Kind


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
    notices.tell_warned(member, reason=action.reason, action=action.pk, post=post)
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
    if suspension.release(member=member):
        write_down(Kind.RELEASE, by=by, member=member)


def _about(post: Post | None) -> dict[str, Any]:
    return {"post": post, "thread": post.thread} if post else {}
