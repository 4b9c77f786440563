"""evaluate_search: its figures, its errors, and the floor under the ranking."""

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
    {"id": "1", "lang": "en", "title": "Print a receipt", "body": "Press print."},
    {"id": "2", "lang": "en", "title": "Refund an order", "body": "Open it, press refund."},
    {"id": "3", "lang": "fr", "title": "Imprimer un reçu", "body": "Appuyez."},
    {"id": "4", "lang": "en", "title": "Refund by bank", "created": "2026-02-01"},
]

GOOD = '{"query": "x", "relevant": ["1"]}'

# What BM25F with tuned weights reaches; less would mean that something broke.
FLOORS = {
    "help-links-en": ("mrr@10", 0.714),
    "help-links-fr": ("mrr@10", 0.778),
    "editor-words-en": ("ndcg@10", 0.573),
    "question-to-article-en": ("hit@3", 0.407),
    "similar-threads-en": ("recall@10", 0.218),
    "rephrased-en": ("hit@1", 0.735),
}


def written(folder: Path, name: str, rows: list[dict]) -> Path:
    file = folder / name
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def evaluate(corpus: Path, queries: Path, *more: str) -> dict[str, float]:
    out = StringIO()
    files = ["--corpus", str(corpus), "--queries", str(queries)]
    call_command("evaluate_search", *files, "--json", *more, verbosity=0, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_counts_places_and_leaves_the_index_of_the_site_alone(tmp_path):
    corpus = written(tmp_path, "corpus.jsonl", CORPUS)
    queries = written(
        tmp_path,
        "queries.jsonl",
        [
            {"query": "print receipt", "lang": "en", "relevant": ["1"]},
            {"query": "refund an order", "lang": "en", "relevant": ["4"]},
        ],
    )

    found = evaluate(corpus, queries)

    assert found["queries"] == 2
    assert found["hit@1"] == 0.5
    assert found["mrr@10"] == 0.75
    assert found["recall@10"] == 1.0
    assert not get_engine().is_ready()


def test_takes_half_of_the_lines_gzip_and_what_was_there_at_the_time(tmp_path):
    packed = tmp_path / "corpus.jsonl.gz"
    packed.write_bytes(gzip.compress("\n".join(map(json.dumps, CORPUS)).encode()))
    queries = written(
        tmp_path,
        "queries.jsonl",
        [
            {"query": "imprimer", "lang": "fr", "relevant": ["3"]},
            {"query": "refund", "relevant": ["2"], "before": "2026-01-01"},
        ],
    )

    assert evaluate(packed, queries, "--lines", "even")["queries"] == 1
    assert evaluate(packed, queries)["hit@1"] == 1.0


@pytest.mark.parametrize(
    ("corpus", "queries", "said"),
    [
        ("{}", GOOD, "c.jsonl, line 1: wants an object with id"),
        ("no json", GOOD, "c.jsonl, line 1"),
        ("[1]", GOOD, "c.jsonl, line 1: wants an object"),
        ('{"id": 1}', '{"query": "x"}', "q.jsonl, line 1: .* query, relevant"),
        ('{"id": 1}', '{"query": "x", "relevant": "1"}', "q.jsonl: relevant is a list"),
        ('{"id": 1}', '{"query": "x", "relevant": ["9"]}', "no query in it"),
        ('{"id": 1, "created": "soon"}', GOOD, "soon"),
    ],
)
def test_says_what_is_wrong_with_a_file(tmp_path, corpus, queries, said):
    (tmp_path / "c.jsonl").write_text(corpus)
    (tmp_path / "q.jsonl").write_text(queries)

    with pytest.raises(CommandError, match=said):
        evaluate(tmp_path / "c.jsonl", tmp_path / "q.jsonl")


def test_other_weights_make_another_order(tmp_path):
    rows = [
        {"id": "title", "title": "Refund", "body": "Press the button of the order."},
        {"id": "body", "title": "Orders", "body": f"{'Words. ' * 99} A refund is rare."},
    ]
    corpus = written(tmp_path, "corpus.jsonl", rows)
    queries = written(
        tmp_path, "queries.jsonl", [{"query": "refund", "relevant": ["body"]}]
    )

    assert evaluate(corpus, queries)["hit@1"] == 0
    assert evaluate(corpus, queries, "--weights", "title=0,title_cover=0")["hit@1"] == 1
    with pytest.raises(CommandError, match="heading"):
        evaluate(corpus, queries, "--weights", "heading=1")


@pytest.mark.real_data
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.long if name.startswith("similar") else ())
        for name in FLOORS
    ],
)
def test_stays_above_tuned_bm25f_on_judged_searches(name):
    folder = Path(os.environ["ENTRAIDE_DATA"]) / "search" / name
    measure, floor = FLOORS[name]

    found = evaluate(folder / "corpus.jsonl.gz", folder / "queries.jsonl.gz")

    assert found[measure] >= floor
