"""Numbers and times are written as the reader's language writes them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation


def shown(template: str, **context: object) -> str:
    return Template("{% load i18n %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("language", "text"), [("en", "12,575 articles"), ("fr", "12\u202f575 articles")]
)
def test_a_count_keeps_its_thousands_apart_and_its_plural(language, text):
    with translation.override(language):
        line = shown(
            "{% blocktranslate count n=count|grouped trimmed %}one{% plural %}"
            "{{ n }} articles{% endblocktranslate %}",
            count=12_575,
        )

    assert line == text


def test_one_is_one():
    line = shown(
        "{% blocktranslate count n=count|grouped trimmed %}{{ n }} article{% plural %}"
        "{{ n }} articles{% endblocktranslate %}",
        count=1,
    )

    assert line == "1 article"


@pytest.mark.parametrize(
    ("language", "ago", "words"),
    [
        ("en", timedelta(hours=2), "2 hours ago"),
        ("fr", timedelta(hours=2), "il y a 2 heures"),
        ("fr", timedelta(seconds=5), "à l’instant"),
    ],
)
def test_what_was_recent_is_said_in_words(language, ago, words):
    with translation.override(language):
        line = shown("{{ moment|when }}", moment=timezone.now() - ago)

    assert words in line.replace("\xa0", " ")


def test_what_was_long_ago_is_a_date_in_full():
    with translation.override("fr"):
        line = shown(
            "{{ moment|when }}",
            moment=timezone.datetime(2026, 11, 2, tzinfo=timezone.get_current_timezone()),
        )

    assert ">2 novembre 2026<" in line
