"""A list of dated events that is played in its order, read from files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from accounts.models import Member

UNIT = {"d": "days", "h": "hours", "m": "minutes"}
SPAN = re.compile(r"(\d+)\s*([dhm])")


class DemoError(ValueError):
    """A demo file says something that cannot be; the text names the file."""


def span(text: str | int) -> timedelta:
    """Return the time that ``text`` names: "3d 4h", "35m"."""
    parts = SPAN.findall(str(text))
    if not parts:
        raise DemoError(f"{text!r} is no span of time; write it like 3d 4h or 35m.")
    return sum((timedelta(**{UNIT[unit]: int(n)}) for n, unit in parts), timedelta())


@dataclass
class Playback:
    """Everything that happened, to be done again in its order."""

    folder: Path
    now: datetime
    password: str = ""
    members: dict[str, Member] = field(default_factory=dict)
    events: list[tuple[datetime, Callable[[datetime], object]]] = field(
        default_factory=list
    )

    def ago(self, text: str) -> datetime:
        return self.now - span(text)

    def read(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the entries of one file.

        Raises:
            DemoError: the file is not the YAML list it should be.
        """
        path = self.folder / name
        try:
            entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise DemoError(f"{path}: {error}") from error
        if not isinstance(entries, list):
            raise DemoError(f"{path}: a list of entries is expected.")
        yield from entries

    def at(self, moment: datetime, do: Callable[[datetime], object]) -> None:
        """Plan ``do`` for ``moment``; what lies in the future is left out."""
        if moment <= self.now:
            self.events.append((moment, do))

    def play(self, progress: Callable[[Any], Any]) -> None:
        """Do everything planned, oldest first, in one transaction."""
        with transaction.atomic():
            for moment, do in progress(sorted(self.events, key=lambda event: event[0])):
                do(moment)
        self.events.clear()
