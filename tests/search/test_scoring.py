"""The numpy sums are Whoosh's own: same documents, same scores."""

from __future__ import annotations

import random

import pytest
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from search.document import Document
from search.engines.postings import ByteBounded
from search.engines.scoring import K1, B, average_length, idf, impact
from search.engines.whoosh import WhooshEngine

WORDS = [f"word{number}" for number in range(60)]


@pytest.fixture
def engine(tmp_path):
    chance = random.Random(4)  # noqa: S311
    documents = [
        Document(
            key=f"article:{number}",
            kind="article",
            language="en",
            title="title",
            body=" ".join(chance.choices(WORDS, range(60, 0, -1), k=chance.randint(1, 90))),
        )
        for number in range(700)
    ]
    engine = WhooshEngine(tmp_path)
    for start in range(0, 700, 100):
        engine.put(documents[start : start + 100])
    engine.put(documents[50:60])  # leaves deleted documents among the others
    return engine


def ours(engine, terms):
    parts = engine._read().parts
    size = sum(part.size for part in parts)
    average = average_length(parts, "body_en")
    scores, first = {}, 0
    for part in parts:
        for term in terms:
            having = sum(len(each.postings("body_en", term).ids) for each in parts)
            found = part.postings("body_en", term)
            added = impact(found, part.lengths("body_en"), average, idf(size, having))
            for number, points in zip(found.ids, added, strict=True):
                if part.alive[number]:
                    at = first + int(number)
                    scores[at] = scores.get(at, 0) + float(points)
        first += part.size
    return scores


@pytest.mark.parametrize("terms", [["word0"], ["word59"], ["word3", "word40", "word55"]])
def test_scores_equal_those_of_whooshs_matchers(engine, terms):
    index = engine._folder.current()
    with index.searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
        query = Or([Term("body_en", term) for term in terms])
        theirs = {hit.docnum: hit.score for hit in searcher.search(query, limit=None)}
    mine = ours(engine, terms)
    assert mine.keys() == theirs.keys()
    assert mine == pytest.approx(theirs, abs=1e-4)


def test_the_cache_stays_within_its_bytes():
    cache = ByteBounded(most_bytes=100)
    for number in range(20):
        assert cache.get(number, lambda n=number: "x" * n, lambda made: 30) == "x" * number
    assert cache._held <= 100
    assert cache.get(19, pytest.fail, lambda made: 30) == "x" * 19
