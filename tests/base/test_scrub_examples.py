"""What scrubbing finds and leaves, measured on what people type, and on any text."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from base.scrub import scrub

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parent / "scrub_examples"
WORDS = r"\[(?:e-mail|phone|iban|card|nir|number)\]"
EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
CPU_SECONDS = 20  # ten times what the slowest needs; by the square, it would take minutes


def lines(name: str) -> list[str]:
    text = (EXAMPLES / name).read_text()
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


def is_found(line: str) -> bool:
    """Whether just what stands in braces is gone, and nothing beside it."""
    kept = re.sub(WORDS, "{}", scrub(re.sub("[{}]", "", line)))
    return kept == re.sub(r"\{[^{}]+\}", "{}", line)


def test_finds_what_people_type():
    found = lines("found.txt")
    missed = [line for line in found if not is_found(line)]

    assert len(found) >= 200
    assert len(missed) <= 0.01 * len(found), "\n".join(missed)


def test_leaves_what_points_at_nobody():
    whole = lines("whole.txt")

    assert len(whole) >= 60
    assert [line for line in whole if scrub(line) != line] == []


@pytest.mark.real_data
def test_hardly_harms_the_questions_of_a_real_forum():
    """Every change counts as harm, those that took out a person's number too."""
    file = "question_stream_2023_2024.jsonl.gz"
    with gzip.open(Path(os.environ["ENTRAIDE_DATA"]) / "queries" / file, "rt") as stream:
        texts = [json.loads(line)["text"] for line in stream]

    changed = [text for text in texts if scrub(text) != text]

    assert len(changed) <= 0.0025 * len(texts), "\n".join(changed)


PIECES = (
    "06 +33 (0) 39 98.12-34 4111 1111 FR76 3000 # #12 order n° bug error code € 290 a@b "
    "12/03/2024 .fr (at) dot point arobase at [phone] DE ref: & _ ' tel call 1Z 2A"
)
TYPED = st.lists(st.sampled_from([*PIECES.split(), "", *lines("found.txt")[::9]]))
NUMBERS = st.text(alphabet="0123456789 .-/()+#@aFR€&_[]:")


@given(st.text() | TYPED.map(" ".join) | TYPED.map("".join) | NUMBERS)
@example("+33\u200b639981234")
@example("٠٦ ٣٩ ٩٨ ١٢ ٣٤")
def test_any_text_is_safe_and_twice_is_once(typed):
    once = scrub(typed)

    assert scrub(once) == once
    assert EMAIL.search(once) is None


@contextmanager
def bounded() -> Iterator[None]:
    """Fail when the processor has worked too long: no measure of speed, a way to stop."""

    def stop(*_: object) -> None:
        raise AssertionError("reads some characters again and again")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


HOSTILE = (
    *(
        "a",
        "1",
        "1 ",
        "a@",
        "a.",
        "(",
        "+",
        "(+",
        "#",
        "@",
        "1.",
        "a-",
        "_",
        "'",
        "é",
        "[at]",
    ),
    *("FR76 3000 ", "4111 1111 ", "06 12 34 ", "1 85 05 ", "00 ", "1,000 ", "1/1/", "a1"),
    *("a at b dot ", "x arobase ", "dot ", "error ", "code:", "order n° ", "- "),
)


@pytest.mark.parametrize("part", HOSTILE)
@pytest.mark.parametrize("end", ["", "@", "x", "!"])
def test_a_long_text_is_read_once(part, end):
    with bounded():
        scrub((part * 50_000)[:50_000] + end)
