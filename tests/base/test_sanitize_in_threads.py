"""Texts of several members are cleaned at one moment: the web server runs threads."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from base.markdown import render

TEXTS = [
    "\n\n".join(f"word{n} **bold{n}** https://example{n}.com/" for _ in range(8))
    for n in range(60)
]


@pytest.fixture
def _switching_often():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_switching_often")
def test_nobody_gets_words_of_another():
    alone = [render(text) for text in TEXTS]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(render, TEXTS))

    assert together == alone
