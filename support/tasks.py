"""What the worker does for support; each may run twice and does it once."""

from __future__ import annotations

from django_tasks import task

from support import delivery


@task()
def deliver(escalation_id: int) -> None:
    """Try to deliver; when the desk does not answer, try again later."""
    retry_at = delivery.deliver_now(escalation_id)
    if retry_at is not None:
        deliver.using(run_after=retry_at).enqueue(escalation_id)
