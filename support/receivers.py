"""What staff save in the admin: the framework's to tell, one call of ours."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from support import hours
from support.models import Closure, Holiday, SupportHours, Team


@receiver([post_save, post_delete], sender=Team)
@receiver([post_save, post_delete], sender=SupportHours)
@receiver([post_save, post_delete], sender=Holiday)
@receiver([post_save, post_delete], sender=Closure)
def on_hours_change(**kwargs: Any) -> None:
    """Who changed the hours sees them at once; other processes follow within a minute."""
    hours.forget()
