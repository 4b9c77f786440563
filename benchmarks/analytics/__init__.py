"""How long the night over a million searches takes, and the staff's pages after it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import ROOT

if TYPE_CHECKING:
    from argparse import Namespace

DATABASES = ("sqlite", "postgres")
EVENTS = 1_000_000


def run(data: Path, options: Namespace) -> bool:
    """Measure on each database anew; return whether every bound holds on all of them."""
    held = [_run_on(name, data, options.events) for name in options.databases]
    return all(held)


def _run_on(name: str, data: Path, events: int) -> bool:
    print(f"Searches and gaps on {name}", flush=True)
    command = [sys.executable, "-m", "benchmarks.analytics", str(events)]
    if name == "postgres":
        command = [str(ROOT / "tests" / "with_postgres"), *command]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=ROOT, env=_environment(data, Path(folder)))
    return done.returncode == 0


def _environment(data: Path, folder: Path) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "kb_site.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "MEDIA_ROOT": str(folder / "media"),
        "CACHE_URL": "locmemcache://",
        "LOG_LEVEL": "ERROR",
        "ALLOWED_HOSTS": "testserver",
        "SECRET_KEY": os.environ.get("SECRET_KEY", "bench"),
        "ENTRAIDE_DATA": str(data),
    }
