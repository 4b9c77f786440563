"""What the clock does: find what a crash left behind, apply the rule, tidy at night."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

import community.services
import search.services
import support.services
from accounts import digests, inbound, notices, suspension
from community import drafts
from community.services import attaching, thanking, trusting

TASK_MAX_RUNTIME = timedelta(minutes=30)
TASK_KEPT = timedelta(days=7)


def sweep() -> None:
    """Enqueue again whatever is not yet done: the rows are the truth, tasks are not."""
    requeue_dead_tasks()
    search.services.sweep()
    support.services.sweep()
    support.services.tell_late()
    notices.sweep()
    digests.send_due()
    suspension.release_due()
    community.services.ask_back_due()
    search.services.tell_of_the_week()


@transaction.atomic
def requeue_dead_tasks() -> int:
    """Give back the tasks of a worker that died; every task of ours may run twice."""
    dead = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - TASK_MAX_RUNTIME
    )
    count: int = dead.update(status=TaskResultStatus.READY, started_at=None)
    return count


def escalate_due() -> None:
    """Hand the questions that nobody answered to support."""
    support.services.escalate_due()


def nightly() -> None:
    """Group the failed searches anew and throw away what is old."""
    search.services.work_out_dwell()
    search.services.refresh_gaps()
    search.services.check_drafts()
    search.services.look_at_proofs()
    search.services.purge()
    search.services.renew_index()
    search.services.look_again()
    attaching.sweep()
    drafts.purge()
    inbound.forget()
    trusting.review_everyone()
    thanking.recount_everyone()
    community.services.lock_solved()
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - TASK_KEPT).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
