"""Compile the translations in pure Python: a fresh machine has no msgfmt.

Run as ``python -m kb_site.messages``; it needs no settings and writes only what changed.
"""

from __future__ import annotations

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def compile_all(root: Path = ROOT) -> int:
    """Write a .mo beside every .po of ours that is newer; return how many."""
    written = 0
    for source in sorted(root.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        polib.pofile(str(source)).save_as_mofile(str(target))
        written += 1
    return written


if __name__ == "__main__":
    compile_all()
