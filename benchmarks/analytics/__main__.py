"""Measure on the empty database of DATABASE_URL; called by ``benchmarks``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django


def main() -> int:
    django.setup()
    from benchmarks.analytics import measuring

    holds = measuring.run(Path(os.environ["ENTRAIDE_DATA"]), int(sys.argv[1]))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
