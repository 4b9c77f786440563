"""evaluate_topics: its figures, its errors, and the bounds on real and on short texts."""

from __future__ import annotations

import gzip
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

SHORT = Path(__file__).with_name("short_searches.jsonl")
ROWS = [
    {"text": "gift card", "intent": "gifts", "part": "train"},
    {"text": "sell gift cards", "intent": "gifts", "part": "train"},
    {"text": "reset password", "intent": "access", "part": "train"},
    {"text": "carte cadeau", "intent": "cadeaux", "part": "test", "language": "fr"},
    {"text": "cartes cadeaux", "intent": "cadeaux", "part": "test", "language": "fr"},
]


def written(file: Path, rows: list[dict] | str) -> Path:
    text = rows if isinstance(rows, str) else "\n".join(map(json.dumps, rows))
    file.write_bytes(
        gzip.compress(text.encode()) if file.suffix == ".gz" else text.encode()
    )
    return file


def evaluate(file: Path, *more: str) -> dict[str, float]:
    out = StringIO()
    call_command("evaluate_topics", str(file), "--json", *more, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_prints_how_well_groups_agree_with_intents(tmp_path):
    found = evaluate(written(tmp_path / "intents.jsonl", ROWS), "--part", "train")

    assert found == {
        "v_measure": 1.0,
        "pair_f1": 1.0,
        "pair_precision": 1.0,
        "pair_recall": 1.0,
        "groups": 2,
        "pure": 1.0,
    }


def test_takes_the_test_part_of_a_file_that_has_one(tmp_path):
    file = written(tmp_path / "intents.jsonl.gz", ROWS)

    assert evaluate(file)["groups"] == 1
    assert evaluate(file, "--part", "all")["groups"] == 3


def test_texts_that_belong_together_and_are_apart_cost_recall(tmp_path):
    rows = [{"text": text, "intent": "pay"} for text in ("vat", "klarna", "klarna fee")]

    found = evaluate(written(tmp_path / "intents.jsonl", rows))

    assert found["pair_precision"] == 1
    assert found["pair_recall"] == pytest.approx(1 / 3)
    assert found["pair_f1"] == pytest.approx(1 / 2)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"text": "x"}], "line 1: wants an object with text, intent"),
        ("no json", "line 1"),
        ([], "The file is empty"),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path, rows, said):
    with pytest.raises(CommandError, match=said):
        evaluate(written(tmp_path / "intents.jsonl", rows))


def test_says_what_cannot_be_read_and_which_parts_there_are(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        evaluate(tmp_path / "nothing.jsonl")
    with pytest.raises(CommandError, match=r"Try --part with one of: all, test, train\."):
        evaluate(written(tmp_path / "intents.jsonl", ROWS), "--part", "odd")


@pytest.mark.parametrize("part", ["train", "test", "all"])
def test_short_searches_of_different_subjects_stay_apart_and_many_of_one_meet(part):
    found = evaluate(SHORT, "--part", part)

    assert found["pair_precision"] >= 0.95
    assert found["pair_recall"] >= 0.7


@pytest.mark.real_data
def test_real_questions_are_grouped_as_people_group_them():
    queries = Path(os.environ["ENTRAIDE_DATA"]) / "queries"

    found = evaluate(queries / "banking77_intents.jsonl.gz", "--part", "test")

    assert found["v_measure"] >= 0.77
    assert found["pair_f1"] >= 0.48
