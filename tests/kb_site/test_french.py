"""French is complete, and typed as French is typed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
APPS = ["accounts", "articles", "base", "community", "kb_site", "search", "support"]
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "gettext_noop"}
CALL = re.compile(
    r"\b(?:_|gettext|ngettext)\(((?:u?'(?:\\.|[^'\\])*'|u?\"(?:\\.|[^\"\\])*\"))"
)
# A narrow no-break space before ; ! ? » and after «, a no-break space before a colon.
WRONG_SPACE = re.compile(
    r"[^\u202f\s(&;][;!?»](?!\w)|[^\u00a0\d\w/&#;(%.-]:(?=\s|$)|\w:(?=\s|$)|«[^\u202f]"
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|<[^>]+>|&\w+;|https?:\S+|`[^`]*`")


def catalogue(app: str) -> polib.POFile:
    return polib.pofile(str(ROOT / app / "locale/fr/LC_MESSAGES/django.po"))


def strings_in_python(app: str) -> set[str]:
    found = set()
    for path in (ROOT / app).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_marked = (
                isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS
            )
            if is_marked and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def strings_in_templates(app: str) -> set[str]:
    found = set()
    for suffix in ("html", "txt"):
        for path in (ROOT / app).rglob(f"templates/**/*.{suffix}"):
            code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            found |= {ast.literal_eval(match) for match in CALL.findall(code)}
    return found


@pytest.mark.parametrize("app", APPS)
def test_every_string_has_its_french(app):
    known = {entry.msgid for entry in catalogue(app) if entry.translated()}

    assert strings_in_python(app) | strings_in_templates(app) - {""} <= known


@pytest.mark.parametrize("app", APPS)
def test_nothing_is_guessed(app):
    assert [entry.msgid for entry in catalogue(app).fuzzy_entries()] == []


@pytest.mark.parametrize("app", APPS)
def test_spaces_are_those_of_french(app):
    wrong = [
        text
        for entry in catalogue(app)
        for text in [entry.msgstr, *entry.msgstr_plural.values()]
        if WRONG_SPACE.search(PLACEHOLDER.sub("x", text))
        or "'" in PLACEHOLDER.sub("x", text)
    ]

    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_placeholders_are_the_same(app):
    names = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    for entry in catalogue(app):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            allowed = set(names.findall(entry.msgid + entry.msgid_plural))
            assert set(names.findall(text)) <= allowed, entry.msgid
