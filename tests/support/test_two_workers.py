"""Two workers apply the rule at the same moment: each thread goes once, the cap holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from accounts.roles import ensure_groups
from support import services
from support.models import Escalation, EscalationRule
from tests.planting import plant
from tests.support.factories import always_open, old_thread

if TYPE_CHECKING:
    from community.models import Thread

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, THREADS, CAP = 2, 12, 8


def test_no_thread_goes_twice_and_none_is_counted_twice():
    ensure_groups()  # emptied with the other tables after each test
    plant()
    always_open()
    EscalationRule.objects.update(min_open_hours=48, cap=CAP)
    for hours in range(60, 60 + THREADS):
        old_thread(hours=hours)
    start = Barrier(WORKERS)

    def run(_n: int) -> list[Thread]:
        try:
            start.wait()
            return services.escalate_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        first, second = pool.map(run, range(WORKERS))

    assert not set(first) & set(second)
    assert max(len(first), len(second)) <= CAP
    taken = Escalation.objects.values_list("thread", flat=True)
    assert len(taken) == len(set(taken)) == len(first) + len(second)
    assert len(taken) >= CAP
