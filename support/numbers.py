"""Numbers of requests: one after the other, none twice."""

from __future__ import annotations

from django.db import transaction

from support.models import Sequence

REQUESTS = "requests"


@transaction.atomic
def next_number() -> int:
    """Take the next number; whoever asks at the same time waits for this transaction."""
    Sequence.objects.get_or_create(name=REQUESTS)
    sequence = Sequence.objects.select_for_update().get(name=REQUESTS)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last
