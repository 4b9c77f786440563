"""Labelled messages from a file, as the facts the score would have had at the time."""

from __future__ import annotations

import gzip
import json
from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from community.spam.facts import Facts
from community.spam.markup import markdown_of, unredacted
from community.spam.reading import read
from community.spam.sites import owner_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DAY = timedelta(days=1)
GZIP_START = b"\x1f\x8b"
OWN_FROM = 10  # messages that link to the forum itself
TRUSTED_FROM = 3  # earlier messages of the file that link to a site


@dataclass(frozen=True, slots=True)
class Labelled:
    key: int
    kind: str
    is_spam: bool
    facts: Facts


def rows_of(file: Path) -> list[dict[str, Any]]:
    """Return the rows of JSON Lines, as they are or as gzip.

    Raises:
        OSError: the file cannot be read.
        ValueError: a line is not JSON.
    """
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if raw[:2] == GZIP_START else raw).decode()
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def labelled(rows: Iterable[dict[str, Any]]) -> Iterator[Labelled]:
    """Yield the messages in the order they were written, each knowing those before it."""
    recent: deque[tuple[datetime, str]] = deque()
    linked: Counter[str] = Counter()
    texts = [(_moment(row), row, markdown_of(row["body_html"])) for row in rows]
    texts.sort(key=lambda one: one[0])
    own = _own_hosts(text for _, _, text in texts)
    for at, row, text in texts:
        while recent and recent[0][0] < at - DAY:
            recent.popleft()
        yield Labelled(
            key=row["id"],
            kind=row["kind"],
            is_spam=bool(row["spam"]),
            facts=Facts(
                text=text,
                title=unredacted(row.get("title") or ""),
                recent_texts=tuple(text for _, text in recent),
                own_hosts=own,
                trusted_hosts=frozenset(
                    host for host, count in linked.items() if count >= TRUSTED_FROM
                ),
            ),
        )
        recent.append((at, text))
        linked.update(_owners(text))


def _own_hosts(texts: Iterable[str]) -> frozenset[str]:
    """The file does not name its forum; the site that most messages link to is it."""
    linked = Counter(owner for text in texts for owner in _owners(text))
    return frozenset(owner for owner, count in linked.most_common(1) if count >= OWN_FROM)


def _owners(text: str) -> set[str]:
    return {owner_of(link.host) for link in read(text).links}


def _moment(row: dict[str, Any]) -> datetime:
    return datetime.strptime(row["created"], "%Y-%m-%d %H:%M:%S %z")
