"""A stream of questions played as searches: with their times, for the rising words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search.models import SearchEvent

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def stream(folder, lines: list[tuple[int, str]]):
    """Write texts asked so many hours after the first Monday, in any order."""
    file = folder / "stream.jsonl"
    rows = (
        {"ts": (MONDAY + timedelta(hours=hours)).isoformat(sep=" "), "text": text}
        for hours, text in lines
    )
    file.write_text("\n".join(map(json.dumps, rows)))
    return file


def corpus(folder):
    file = folder / "corpus.jsonl"
    page = {"id": "article:1", "lang": "en", "title": "Make a discount code", "body": "So."}
    file.write_text(json.dumps(page))
    return file


def replay(*args, **options) -> dict[str, list[dict]]:
    out = StringIO()
    call_command("replay_searches", *args, stdout=out, json=True, verbosity=0, **options)
    told: dict[str, list[dict]] = json.loads(out.getvalue().splitlines()[-1])
    return told


def test_each_text_is_a_search_of_one_person_at_its_time(tmp_path):
    file = stream(tmp_path, [(30, "gift card"), (2, "discount code"), (30, "gift card")])

    told = replay(file, corpus=corpus(tmp_path))

    assert list(told) == ["2026-W10"]
    rows = SearchEvent.objects.order_by("at")
    assert [(row.text, row.found_after) for row in rows] == [
        ("discount code", 1),
        ("gift card", 0),
        ("gift card", 0),
    ]
    assert rows[0].at == MONDAY + timedelta(hours=2)
    assert rows[0].keys == ["article:1"]
    assert len({row.visitor for row in rows}) == 3


def test_what_many_more_ask_in_a_week_is_named_in_it(tmp_path):
    week = 24 * 7
    usual = [(week * n + hour, "payout late") for n in range(4) for hour in range(6)]
    spike = [(week * 3 + hour, f"checkout frozen {hour}") for hour in range(12)]

    told = replay(stream(tmp_path, usual + spike))

    assert told["2026-W12"] == []
    [row] = told["2026-W13"]
    assert {row["title"], *row["words"]} >= {"checkout", "frozen"}
    assert row["people"] == 12


def test_a_database_in_use_is_left_alone(tmp_path):
    SearchEvent.objects.create(
        text="tax", stems="tax", language="en", audience=0, found_before=0, found_after=0
    )

    with pytest.raises(CommandError, match="has searches already"):
        replay(stream(tmp_path, [(0, "gift card")]))

    assert SearchEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1"),
        ('{"text": "tax"}', "ts, text"),
        ('{"ts": "yesterday", "text": "tax"}', "yesterday"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, said):
    file = tmp_path / "stream.jsonl"
    file.write_text(line)

    with pytest.raises(CommandError, match=said):
        replay(file)


@pytest.mark.parametrize("speed", ["0", "-1", "fast"])
def test_a_speed_that_makes_no_sense_is_refused(tmp_path, speed):
    with pytest.raises(CommandError, match="give a number above 0"):
        replay(stream(tmp_path, [(0, "tax")]), speed=speed)


def test_a_speed_spreads_the_stream_over_time(tmp_path):
    told = replay(stream(tmp_path, [(0, "tax"), (1, "tax")]), speed="36000")

    assert list(told) == ["2026-W10"]
