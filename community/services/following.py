"""Following a board, a tag or a member: hearing of what is new there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.models import Board, Follow
from community.services.writing import may_write

if TYPE_CHECKING:
    from accounts.models import Member
    from community.models import Tag


@transaction.atomic
def follow(*, what: Board | Tag | Member, by: Member) -> None:
    """Tell ``by`` of new threads there from now on; of a member, of their answers too.

    Following twice changes nothing.

    Raises:
        PermissionDenied: ``by`` is no longer active, or may not read the board.
        ValidationError: it is themselves.
    """
    if isinstance(what, Board):
        may_write(by, what)
    if not by.is_active:
        raise PermissionDenied
    if what == by:
        raise ValidationError(_("You know what you write: there is nobody to follow."))
    field: dict[str, Any] = {Follow.field_of(what): what}
    Follow.objects.get_or_create(member=by, **field)


@transaction.atomic
def unfollow(*, what: Board | Tag | Member, by: Member) -> None:
    """Tell ``by`` no more."""
    Follow.objects.to(what).filter(member=by).delete()
