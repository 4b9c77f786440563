"""Small real files for tests."""

from __future__ import annotations

import zipfile
from io import BytesIO

from PIL import Image


def png(*, size: tuple[int, int] = (40, 30), colour: str = "teal") -> bytes:
    return picture("PNG", size=size, colour=colour)


def picture(
    kind: str, *, size: tuple[int, int] = (40, 30), colour: str = "teal", **more: object
) -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, colour).save(kept, kind, **more)
    return kept.getvalue()


def archive(parts: dict[str, str]) -> bytes:
    """Return a zip archive; its first part is stored plainly, as OpenDocument asks."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return kept.getvalue()
