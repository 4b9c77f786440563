"""Markdown is read as the standard says, and shown so that nothing typed is lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from base.markdown import parser, render

RAW_HTML = {"HTML blocks", "Raw HTML"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One line\nand the next", "<p>One line<br>\nand the next</p>"),
        ("A <b>tag</b> in a line", "<p>A &lt;b&gt;tag&lt;/b&gt; in a line</p>"),
        (
            "<div>\n*no list*\n</div>",
            "<pre><code>&lt;div&gt;\n*no list*\n&lt;/div&gt;</code></pre>",
        ),
        ("I <3 this", "<p>I &lt;3 this</p>"),
        ("~~old~~ new", "<p><s>old</s> new</p>"),
    ],
)
def test_what_was_typed_is_what_is_shown(text, shown):
    assert render(text) == shown


def test_tables_are_tables():
    assert "<td>2</td>" in render("| a | b |\n|---|---|\n| 1 | 2 |")


@pytest.mark.real_data
def test_the_examples_of_the_standard_give_the_html_of_the_standard():
    file = Path(os.environ["ENTRAIDE_DATA"]) / "security" / "commonmark_spec.jsonl"
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    outside = [row for row in rows if row["section"] not in RAW_HTML]

    right = sum(parser.render(row["markdown"]) == row["html"] for row in outside)

    print(f"{right} of {len(outside)} outside raw HTML ({right / len(outside):.2%})")
    assert right / len(outside) >= 0.98
