"""The numpy sums are Whoosh's own: same documents, same scores."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from search.document import Document
from search.engine import Query
from search.engines.postings import EACH_ENTRY, ByteBounded
from search.engines.whoosh import WhooshEngine
from search.language.analysis import query_terms
from search.weights import PLAIN

# Words that are no stop words, each its own stem, so that what is typed is what is indexed.
WORDS = ["bank", "card", "cash", "drawer", "fee", "gift", "order", "plan", "shop", "till"]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
bodies = st.lists(st.tuples(texts, texts), min_size=1, max_size=30)


def filled(folder, batches):
    """Return an engine with a segment per batch, a document of each put twice."""
    engine = WhooshEngine(Path(folder))
    for at, batch in enumerate(batches):
        documents = [
            Document(
                key=f"article:{at}.{number}",
                kind="article",
                language="en",
                title=title,
                body=body,
            )
            for number, (title, body) in enumerate(batch)
        ]
        engine.put(documents)
        engine.put(documents[:1])  # leaves a deleted document among the others
    return engine


def theirs(engine, text):
    index = engine._folder.current()
    terms = [
        Term(field, term)
        for field in ("title_en", "body_en")
        for term in query_terms(text, "en")
    ]
    with index.searcher(weighting=BM25F(B=PLAIN.b, K1=PLAIN.k1)) as searcher:
        found = searcher.search(Or(terms), limit=None)
        return {hit["key"]: hit.score for hit in found}


@settings(max_examples=25, deadline=None)
@given(batches=st.lists(bodies, min_size=1, max_size=3), text=texts)
def test_scores_equal_those_of_whooshs_matchers(batches, text):
    with tempfile.TemporaryDirectory() as folder:
        engine = filled(folder, batches)
        asked = Query(text=text, least_share=0.0, weights=PLAIN, limit=1_000)

        ours = {hit.key: hit.score for hit in engine.search(asked).hits}

        assert ours == pytest.approx(theirs(engine, text), abs=1e-4)


def test_the_cache_stays_within_its_bytes():
    cache = ByteBounded(most_bytes=10 * (1_000 + EACH_ENTRY))
    made = {number: np.full(250, number, np.float32) for number in range(20)}
    for number in range(20):
        assert cache.get(number, lambda n=number: made[n]) is made[number]
    assert cache.held <= 10 * (1_000 + EACH_ENTRY)
    assert cache.get(19, pytest.fail) is made[19]
    assert cache.get(0, lambda: "made anew") == "made anew"
