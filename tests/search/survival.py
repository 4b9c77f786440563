"""A site of its own whose processes search while its worker is killed: what survives?

``python -m tests.search.survival --updates 100 --kills 2`` makes the content in the
database of the environment, does all that and ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import signal
import sys
import time
import traceback
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import django
from django.core.management import CommandError, call_command

THREADS = 40
STEADY = "zanzibar"  # in one thread, which nobody touches
PATIENCE = 120  # seconds
process = multiprocessing.get_context("fork")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--updates", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--searchers", type=int, default=4)
    parser.add_argument("--rebuilds", type=int, default=1)
    wanted = parser.parse_args()
    django.setup()
    threads, editor = content()
    is_over = process.Event()
    counts = [process.Array("i", [0, 0]) for _ in range(wanted.searchers)]
    searching = [started(search_until, is_over, each) for each in counts]
    update(threads, editor, wanted)
    is_over.set()
    for each in searching:
        each.join()
    searches, failures = (sum(each[at] for each in counts) for at in (0, 1))
    found = {"searches": searches, "failures": failures, **state()}
    sys.stdout.write(f"{json.dumps(found)}\n")


def content():
    """Make threads and an index of them."""
    from tests.community.factories import ThreadFactory
    from tests.factories import StaffFactory

    call_command("createcachetable", verbosity=0)
    editor = StaffFactory()
    for number in range(THREADS):
        ThreadFactory(by=editor, title=f"Why is payout number {number} late?")
    ThreadFactory(by=editor, title=f"A payout to {STEADY}")
    call_command("rebuild_index", verbosity=0)
    from community.models import Thread

    return list(Thread.objects.exclude(title__contains=STEADY)), editor


def started(target, *arguments):
    """Fork; the child opens database and index itself."""
    from django.db import connections

    from search.engine import _engine

    connections.close_all()
    _engine.cache_clear()
    child = process.Process(target=target, args=arguments)
    child.start()
    return child


def search_until(is_over, counts) -> None:
    """Search as a visitor, again and again; count searches and failures."""
    from django.contrib.auth.models import AnonymousUser

    from search.services import search
    from search.visit import Visit

    while not is_over.is_set():
        for text, least in ((STEADY, 1), ("payout late", 5)):
            counts[0] += 1
            try:
                found = search(
                    text=text, reader=AnonymousUser(), visit=Visit(), language="en"
                )
                if found.total < least:
                    raise RuntimeError(f"{text}: {found.total} found")
            except Exception:  # noqa: BLE001 - whatever it is, it is counted
                counts[1] += 1
                traceback.print_exc()


def work() -> None:
    """Do what ``manage.py db_worker`` does, until somebody kills it."""
    from django_tasks_db.management.commands import db_worker

    options = {"queue_names": ["*"], "interval": 0.05, "batch": False, "worker_id": ""}
    options |= {"backend_name": "default", "startup_delay": False, "max_tasks": None}
    options["worker_id"] = f"worker-{os.getpid()}"
    db_worker.Worker(**options, excluded_queue_names=[]).run()


def update(threads, editor, wanted) -> None:
    """Edit threads one after the other, kill the worker now and then, wait for the end."""
    from community.models import Post
    from community.services import edit_post
    from search.services import sweep

    worker = started(work)
    every = wanted.updates // (wanted.kills + 1)
    for number in range(1, wanted.updates + 1):
        thread = threads[number % len(threads)]
        post = Post.objects.get(thread=thread, position=1)
        edit_post(post=post, by=editor, body=f"It still says Pending, day {number}.")
        if number % every == 0 and number // every <= wanted.kills:
            kill(worker)
            worker = started(work)
        if number % every == every // 2 and number // every < wanted.rebuilds:
            call_command("rebuild_index", verbosity=0)
    with terminated(worker):
        # What the clock does; a task that was running when its worker died never ends.
        sweep()
        wait_until(nothing_is_noted)


def kill(worker) -> None:
    """Kill the worker in the middle of a write, if it comes to one."""
    with_luck = time.monotonic() + 5
    while time.monotonic() < with_luck and not is_writing():
        time.sleep(0.001)
    time.sleep(random.random() / 50)  # noqa: S311 - no secret
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()


def is_writing() -> bool:
    """Whether somebody has the writer's lock; asked of the system, not of the lock."""
    from django.conf import settings

    inodes = {
        f":{lock.stat().st_ino} "
        for lock in Path(settings.SEARCH_INDEX_DIR).glob("built-*/*_WRITELOCK")
    }
    return any(each in Path("/proc/locks").read_text() for each in inodes)


@contextmanager
def terminated(worker):
    yield
    worker.terminate()
    worker.join()


def nothing_is_noted() -> bool:
    from search.indexing import turns_waiting
    from search.models import IndexNote

    return not IndexNote.objects.exists() and not turns_waiting()


def wait_until(is_so) -> None:
    for _ in range(PATIENCE * 10):
        if is_so():
            return
        time.sleep(0.1)
    raise TimeoutError(is_so.__name__)


def state() -> dict[str, object]:
    """Say what is in the index now, and what is left of the dead."""
    from django.conf import settings

    out = StringIO()
    try:
        call_command("check_index", stdout=out)
    except CommandError as error:
        out.write(str(error))
    folder = Path(settings.SEARCH_INDEX_DIR)
    left = [each.name for each in folder.glob("built-*/_*.toc.*")]
    builds = len(list(folder.glob("built-*")))
    return {"check": out.getvalue(), "builds": builds, "left": left}


if __name__ == "__main__":
    main()
