"""Where a Chromium is on this machine, and how it is started so that it stays quiet."""

from __future__ import annotations

import shutil

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Return the system's Chromium; None means Playwright's own."""
    return shutil.which("chromium") or shutil.which("google-chrome")
