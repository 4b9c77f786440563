"""How well the parser keeps what was written newly, on mails with a known answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.inbound import parsing
from accounts.inbound.htmltext import text_of
from accounts.inbound.replies import new_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Case:
    """One mail: its place in the file, what is expected of it, and what came out."""

    number: int  # of its line, from 1
    name: str
    expected: str | None  # None: the file does not say
    got: str

    @property
    def is_exact(self) -> bool:
        return self.expected is not None and self.got == self.expected


def read(file: Path) -> list[Case]:
    """Return each mail of a JSON Lines file, parsed.

    Raises:
        OSError, ValueError, KeyError: the file cannot be read as such mails.
    """
    with file.open(encoding="utf-8") as lines:
        return [_case(number, json.loads(line)) for number, line in enumerate(lines, 1)]


def _case(number: int, row: dict[str, Any]) -> Case:
    normal = _squeezed if "whitespace" in row.get("compare", "") else _trimmed
    expected = row["expected_reply"]
    return Case(
        number=number,
        name=row.get("name", ""),
        expected=None if expected is None else normal(expected),
        got=normal(_reply(row.get("kind", "text"), row["email"])),
    )


def _reply(kind: str, mail: str) -> str:
    if kind == "eml":
        return parsing.content(parsing.parse(mail.encode()))[0]
    return new_text(text_of(mail) if kind == "html" else mail)


def _trimmed(text: str) -> str:
    """Without blanks at the ends of lines, and without blank lines around the text."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def share_exact(cases: Iterable[Case]) -> float:
    """Return the share of exact ones; a mail without an expected text is not exact."""
    marks = [case.is_exact for case in cases]
    return sum(marks) / len(marks) if marks else 0.0
