"""From a gap to a draft: the editor starts with what people asked, not with nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import Member
    from articles.models import ArticlePage


def draft_for_gap(*, gap_id: int, by: Member) -> ArticlePage:
    """Return the draft that belongs to the gap, made if there is none yet."""
    raise NotImplementedError
