"""Django with a database, an index and a memory of its own for each seed."""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

SCRATCH = Path("/dev/shm")  # noqa: S108  (memory; each seed has a folder made for it alone)
NEEDED = ("sklearn.preprocessing", "sklearn.feature_extraction", "scipy.stats")


def prepare(folder: Path) -> None:
    """Start Django on an empty database in ``folder``; seeds begin with copies of it."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "benchmarks.simulation.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "MEDIA_ROOT": str(folder / "media"),
        "SECRET_KEY": "simulation",
        "ALLOWED_HOSTS": "testserver",
        "DEBUG": "0",
        "LOG_LEVEL": "ERROR",
    }
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.urls import reverse

    call_command("migrate", verbosity=0)
    connections.close_all()
    reverse("search:results")
    for name in NEEDED:
        importlib.import_module(name)
    gc.freeze()  # seeds are played by forks of this process, which share it


def play(seed: int, template: Path) -> dict[str, Any]:
    """Play ``seed`` on a copy of the prepared database, in a fork of its process."""
    from benchmarks.simulation import playing

    with tempfile.TemporaryDirectory(dir=scratch()) as name:
        folder = Path(name)
        shutil.copy(template / "db.sqlite3", folder)
        _move_to(folder)
        return playing.play(seed, folder)


def scratch() -> Path | None:
    """Return where it writes: memory where there is such a folder."""
    return SCRATCH if SCRATCH.is_dir() else None


def _move_to(folder: Path) -> None:
    from django.conf import settings
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(folder / "db.sqlite3")
    settings.SEARCH_INDEX_DIR = folder / "index"
