"""Two years of real questions: what rose is named in its week, and no wave of spam is."""

from __future__ import annotations

import json
import os
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.django_db, pytest.mark.real_data, pytest.mark.long]
QUERIES = Path(os.environ.get("ENTRAIDE_DATA", "")) / "queries"
NAMED = 0.8  # of the real spikes
WORD = re.compile(r"[^\W\d_]{2,}")
LONG, SHARED = 5, 0.6  # words of a text, and of the words of two: ADR 0018


def test_real_spikes_are_named_in_their_week_and_spam_is_not():
    lines = (QUERIES / "stream_spikes.jsonl").read_text().splitlines()
    spikes = [json.loads(line) for line in lines]
    spam = [spike for spike in spikes if _is_spam(spike)]
    real = [spike for spike in spikes if not _is_spam(spike)]
    assert len(spam) >= 3
    out = StringIO()

    call_command(
        "replay_searches",
        QUERIES / "question_stream_2023_2024.jsonl.gz",
        json=True,
        verbosity=0,
        stdout=out,
    )

    weeks = json.loads(out.getvalue().splitlines()[-1])
    assert [spike["term"] for spike in spam if _is_named(spike, weeks)] == []
    missed = [spike["term"] for spike in real if not _is_named(spike, weeks)]
    assert len(missed) <= (1 - NAMED) * len(real), missed


def _is_spam(spike: dict) -> bool:
    """Whether half of its long example texts are nearly another one of them."""
    texts = [frozenset(WORD.findall(text.lower())) for text in spike["examples"]]
    copied = [
        any(
            one is not other and len(one & other) >= SHARED * len(one | other)
            for other in texts
        )
        for one in texts
        if len(one) >= LONG
    ]
    return sum(copied) >= len(texts) / 2


def _is_named(spike: dict, weeks: dict[str, list[dict]]) -> bool:
    said = (
        text.split()
        for row in weeks[spike["iso_week"]]
        for text in (row["title"], *row["words"])
    )
    words = spike["term"].split()
    return any({*words} <= {*each} for each in said)
