"""How it was: one tap once a request is closed, a reason and a comment if one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from support.models import Satisfaction
from support.standing import locked

if TYPE_CHECKING:
    from accounts.models import Member
    from support.models import Ticket

COMMENT_MAX_CHARACTERS = 500


@transaction.atomic
def rate(
    *, ticket: Ticket, by: Member, is_satisfied: bool, reason: str = "", comment: str = ""
) -> Satisfaction:
    """Say how it was; saying it again replaces what was said.

    Raises:
        PermissionDenied: ``by`` did not write the request.
        ValidationError: it is not closed yet, or the reason is not one of ours.
    """
    ticket = locked(ticket)
    if not by.is_active or by.pk != ticket.requester_id:
        raise PermissionDenied
    if not ticket.is_closed:
        raise ValidationError(_("Say it once the request is closed."))
    if reason and reason not in Satisfaction.Reason.values:
        raise ValidationError(_("Choose one of the reasons."))
    said = {
        "is_satisfied": is_satisfied,
        "reason": "" if is_satisfied else reason,
        "comment": comment.strip()[:COMMENT_MAX_CHARACTERS],
        "at": timezone.now(),
    }
    return Satisfaction.objects.update_or_create(ticket=ticket, defaults=said)[0]
