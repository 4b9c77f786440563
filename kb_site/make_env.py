"""Write the first .env: the example with fresh secrets, readable by its owner only.

Runs before anything is installed or configured, so it imports nothing of Django.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Create .env unless there is one; an existing file is never touched."""
    target = ROOT / ".env"
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    text = text.replace("SECRET_KEY=\n", f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
    text = text.replace("#DEMO_PASSWORD=\n", f"DEMO_PASSWORD={secrets.token_urlsafe(9)}\n")
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    sys.stdout.write("Wrote .env with fresh secrets.\n")


if __name__ == "__main__":
    main()
