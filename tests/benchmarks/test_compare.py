"""Comparing engines: they must find the same before their speeds say anything."""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from importlib import import_module

import pytest

from base.audience import Audience
from benchmarks import corpus, report
from benchmarks.questions import Question
from benchmarks.rivals import NAMES
from search.document import Document

WORDS = ["printer", "drawer", "refund", "payout", "invoice", "stock", "label", "till"]
FRENCH = ["imprimante", "tiroir", "virement", "facture", "étiquette", "caisse"]
QUESTIONS = {
    "long OR": Question(words="my printer and the drawer say refund or payout account"),
    "title OR": Question(words="facture de la caisse"),
    "short AND": Question(words="printer refund", every_word=True),
    "French AND": Question(words="étiquette de caisse", every_word=True),
    "a word that is nowhere": Question(words="printer zeppelin", every_word=True),
    "filtered": Question(
        words="invoice stock", kind="thread", place="board:tills", language="en"
    ),
    "for members": Question(
        words="printer label",
        kind="article",
        place="section:till",
        language="en",
        audience=Audience.MEMBERS,
    ),
}


def documents() -> list[Document]:
    chance = random.Random(7)  # noqa: S311 - the same each time
    return [document(number, chance) for number in range(200)]


def document(number: int, chance: random.Random) -> Document:
    is_thread, is_french = number % 2 == 0, number % 5 == 0
    known = FRENCH if is_french else WORDS
    return Document(
        key=f"{'thread' if is_thread else 'article'}:{number}",
        kind="thread" if is_thread else "article",
        language="fr" if is_french else "en",
        title=" ".join(chance.choices(known, k=4)),
        body=" ".join(chance.choices([*known, "le", "the", "of", "de"], k=30)),
        place="board:tills" if is_thread else "section:till",
        audience=Audience.STAFF if number % 7 == 0 else Audience.PUBLIC,
        version="1",
    )


@pytest.fixture(params=NAMES)
def rival(request, tmp_path):
    built = import_module(f"benchmarks.rivals.{request.param}").Rival
    built(tmp_path).build(documents())
    rival = built(tmp_path)
    rival.open()
    return rival


@pytest.fixture(scope="module")
def expected():
    """What a reader with much time would count."""
    return {name: count(question) for name, question in QUESTIONS.items()}


def count(question: Question) -> int:
    analysed = import_module("benchmarks.rivals.common")
    wanted = analysed.terms_by_language(question)
    found = 0
    for each in documents():
        own = " ".join(analysed.texts_of(each).values()).split()
        has = [term in own for term in wanted[each.language]]
        matches = bool(has) and (all if question.every_word else any)(has)
        found += matches and may_be_found(each, question)
    return found


def may_be_found(document: Document, question: Question) -> bool:
    return document.audience <= question.audience and (
        not question.kind
        or (document.kind, document.place, document.language)
        == (question.kind, question.place, question.language)
    )


def test_every_engine_finds_as_many_as_there_are(rival, expected):
    asked = {name: replace(each, counted=True) for name, each in QUESTIONS.items()}

    found = {name: rival.search(question) for name, question in asked.items()}

    assert {name: answer.total for name, answer in found.items()} == expected
    best = {name: len(set(answer.keys)) for name, answer in found.items()}
    assert best == {name: min(10, most) for name, most in expected.items()}


def test_every_engine_counts_kinds_and_places_alike(rival):
    answer = rival.search(replace(QUESTIONS["title OR"], counted=True))

    kinds, places = answer.counts["kind"], answer.counts["place"]
    assert kinds == {"thread": places["board:tills"], "article": places["section:till"]}
    assert sum(kinds.values()) == answer.total


def test_every_engine_finds_a_change_and_forgets_what_was_there(rival):
    before = documents()[4]
    changed = replace(before, title="Zeppelin", body="A word of its own.", version="2")

    rival.update(changed)

    new = rival.search(Question(words="zeppelin", every_word=True))
    old = rival.search(replace(QUESTIONS["filtered"], words=before.title, counted=True))
    assert new.keys == [before.key]
    assert before.key not in old.keys


def test_a_passage_is_read_as_it_was_written():
    passage = replace(documents()[3], tags=("nova",))
    line = asdict(passage) | {"dated": "2024-01-02", "tags": ["nova"]}

    read = corpus.document(line)

    assert str(read.dated) == "2024-01-02"
    assert replace(read, dated=None) == passage


def test_the_report_says_which_aims_are_missed(capsys):
    def took(ms):
        return {"warm": {kind: [ms] * 20 for kind in report.KINDS}}

    ours = took(9) | {"update": [1500.0], "cached": 40.0, "may_cache": 48}
    rivals = {"ours": ours, "tantivy_rival": took(4), "stock_whoosh": took(90)}

    assert not report.ratios({"167k": rivals})

    said = capsys.readouterr().out
    assert "found after 1500 ms, at most 1,000: MISSED" in said
    assert "40.0 MB kept for searching, at most 48: holds" in said
    assert "long OR p95 2.2 × tantivy's, at most 3: holds" in said
    assert "10 × faster than stock Whoosh, at least 20: MISSED" in said
