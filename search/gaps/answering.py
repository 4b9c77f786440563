"""What staff begin in order to close a gap: an article, or a question to the community."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from search.gaps.editing import locked
from search.gaps.trail import note
from search.models import Gap, GapLink, Need

if TYPE_CHECKING:
    from accounts.models import Member


@transaction.atomic
def note_asked(*, gap_id: int, key: str, title: str, by: Member) -> None:
    """Take a question that staff asked about a gap for one of its signs of need.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        Gap.DoesNotExist: there is no such gap.
    """
    gap = locked(gap_id, by)
    asked = Need.objects.filter(kind=Need.Kind.UNANSWERED, key=key)
    asked.update(gap=gap, visitor=Need.BY_STAFF)
    note(gap, "asked_community", by=by, title=title)


@transaction.atomic
def link_draft(*, gap_id: int, key: str, by: Member) -> None:
    """Tie an article that is being written to the gap it is meant to close.

    Raises:
        PermissionDenied: ``by`` is not support staff.
        Gap.DoesNotExist: there is no such gap.
    """
    gap = locked(gap_id, by)
    _link, is_new = GapLink.objects.get_or_create(gap=gap, key=key, defaults={"by": by})
    if gap.state not in {Gap.State.PUBLISHED, Gap.State.VERIFIED}:
        gap.state = Gap.State.DRAFTING
        gap.owner = gap.owner or by
        gap.save(update_fields=["state", "owner"])
    if is_new:
        note(gap, "drafted", by=by)
