"""A throw-away site as it runs in earnest: its own database, hashed files, gunicorn."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SERVER = [
    *("gunicorn", "kb_site.wsgi", "--worker-class", "gthread", "--threads", "4"),
    *("--no-control-socket", "--log-level", "warning"),
]


@contextmanager
def real_site(*fill: str, **more: str) -> Iterator[str]:
    """Start a site on a free port and yield its address; it is gone afterwards.

    Args:
        fill: what Python runs first to make and fill the database: a file or ``-m`` and
            a module, and its arguments.
        more: environment variables besides those that keep the site to its own folder.
    """
    folder = Path(tempfile.mkdtemp(prefix="entraide-site-"))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | surroundings(folder, url) | more
    try:
        subprocess.run([sys.executable, *fill], env=environment, check=True, cwd=ROOT)
        with serving(port, environment):
            wait_for(f"{url}/healthz/")
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def surroundings(folder: Path, url: str) -> dict[str, str]:
    """Return the settings of a site that writes nowhere but into ``folder``."""
    return {
        "DJANGO_SETTINGS_MODULE": "kb_site.settings",
        "SECRET_KEY": "throw-away",
        "DEBUG": "0",
        "SITE_URL": url,
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "LOG_LEVEL": "WARNING",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(port: int, environment: dict[str, str]) -> Iterator[None]:
    """Run the web server as the Procfile does, with one worker."""
    program, *arguments = SERVER
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    process = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}"],
        env=environment,
        cwd=ROOT,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def wait_for(address: str, seconds: int = 60) -> None:
    """Return as soon as ``address`` answers.

    Raises:
        TimeoutError: it never did.
    """
    for _ in range(seconds * 5):
        try:
            urlopen(address, timeout=2).close()  # noqa: S310  (our own address)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)
