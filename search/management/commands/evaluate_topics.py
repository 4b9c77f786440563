"""Measure how well the grouping of texts by meaning finds what people say they mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from search.judged import lines_of
from search.language.analysis import LANGUAGES
from search.topics import Known, Wording, group
from search.topics.agreement import agreement

if TYPE_CHECKING:
    from argparse import ArgumentParser

USUAL_PART = "test"
EVERYTHING = "all"


class Command(BaseCommand):
    help = (
        "Group the texts of FILE as failed searches are grouped into gap topics, and print"
        " how well the groups agree with the intents: V-measure, F1 of pairs, number of"
        " groups, share of groups with 80 % or more of one intent. FILE is JSON Lines,"
        " maybe gzip: {text, intent, part?, language?} a line. Nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--part",
            default="",
            help=f"rows to take, or {EVERYTHING}; {USUAL_PART} where a file has that part",
        )
        parser.add_argument(
            "--language", choices=LANGUAGES, default="en", help="of texts without one"
        )
        parser.add_argument("--json", action="store_true", help="end with one JSON object")

    def handle(self, **options: Any) -> None:
        file = options["file"]
        try:
            rows = _of_part(list(lines_of(file, "text", "intent")), options["part"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        except (OSError, EOFError) as error:
            reason = f"{file} cannot be read ({error})."
            raise CommandError(f"{reason} Give JSON Lines, plain or .gz.") from error
        figures = _figures(rows, options["language"])
        self.stdout.write(f"{file.name}: {len(rows)} texts")
        for what, value in figures.items():
            self.stdout.write(f"  {what:<14} {value:.4g}")
        if options["json"]:
            self.stdout.write(json.dumps(figures))


def _of_part(rows: list[dict[str, Any]], part: str) -> list[dict[str, Any]]:
    """Return the rows of one part.

    Raises:
        ValueError: there are none; says what parts there are.
    """
    parts = {str(row.get("part", "")) for row in rows}
    wanted = part or (USUAL_PART if USUAL_PART in parts else EVERYTHING)
    chosen = [row for row in rows if wanted in {EVERYTHING, str(row.get("part", ""))}]
    if not rows:
        raise ValueError("The file is empty: give one with a text and an intent a line.")
    if not chosen:
        there = ", ".join(sorted({EVERYTHING, *parts} - {""}))
        raise ValueError(f"No row is of part {wanted!r}. Try --part with one of: {there}.")
    return chosen


def _figures(rows: list[dict[str, Any]], language: str) -> dict[str, float]:
    wordings = [Wording(str(row["text"]), row.get("language", language)) for row in rows]
    number = {
        name: number
        for number, topic in enumerate(group(wordings, Known()).topics)
        for name in topic.wordings
    }
    intents = [str(row["intent"]) for row in rows]
    return agreement(intents, [number[wording.name] for wording in wordings])
