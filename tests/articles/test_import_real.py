"""The import, measured on two real help centres; needs ENTRAIDE_DATA."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from wagtail.models import Page

from articles.body import render, text_of
from articles.importers.markdown_folder import import_folder
from articles.importers.markdown_folder.files import read
from articles.models import ArticlePage, SectionPage
from base.sanitize import plain_text

DATA = os.environ.get("ENTRAIDE_DATA", "")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.real_data,
    pytest.mark.skipif(not DATA, reason="ENTRAIDE_DATA is not set"),
]
FOLDER = Path(DATA) / "help-centres"
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OUTSIDE = re.compile(r"(https?:)?//|mailto:|#")
WORD = re.compile(r"\w{4,}")


def named_in_summary(folder: Path) -> list[str]:
    summary = (folder / "SUMMARY.md").read_text()
    return [unquote(path) for path in re.findall(r"\]\(<?([^>\n]+\.md)>?\)", summary)]


def is_missing(file: Path, address: str) -> bool:
    return not (file.parent / unquote(address)).exists()


def broken_in(folder: Path) -> tuple[list[str], list[str]]:
    """Links and images that lead nowhere, found another way than the importer's."""
    links, images = [], []
    for file in folder.rglob("*.md"):
        if file.name == "SUMMARY.md":
            continue
        soup = BeautifulSoup(MARKDOWN.render(file.read_text()), "html.parser")
        name = file.relative_to(folder).as_posix()
        images += [name for image in soup.find_all("img") if is_missing(file, image["src"])]
        links += [
            name
            for link in soup.find_all("a", href=True)
            if (link.get_text(strip=True) or link.find("img"))
            and not OUTSIDE.match(link["href"])
            and is_missing(file, link["href"].partition("#")[0])
        ]
    return sorted(links), sorted(images)


def tree_order(language: str) -> list[str]:
    pages = [
        (page.path, page.source_path)
        for model in (SectionPage, ArticlePage)
        for page in model.objects.filter(locale__language_code=language)
    ]
    return [source for _path, source in sorted(pages)]


def words_of(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


@pytest.mark.parametrize(
    ("name", "language", "named", "unlisted"),
    [("prestashop-en", "en", 129, 0), ("prestashop-fr", "fr", 130, 1)],
)
def test_a_help_centre_comes_in_whole_in_order_and_only_once(
    name, language, named, unlisted
):
    folder = FOLDER / name
    report = import_folder(folder=folder, language=language)

    order = tree_order(language)
    listed = named_in_summary(folder)
    assert len(listed) == named
    assert [path for path in order if path in set(listed)] == listed
    assert len(order) == len(report.created) == named + unlisted
    assert sorted(set(order) - set(listed)) == report.unlisted
    assert report.errors == []
    assert Page.find_problems() == ([], [], [], [], [])

    links, images = broken_in(folder)
    assert sorted(finding.path for finding in report.unresolved_links) == links
    assert sorted(finding.path for finding in report.unresolved_images) == images
    assert all(f.line for f in [*report.unresolved_links, *report.unresolved_images])

    again = import_folder(folder=folder, language=language)
    assert len(again.unchanged) == named + unlisted
    assert [again.created, again.changed, again.moved, again.gone] == [[], [], [], []]


def test_no_word_of_the_source_is_lost():
    folder = FOLDER / "prestashop-en"
    import_folder(folder=folder, language="en")

    lost = {}
    for model in (SectionPage, ArticlePage):
        for page in model.objects.all():
            raw = list(page.body.raw_data)
            source = read(folder, page.source_path).text
            source = re.sub(r"\{%.*?%\}|<!--.*?-->", " ", source)
            wanted = words_of(plain_text(MARKDOWN.render(source)))
            shown = plain_text(render(raw).html)
            missing = wanted - words_of(f"{page.title} {shown} {text_of(raw)}")
            if missing:
                lost[page.source_path] = missing
    assert lost == {}
