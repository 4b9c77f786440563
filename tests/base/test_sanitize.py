"""What a member typed is harmless once it went through sanitize()."""

from __future__ import annotations

import pytest

from base.markdown import render
from base.sanitize import one_line, plain_text, sanitize


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=/x.png onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java&#10;script:alert(1)">x</a>',
        '<a href="javascript:123">x</a>',
        "<svg/onload=alert(1)>",
        '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
        '<p style="background:url(javascript:alert(1))">x</p>',
        "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
        '<form action="https://evil.example"><input name=password></form>',
        "<!--<img src=x onerror=alert(1)>-->",
    ],
)
def test_takes_out_what_could_act(hostile):
    clean = sanitize(hostile).lower()

    for sign in (
        "<script",
        "onerror",
        "onload",
        "javascript",
        "<iframe",
        "style=",
        "<form",
    ):
        assert sign not in clean


def test_keeps_what_people_write():
    text = '<p>See <strong>this</strong> <a href="https://example.com">page</a>.</p>'

    assert sanitize(text) == (
        '<p>See <strong>this</strong> <a href="https://example.com" '
        'rel="nofollow ugc noopener">page</a>.</p>'
    )


def test_makes_links_of_addresses_but_not_in_code():
    assert 'href="http://example.com"' in sanitize("<p>http://example.com</p>")
    assert "href" not in sanitize("<pre><code>http://example.com</code></pre>")


def test_pictures_come_from_this_site_only():
    assert "src" not in sanitize('<img src="https://spy.example/pixel.gif" alt="x">')
    assert 'src="/media/a.png"' in sanitize('<img src="/media/a.png" alt="x">')
    assert "src" not in sanitize('<img src="//spy.example/pixel.gif" alt="x">')


def test_twice_is_once():
    text = render("A *list*:\n\n- <b>one</b>\n- http://example.com/?a=1&b=2")

    assert sanitize(text) == text


def test_a_pasted_tag_is_shown_as_text():
    assert "&lt;script&gt;" in render("What does <script> do?")


def test_plain_text_keeps_words_apart():
    assert (
        plain_text("<p>One<br>two</p><p>three &amp; four</p>") == "One\ntwo\nthree & four"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two\n lines\t here ", "two lines here"),
        ("Remises\u00a0: voir\u202f?", "Remises\u00a0: voir\u202f?"),
        ("", ""),
    ],
)
def test_one_line_keeps_the_spaces_that_do_not_break(text, line):
    assert one_line(text) == line
