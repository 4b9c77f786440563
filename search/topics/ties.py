"""What people did as rows of weights: pages they opened, texts they typed in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from scipy import sparse
from scipy.sparse import linalg as sparse_linalg
from sklearn.feature_extraction import DictVectorizer

from search.topics.matrix import Matrix, unit

if TYPE_CHECKING:
    from search.topics.texts import Text
    from search.topics.wordings import Known

# What it adds to the likeness of two texts, which is 1 for the same words.
OPENED_THE_SAME = 0.6
TYPED_AFTER = 0.5
FEW_PEOPLE = 2  # clicks of so many people count half


def opened_of(texts: list[Text]) -> Matrix:
    """Return a row for each text: the share of each page, shorter where few people tell.

    The length of a row is how far its clicks can be trusted, from 0 to 1.
    """
    if not any(text.clicked for text in texts):
        return Matrix((len(texts), 0), dtype=np.float32)
    clicks = DictVectorizer(dtype=np.float32).fit_transform(t.clicked for t in texts)
    people = np.asarray(clicks.sum(axis=1)).ravel()
    trust = sparse.diags_array(people / (people + FEW_PEOPLE))
    return cast("Matrix", (trust @ unit(clicks)).tocsr())


def clicks_of(opened: Matrix) -> Matrix:
    """Return rows whose product is what pages opened by both add to their likeness."""
    trust = sparse_linalg.norm(opened, axis=1) if opened.nnz else np.ones(opened.shape[0])
    weight = np.sqrt(OPENED_THE_SAME / np.where(trust > 0, trust, 1))
    return cast("Matrix", (sparse.diags_array(weight) @ opened).tocsr())


def followed_of(texts: list[Text], known: Known) -> Matrix:
    """Return a row for each text, with a column for each pair typed one after the other."""
    numbers = {name: number for number, text in enumerate(texts) for name in text.names}
    pairs = {
        tuple(sorted((numbers[one], numbers[other])))
        for one, other in known.followed
        if one in numbers and other in numbers and numbers[one] != numbers[other]
    }
    rows = np.array(sorted(pairs), dtype=np.int64).ravel()
    columns = np.repeat(np.arange(len(pairs)), 2)
    values = np.full(len(rows), np.sqrt(TYPED_AFTER), dtype=np.float32)
    return Matrix((values, (rows, columns)), shape=(len(texts), len(pairs)))
