"""Nothing is lost and no search fails, whoever is killed and whoever else is at work."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from tests.browser.real_site import ROOT, free_port, wait_for

SERVER = [
    *("gunicorn", "kb_site.wsgi", "--worker-class", "gthread", "--workers", "2"),
    *("--threads", "4", "--no-control-socket", "--access-logfile", "/dev/null"),
]
WORKER = ["manage.py", "db_worker", "--queue-name", "*", "--interval", "0.1"]
CSRF = "c" * 32
SEARCHERS, SEARCHES, ANSWERS = 4, 15, 12
CLEAN = "0 missing, 0 stale, 0 superfluous, 0 with a wrong audience"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"].rpartition(".")[2] != "sqlite3",
        reason="a fresh database file for other processes is SQLite's",
    ),
]


@pytest.fixture
def site(tmp_path):
    """The environment of a site with an empty database, as it is after migrating."""
    database = tmp_path / "db.sqlite3"
    migrated = sqlite3.connect(connection.settings_dict["NAME"])
    with closing(migrated), closing(sqlite3.connect(database)) as fresh:
        migrated.backup(fresh)
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.search.served_settings",
        "SECRET_KEY": "throw-away",
        "DATABASE_URL": f"sqlite:///{database}",
        "SEARCH_INDEX_DIR": str(tmp_path / "index"),
        "LOG_LEVEL": "WARNING",
    }


def run(site, module, *options):
    """Return what a process of ours says in its last line, and what it complained of."""
    done = subprocess.run(
        [sys.executable, "-m", module, *options],
        env=site,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]), done.stderr


def survive(site, *options):
    found, complaints = run(site, "tests.search.survival", *options)
    assert found["failures"] == 0, complaints
    assert found["searches"] > 0
    assert CLEAN in found["check"]
    assert found["left"] == []
    return found


def test_a_killed_worker_and_a_rebuild_cost_no_search_and_no_document(site):
    found = survive(site, "--updates", "60", "--kills", "2")
    assert found["builds"] == 2  # the one in use, and the one before


@pytest.mark.long
def test_five_killed_workers_in_a_thousand_updates_cost_nothing(site):
    found = survive(site, "--updates", "1000", "--kills", "5", "--rebuilds", "3")
    assert found["searches"] > 100


def test_two_web_processes_and_a_worker_never_find_a_lock(site, tmp_path):
    people, _complaints = run(site, "tests.search.served")
    logs = tmp_path / "log"
    with logs.open("w") as log:
        port = free_port()
        program = str(Path(sys.executable).with_name(SERVER[0]))
        running = [
            subprocess.Popen(each, env=site, cwd=ROOT, stdout=log, stderr=log)
            for each in (
                [program, *SERVER[1:], "--bind", f"127.0.0.1:{port}"],
                [sys.executable, *WORKER],
            )
        ]
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz/")
            statuses = visited(f"http://127.0.0.1:{port}", people)
        finally:
            for each in running:
                each.terminate()
            for each in running:
                each.wait()
    assert set(statuses) == {200}
    assert len(statuses) == SEARCHERS * SEARCHES + len(people) * ANSWERS
    said = logs.read_text()
    assert "locked" not in said, said
    assert "LockError" not in said, said
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        rows = database.execute(
            f"SELECT task_path FROM {DBTaskResult._meta.db_table} WHERE status = 'FAILED'"  # noqa: S608
        )
        assert rows.fetchall() == []


def visited(url, people):
    """Search and answer, all at the same time; return the status of each page."""
    statuses: list[int] = []

    def search(number):
        for turn in range(SEARCHES):
            part = "live/" if turn % 3 == 0 else ""
            statuses.append(status(f"{url}/search/{part}?q=payout+{number}{turn}"))

    def answer(number, session, address):
        for turn in range(ANSWERS):
            body = f"body=The+bank+needs+{number}+and+{turn}+more+days+for+this."
            statuses.append(status(url + address, body, session))

    work = [threading.Thread(target=search, args=[n]) for n in range(SEARCHERS)]
    work += [threading.Thread(target=answer, args=each) for each in people]
    for each in work:
        each.start()
    for each in work:
        each.join()
    return statuses


def status(address, body=None, session=""):
    """Return how a page answers; a form is sent as the member of ``session``."""
    request = Request(address, body.encode() if body else None)  # noqa: S310 - our own
    request.add_header("Cookie", f"csrftoken={CSRF}; sessionid={session}")
    request.add_header("X-CSRFToken", CSRF)
    try:
        with urlopen(request, timeout=60) as response:  # noqa: S310
            return response.status
    except HTTPError as error:
        return error.code
