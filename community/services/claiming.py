"""Saying that one writes an answer, and no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from community.models import Claim, Thread
from community.models.claims import CLAIM_LASTS
from community.services.writing import may_write

if TYPE_CHECKING:
    from accounts.models import Member


@transaction.atomic
def claim(*, thread: Thread, by: Member) -> Claim:
    """Show for ten minutes that ``by`` writes an answer; who came first keeps it.

    Returns:
        The claim that now holds, which may be somebody else's.

    Raises:
        PermissionDenied: ``by`` may not read the board.
    """
    may_write(by, thread.board)
    Thread.objects.select_for_update().get(pk=thread.pk)
    held = Claim.objects.filter(thread=thread).select_related("member").first()
    is_anothers = held is not None and held.member_id != by.pk
    if held is not None and is_anothers and held.until > timezone.now():
        return held
    until = timezone.now() + CLAIM_LASTS
    row, _is_new = Claim.objects.update_or_create(
        thread=thread, defaults={"member": by, "until": until}
    )
    return row


def release(*, thread: Thread, by: Member) -> None:
    """End the claim of ``by``, if it is theirs."""
    Claim.objects.filter(thread=thread, member=by).delete()
