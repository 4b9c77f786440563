"""What people and programs put into addresses and forms, made fit to ask a database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

KEY_MAX = 2**63 - 1  # no primary key is larger
KEY_MAX_DIGITS = 19
# PostgreSQL keeps no NUL, and no encoding has half of a surrogate pair.
UNKEPT = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """Return ``text`` without what no database keeps."""
    return UNKEPT.sub("", text)


def key_in(text: str) -> int | None:
    """Return the primary key in ``text``; None if it cannot be one."""
    if not text.isdecimal() or len(text) > KEY_MAX_DIGITS:
        return None
    key = int(text)
    return key if key <= KEY_MAX else None


def keys_in(texts: Iterable[str]) -> list[int]:
    return [key for text in texts if (key := key_in(text)) is not None]
