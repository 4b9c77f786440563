"""Where a thread stands with support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

import search.services
from community.models import SupportState, Thread

if TYPE_CHECKING:
    from datetime import datetime


def set_support_state(*, thread: Thread, state: str, at: datetime | None = None) -> None:
    """Write where the thread stands with support; support alone calls this.

    Raises:
        ValueError: ``state`` is none of ``SupportState``.
    """
    if state not in SupportState.values:
        raise ValueError(state)
    thread.support_state = state
    if state in {SupportState.NONE, SupportState.SENDING}:
        thread.support_since = (at or timezone.now()) if state else None
    Thread.objects.filter(pk=thread.pk).update(
        support_state=thread.support_state, support_since=thread.support_since
    )
    search.services.note_changed([thread.key])
