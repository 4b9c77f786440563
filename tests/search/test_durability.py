"""Whatever happens to the index's files, pages go on and the worker makes it whole."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from search.document import Document
from search.engine import EngineUnavailable, Query
from search.engines import health
from search.engines.whoosh import WhooshEngine

REFUND = Document(
    key="article:1",
    kind="article",
    language="en",
    title="Refund a sale",
    body="Open the sale and choose refund.",
    version="1",
)
CALLS = {
    "search": lambda engine: engine.search(Query(text="refund")),
    "suggest": lambda engine: engine.suggest(Query(text="ref")),
    "correct": lambda engine: engine.correct("refumd", "en"),
    "language_of": lambda engine: engine.language_of("refund", "en"),
    "kept_words": lambda engine: engine.kept_words(Query(text="refund")),
    "explain": lambda engine: engine.explain(Query(text="refund"), "article:1"),
    "put": lambda engine: engine.put([REFUND]),
    "remove": lambda engine: engine.remove(["article:1"]),
}


def build(folder):
    return next(each for each in (folder / "current").resolve().iterdir()).parent


def cut_segment(folder):
    for file in build(folder).glob("*.seg"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def garble_segment(folder):
    for file in build(folder).glob("*.seg"):
        content = bytearray(file.read_bytes())
        content[len(content) // 2 :] = b"\x5a" * (len(content) - len(content) // 2)
        file.write_bytes(content)


def turn_one_bit(folder):
    for file in build(folder).glob("*.seg"):
        content = bytearray(file.read_bytes())
        content[len(content) // 3] ^= 1
        file.write_bytes(content)


def empty_segment(folder):
    for file in build(folder).glob("*.seg"):
        file.write_bytes(b"")


def garble_contents(folder):
    for file in build(folder).glob("*.toc"):
        file.write_bytes(b"\x80" * file.stat().st_size)


def cut_contents(folder):
    for file in build(folder).glob("*.toc"):
        file.write_bytes(file.read_bytes()[:20])


def lose_contents(folder):
    for file in build(folder).glob("*.toc"):
        file.unlink()


def lose_segments(folder):
    for file in build(folder).glob("*.seg"):
        file.unlink()


def empty_build(folder):
    for file in build(folder).iterdir():
        file.unlink()


def lose_build(folder):
    shutil.rmtree(build(folder))


def lose_folder(folder):
    shutil.rmtree(folder)


def lose_link(folder):
    (folder / "current").unlink()


def file_for_folder(folder):
    shutil.rmtree(folder)
    folder.write_text("no folder")


DAMAGES = [
    cut_segment,
    garble_segment,
    turn_one_bit,
    empty_segment,
    garble_contents,
    cut_contents,
    lose_contents,
    lose_segments,
    empty_build,
    lose_build,
    lose_folder,
    lose_link,
    file_for_folder,
]


@pytest.fixture
def folder(tmp_path):
    """An index of two segments, one with a deletion."""
    folder = tmp_path / "an-index"
    engine = WhooshEngine(folder)
    engine.put([REFUND, replace(REFUND, key="article:2")])
    engine.put([replace(REFUND, key="article:3"), replace(REFUND, key="article:2")])
    return folder


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda each: each.__name__)
def test_a_damaged_index_is_unavailable_to_who_had_it_open(folder, damage):
    engine = WhooshEngine(folder)
    assert engine.search(Query(text="refund")).total == 3
    damage(folder)
    for name, call in CALLS.items():
        with pytest.raises(EngineUnavailable):
            pytest.fail(f"{name}: {call(engine)}")
    assert not engine.is_ready()


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda each: each.__name__)
def test_a_damaged_index_is_unavailable_to_who_opens_it(folder, damage):
    damage(folder)
    assert not WhooshEngine(folder).is_ready()
    for name in set(CALLS) - {"put", "remove"}:
        with pytest.raises(EngineUnavailable):
            pytest.fail(f"{name}: {CALLS[name](WhooshEngine(folder))}")


@pytest.mark.parametrize("damage", DAMAGES[:-1], ids=lambda each: each.__name__)
def test_a_damaged_index_is_rebuilt_for_all_who_have_it_open(folder, damage):
    before = WhooshEngine(folder)
    before.search(Query(text="refund"))
    damage(folder)
    assert WhooshEngine(folder).rebuild([REFUND]) == 1
    assert before.search(Query(text="refund")).total == 1


def test_a_restored_copy_of_the_same_files_is_used(folder, tmp_path):
    engine = WhooshEngine(folder)
    engine.search(Query(text="refund"))
    shutil.copytree(folder, tmp_path / "backup", symlinks=True)
    shutil.rmtree(folder)
    assert not engine.is_ready()
    shutil.copytree(tmp_path / "backup", folder, symlinks=True)
    assert engine.search(Query(text="refund")).total == 3


def test_an_index_made_by_other_rules_is_unavailable(folder):
    mark = build(folder) / health.MARK
    mark.write_text("the rules of last year")
    engine = WhooshEngine(folder)
    assert not engine.is_ready()
    with pytest.raises(EngineUnavailable):
        engine.put([REFUND])
    mark.unlink()
    assert not WhooshEngine(folder).is_ready()
    engine.rebuild([REFUND])
    assert engine.search(Query(text="refund")).total == 1
