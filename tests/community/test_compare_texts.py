"""Two texts are compared word by word; where that would take long, more coarsely."""

from __future__ import annotations

from community.diff import marked_changes


def test_word_by_word():
    assert marked_changes("pay on Monday", "pay on Friday") == (
        "pay on <del>Monday</del><ins>Friday</ins>"
    )


def test_one_word_of_a_long_text_is_one_word():
    text = "pay it " * 2000

    changed = marked_changes(f"{text}now {text}", f"{text}later {text}")

    assert changed == f"{text}<del>now</del><ins>later</ins> {text}"


def test_far_apart_in_a_long_text_line_by_line():
    middle = "pay it now\n" * 400

    changed = marked_changes(f"one a\n{middle}two b", f"one c\n{middle}two d")

    assert changed == (
        f"<del>one a\n</del><ins>one c\n</ins>{middle}<del>two b</del><ins>two d</ins>"
    )


def test_a_long_line_of_the_same_few_words_as_a_whole():
    old, new = "a " * 5000, "b a " * 2500

    assert marked_changes(f"{old}x", f"{new}y") == f"<del>{old}x</del><ins>{new}y</ins>"
