"""Measure on labelled messages what the spam score would hold."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from community.spam import held_from, score
from community.spam.corpus import Labelled, labelled, rows_of

if TYPE_CHECKING:
    from argparse import ArgumentParser

IDS = {"all": {0, 1}, "even": {0}, "odd": {1}}


class Command(BaseCommand):
    help = (
        "Print the share of normal and of spam messages in FILE (JSON Lines, may be gzip: "
        "id, kind, created, title, body_html, spam) that the spam score would hold."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="end with one JSON object")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--ids", choices=sorted(IDS), default="all")
        which.add_argument("--all", action="store_const", const="all", dest="ids")

    def handle(self, *, file: Path, ids: str, verbosity: int, **options: Any) -> None:
        try:
            rows = [row for row in rows_of(file) if row["id"] % 2 in IDS[ids]]
            held = _judge(rows, is_quiet=verbosity == 0)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{file}: {error}") from error
        for (is_spam, kind), (count, of) in sorted(held.items()):
            name = f"{'spam' if is_spam else 'normal'} {kind}s"
            self.stdout.write(f"{name:<18} {count:5} of {of:5} held")
        figures = {
            "held_normal": _share(held, is_spam=False),
            "held_spam": _share(held, is_spam=True),
        }
        for name, share in figures.items():
            self.stdout.write(f"{name:<18} {share:.4f}")
        if options["json"]:
            self.stdout.write(json.dumps(figures))


Held = dict[tuple[bool, str], tuple[int, int]]


def _judge(rows: list[dict[str, Any]], *, is_quiet: bool) -> Held:
    """Return, by label and kind, how many messages are held and how many there are."""
    limit = held_from()
    held: Counter[tuple[bool, str]] = Counter()
    seen: Counter[tuple[bool, str]] = Counter()
    messages = tqdm(labelled(rows), total=len(rows), unit=" messages", disable=is_quiet)
    for message in messages:
        key = _kind_of(message)
        seen[key] += 1
        held[key] += score(message.facts).is_held(held_from=limit)
    return {key: (held[key], of) for key, of in seen.items()}


def _kind_of(message: Labelled) -> tuple[bool, str]:
    return message.is_spam, message.kind


def _share(held: Held, *, is_spam: bool) -> float:
    """Return the share of messages under one label that are held; 0 where none is."""
    counts = [pair for (label, _), pair in held.items() if label is is_spam]
    return sum(count for count, _ in counts) / max(1, sum(of for _, of in counts))
