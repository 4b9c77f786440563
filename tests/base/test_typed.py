"""Odd input becomes something a database can be asked for."""

from __future__ import annotations

import pytest

from base.typed import key_in, keys_in, storable


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("7", 7),
        ("", None),
        ("-7", None),
        ("²", None),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("9" * 5000, None),
    ],
)
def test_reads_a_primary_key(text, key):
    assert key_in(text) == key


def test_leaves_out_what_is_no_key():
    assert keys_in(["1", "x", "9" * 30, "2"]) == [1, 2]


def test_keeps_every_sign_but_those_nobody_stores():
    assert storable("a\0b\ud800c \U0001f600 é") == "abc \U0001f600 é"
