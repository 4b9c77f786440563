"""A real forum of a year, imported whole; needs the shared data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from community.importing import import_threads
from community.models import Board, Post, Thread
from community.reports import first_answer_figures

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]


def test_thunderbird_arrives_whole_and_once() -> None:
    folder = Path(os.environ["ENTRAIDE_DATA"])
    file = folder / "forum" / "forum_thunderbird_2024.jsonl.gz"

    first = import_threads(file=file, board_slug="thunderbird")
    second = import_threads(file=file, board_slug="thunderbird")

    assert first.skipped == second.skipped == []
    assert first.threads_created == Thread.objects.count() == 12_575
    assert first.answers_created == Post.objects.answers().count() == 27_022
    assert Thread.objects.exclude(accepted_post=None).count() == 1_653
    assert (second.threads_created, second.answers_created) == (0, 0)
    median, share = first_answer_figures(Board.objects.get())
    assert median == pytest.approx(202.5, abs=0.05)
    assert share == pytest.approx(0.303, abs=0.0005)
