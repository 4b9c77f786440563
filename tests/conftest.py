"""What every test stands on: its own index, an empty cache, and the real worker."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import caches
from django.utils import translation
from django_tasks.base import TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.management.commands import db_worker

from support import hours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


LEFT_OUT = pytest.StashKey[int]()


@pytest.fixture(autouse=True)
def index_dir(settings: Any, tmp_path: Path) -> Path:
    """Each test has an index folder of its own."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return settings.SEARCH_INDEX_DIR


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    for cache in (caches["default"], caches["process"]):
        cache.clear()


@pytest.fixture
def hours_known(db: None) -> None:
    """A process that runs has read support's hours, which it does once a minute."""
    hours.teams()


@pytest.fixture(autouse=True)
def _no_language() -> Iterator[None]:
    """A page in French leaves French active in this thread; the next test knows nothing."""
    yield
    translation.deactivate()


@pytest.fixture
def run_worker(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Run the real worker in this process until its queue is empty; a failed task fails."""
    # The test's transaction lives on this connection: it must outlast the worker's turn.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    failures: list[str] = []

    def note(task_result: Any, **kwargs: object) -> None:
        if task_result.status == TaskResultStatus.FAILED:
            failures.append(task_result.errors[-1].traceback)

    def run() -> None:
        db_worker.Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
            excluded_queue_names=[],
        ).run()
        assert not failures, "\n".join(failures)

    task_finished.connect(note)
    yield run
    task_finished.disconnect(note)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs the shared data where there is none, and say so in one line."""
    if os.environ.get("ENTRAIDE_DATA"):
        return
    left_out = [item for item in items if item.get_closest_marker("real_data")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        config.stash[LEFT_OUT] = len(left_out)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{count} tests on real data left out: ENTRAIDE_DATA is not set."
        )
