"""evaluate_spelling: its figures, its errors, and the bounds on real slips."""

from __future__ import annotations

import gzip
import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.engine import get_engine

pytestmark = pytest.mark.django_db

CORPUS = [
    {"id": "1", "lang": "en", "title": "Print a receipt", "body": "Press the button."},
    {"id": "2", "lang": "en", "title": "Refund an order", "body": "Refund the receipt."},
    {"id": "3", "lang": "fr", "title": "Imprimer un reçu", "body": "Appuyez."},
]
PAIRS = [
    {"typo": "receitp", "correct": "receipt", "title": "My Receitp is gone"},
    {"typo": "Refnud", "correct": "refund", "title": "Refnud of a receitp"},
    {"typo": "xyzzy", "correct": "button"},
    {"typo": "elefant", "correct": "elephant"},
]
BOUNDS = [
    "editor-words-en",
    "help-links-en",
    "help-links-fr",
    "question-to-article-en",
    "rephrased-en",
    pytest.param("similar-threads-en", marks=pytest.mark.long),
]


def written(file: Path, rows: list[dict]) -> Path:
    file.parent.mkdir(exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    file.write_bytes(
        gzip.compress(text.encode()) if file.suffix == ".gz" else text.encode()
    )
    return file


def evaluate(*corpora: Path, pairs: Path, more: tuple[str, ...] = ()) -> dict[str, dict]:
    out = StringIO()
    arguments = ["--corpus", *map(str, corpora), "--pairs", str(pairs), "--json", *more]
    call_command("evaluate_spelling", *arguments, verbosity=0, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_counts_slips_and_titles_and_leaves_the_index_of_the_site_alone(tmp_path):
    shop = written(tmp_path / "shop/corpus.jsonl", CORPUS).parent
    packed = written(tmp_path / "packed/corpus.jsonl.gz", CORPUS[1:]).parent
    pairs = written(tmp_path / "pairs.jsonl", PAIRS)

    found = evaluate(shop, packed, pairs=pairs)

    assert found["shop"]["pairs"] == 3  # no document has an elephant
    assert found["shop"]["accuracy@1"] == pytest.approx(2 / 3)
    assert found["shop"]["silent"] == 1
    assert found["shop"]["pairs_in_titles"] == 2
    assert found["shop"]["accuracy_in_titles"] == 1
    assert found["shop"]["titles"] == 3
    assert found["shop"]["titles_suggested"] == 0
    assert found["packed"]["pairs"] == 2
    assert not get_engine().is_ready()


def test_takes_half_of_the_pairs(tmp_path):
    shop = written(tmp_path / "shop/corpus.jsonl", CORPUS).parent
    pairs = written(tmp_path / "pairs.jsonl", PAIRS)

    assert evaluate(shop, pairs=pairs, more=("--lines", "even"))["shop"]["pairs"] == 1
    assert evaluate(shop, pairs=pairs, more=("--language", "fr"))["shop"]["pairs"] == 0


def test_says_what_is_wrong_with_a_file(tmp_path):
    shop = written(tmp_path / "shop/corpus.jsonl", CORPUS).parent
    bad = written(tmp_path / "pairs.jsonl", [{"typo": "x"}])

    with pytest.raises(CommandError, match="line 1: wants an object with typo, correct"):
        evaluate(shop, pairs=bad)
    with pytest.raises(CommandError, match="has no corpus"):
        evaluate(tmp_path, pairs=written(bad, PAIRS))


@pytest.mark.real_data
@pytest.mark.parametrize("name", BOUNDS)
def test_real_slips_are_put_right_and_right_titles_left_alone(name):
    folder = Path(os.environ["ENTRAIDE_DATA"]) / "search"

    found = evaluate(folder / name, pairs=folder / "spelling_birkbeck_en.jsonl")[name]

    assert found["accuracy@1"] >= 0.7 or not found["pairs"]
    assert found["titles_suggested"] <= 0.01
