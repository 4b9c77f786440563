"""Which words more people type in a week than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.models import RisingWord

if TYPE_CHECKING:
    from datetime import date

__all__ = ["of_week"]


def of_week(first: date) -> list[RisingWord]:
    """Return the rising words of the week that begins on ``first``, a Monday."""
    return list(RisingWord.objects.filter(week__first=first).ranked())
