"""What a folder of Markdown becomes, and what a bad one does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from articles.importers.markdown_folder import ImportProblem, import_folder
from articles.models import ArticlePage, GuidesPage, SectionPage
from base.audience import Audience
from tests.articles.factories import make_article

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "help"
    place.mkdir()
    return place


def write(folder: Path, **files: str) -> None:
    """``a__b=text`` writes text to a/b.md."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def run(folder: Path, language: str = "en", **options: Any):
    return import_folder(folder=folder, language=language, **options)


def article(path: str, **more: Any) -> ArticlePage:
    return ArticlePage.objects.get(source_path=path, **more)


def blocks(page: Any) -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in page.body.raw_data]


def body_of(folder: Path, markdown: str) -> list[tuple[str, Any]]:
    """The blocks that one file becomes."""
    write(folder, page=f"# Page\n\n{markdown}")
    report = run(folder)
    assert report.errors == []
    return blocks(article("page.md"))


def picture(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(get_test_image_file().file.getvalue())


# --- The tree -------------------------------------------------------------------------


def test_follows_the_summary(folder):
    write(
        folder,
        SUMMARY=(
            "# Contents\n\n* [Start](README.md)\n* [Money](money/README.md)\n"
            "  * [Fees](money/fees.md)\n  * [Banks](money/banks.md)\n"
            "    * [IBAN](money/iban.md)\n\n## Selling\n\n* [Photos](photos.md)\n"
        ),
        README="# Start here\n\nHello.",
        money__README="# All about money\n\nIntro of money.",
        money__fees="# Fees\n\nText.",
        money__banks="# Banks\n\nText.",
        money__iban="# IBAN\n\nText.",
        photos="# Photos\n\nText.",
    )

    run(folder)

    pages = Page.objects.filter(depth__gte=3).order_by("path")
    assert [(page.depth, page.title, page.specific_class) for page in pages] == [
        (3, "Start here", ArticlePage),
        (3, "All about money", SectionPage),
        (4, "Fees", ArticlePage),
        (4, "Banks", SectionPage),
        (5, "IBAN", ArticlePage),
        (3, "Selling", SectionPage),
        (4, "Photos", ArticlePage),
    ]
    money = SectionPage.objects.get(slug="money")
    assert "Intro of money." in money.rendered.html
    assert article("money/iban.md").url == "/en/money/banks/iban/"
    assert Page.find_problems() == ([], [], [], [], [])


def test_takes_what_the_summary_forgot_and_says_so(folder):
    write(
        folder,
        SUMMARY="* [Money](money/README.md)\n  * [Fees](money/fees.md)\n",
        money__README="# Money",
        money__fees="# Fees",
        money__lost="# Lost\n\nText.",
        other__thing="# Thing",
    )

    report = run(folder)

    assert report.unlisted == ["money/lost.md", "other/thing.md"]
    assert article("money/lost.md").get_parent().title == "Money"
    assert article("other/thing.md").get_parent().title == "Other"


def test_reads_a_folder_as_docusaurus_keeps_it(folder):
    write(
        folder,
        intro="---\nsidebar_position: 2\n---\n# Intro",
        first="---\nsidebar_position: 1\n---\n# First",
        guides__two="---\nsidebar_position: 2\n---\n# Two",
        guides__one="---\nsidebar_position: 1\n---\n# One\n\n[next](./two)",
        _partial="# Not a page",
    )
    (folder / "guides" / "_category_.json").write_text(
        '{"label": "All guides", "position": 3, "link": {"description": "Everything."}}'
    )

    report = run(folder)

    titles = [page.title for page in Page.objects.filter(depth__gte=3).order_by("path")]
    assert titles == ["First", "Intro", "All guides", "One", "Two"]
    assert SectionPage.objects.get().summary == "Everything."
    assert report.unlisted == report.unresolved_links == []


def test_goes_into_a_section_made_once(folder):
    write(folder, one="# One")

    run(folder, section="Imported")
    run(folder, section="Imported")

    assert SectionPage.objects.get().title == "Imported"
    assert article("one.md").url == "/en/imported/one/"


def test_makes_what_an_empty_site_lacks(folder):
    write(folder, un="# Un")

    run(folder, "fr")

    assert article("un.md").url == "/fr/un/"
    assert GuidesPage.objects.get().locale.language_code == "fr"


# --- Again ----------------------------------------------------------------------------


def test_a_second_run_changes_nothing(folder):
    picture(folder / "a.png")
    write(
        folder,
        a="# A\n\n![x](a.png) and [b](b.md#part)\n\n{% hint %}\nHm\n{% endhint %}",
        b="# B\n\n## Part",
    )
    run(folder)
    before = list(Page.objects.values_list("pk", "live_revision", "url_path"))

    report = run(folder)

    assert len(report.unchanged) == 2
    assert list(Page.objects.values_list("pk", "live_revision", "url_path")) == before
    assert Image.objects.count() == 1


def test_a_changed_file_is_a_new_revision_of_the_same_page(folder):
    write(folder, a="# A\n\nOld.", b="# B")
    run(folder)
    page = article("a.md")

    write(folder, a="# A\n\nNew.")
    report = run(folder)

    assert report.changed == ["a.md"]
    assert report.unchanged == ["b.md"]
    page.refresh_from_db()
    assert "New." in page.rendered.html
    assert page.revisions.count() == 2


def test_leaves_what_an_editor_wrote_while_the_file_stays(folder):
    write(folder, a="# A\n\nText.")
    run(folder)
    page = article("a.md")
    page.title = "By hand"
    page.save_revision().publish()

    run(folder)

    page.refresh_from_db()
    assert page.title == "By hand"


def test_moves_pages_when_the_outline_changes(folder):
    write(folder, SUMMARY="* [A](a.md)\n* [B](b.md)\n", a="# A", b="# B")
    run(folder)
    pk = article("b.md").pk

    write(folder, SUMMARY="* [B](b.md)\n* [A](a.md)\n  * [C](c.md)\n", c="# C")
    report = run(folder)

    assert [str(finding) for finding in report.errors] == [
        "a.md: was imported as another kind of page; move or delete that page first"
    ]
    write(folder, SUMMARY="* [B](b.md)\n* [C](c.md)\n* [A](a.md)\n")
    run(folder)
    order = Page.objects.filter(depth=3).order_by("path").values_list("title", flat=True)
    assert list(order) == ["B", "C", "A"]
    assert article("b.md").pk == pk
    assert Page.find_problems() == ([], [], [], [], [])


def test_says_what_is_gone_and_deletes_nothing(folder):
    write(folder, a="# A", b="# B")
    run(folder)
    (folder / "b.md").unlink()

    assert run(folder).gone == ["b.md"]
    assert article("b.md").live


def test_a_rehearsal_writes_nothing(folder):
    picture(folder / "a.png")
    write(folder, a="# A\n\n![x](a.png) [gone](gone.md) [b](b.md)", b="# B")

    report = run(folder, is_rehearsal=True)

    assert report.created == ["a.md", "b.md"]
    assert [str(finding) for finding in report.unresolved_links] == ["a.md:3: gone.md"]
    assert not ArticlePage.objects.exists()
    assert not Image.objects.exists()


# --- Two languages --------------------------------------------------------------------


@pytest.mark.parametrize("order", [("en", "fr"), ("fr", "en")])
def test_pages_of_the_same_path_become_translations(folder, order):
    for language in ("en", "fr"):
        write(
            folder, **{f"{language}__money__README": "# M", f"{language}__money__a": "# A"}
        )
    first, second = order

    run(folder / first, first)
    run(folder / second, second, pair_with=first)

    for model in (SectionPage, ArticlePage):
        one, two = model.objects.all()
        assert one.translation_key == two.translation_key
        assert one.locale_id != two.locale_id


def test_pages_can_be_paired_later(folder):
    for language in ("en", "fr"):
        write(folder, **{f"{language}__a": "# A"})
        run(folder / language, language)

    run(folder / "fr", "fr", pair_with="en")

    one, two = ArticlePage.objects.all()
    assert one.translation_key == two.translation_key


# --- Front matter ---------------------------------------------------------------------


def test_front_matter_says_title_slug_summary_audience_and_age(folder):
    write(
        folder,
        a=(
            "---\ntitle: The title\nslug: its-address\ndescription: >-\n  In one\n  line.\n"
            "audience: merchants\npublished: 12d 3h\nlayout: {x: 1}\n---\n\nText."
        ),
    )

    run(folder)

    page = article("a.md")
    assert (page.title, page.slug, page.summary) == (
        "The title",
        "its-address",
        "In one line.",
    )
    assert page.effective_audience == Audience.MERCHANTS
    age = timezone.now() - page.first_published_at
    assert timedelta(days=12, hours=3) <= age < timedelta(days=12, hours=4)
    assert page.live


def test_a_section_takes_icon_and_summary_from_its_readme(folder):
    write(
        folder,
        money__README="---\ntitle: Money\nicon: banknote\n---\nText.",
        money__a="# A",
    )

    run(folder)

    assert SectionPage.objects.get().icon == "banknote"


def test_a_draft_stays_one(folder):
    write(folder, a="---\ndraft: true\n---\n# A")

    run(folder)

    assert not article("a.md").live
    assert run(folder).unchanged == ["a.md"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: ''\n---\n# From the heading\n\nText.", "From the heading"),
        ("## Only a smaller one\n\nText.", "Only a smaller one"),
        ("Just text.", "My file"),
        ("#\n\nJust text.", "My file"),
        ("", "My file"),
    ],
)
def test_an_empty_title_falls_back(folder, text, title):
    write(folder, **{"my-file": text})

    report = run(folder)

    assert article("my-file.md").title == title
    assert report.errors == []
    assert bool(report.warnings) is (title != "Only a smaller one")


# --- Texts ----------------------------------------------------------------------------


def test_hints_become_callouts(folder):
    found = body_of(
        folder,
        'Before\n{% hint style="danger" %}\nIn **it**\n\n* one\n{% endhint %}\nAfter\n\n'
        ":::tip[Good to know]\nInside\n:::\n",
    )

    assert [kind for kind, _value in found] == ["text", "callout", "text", "callout"]
    assert found[1][1]["style"] == "danger"
    assert "<strong>it</strong>" in found[1][1]["body"][0]["value"]
    assert found[3][1]["style"] == "success"
    assert found[3][1]["title"] == "Good to know"


def test_hints_on_one_line_and_in_lists(folder):
    found = body_of(
        folder,
        '{% hint style="info" %} Short {% endhint %}\n\n1. Step\n\n'
        '   {% hint style="warning" %}\n   Care\n   {% endhint %}\n2. Next\n',
    )

    assert [kind for kind, _value in found] == ["callout", "steps"]
    first, second = found[1][1]["items"]
    assert [block["type"] for block in first["value"]] == ["text", "callout"]
    assert "Next" in second["value"][0]["value"]


def test_tabs_code_and_details_become_their_blocks(folder):
    found = body_of(
        folder,
        '{% tabs %}\n{% tab title="Linux" %}\n```sh\nls <a>\n```\n{% endtab %}\n'
        "{% endtabs %}\n"
        '{% code title="a.py" %}\n```python\nprint(1)\n```\n{% endcode %}\n'
        "<details>\n<summary>Why</summary>\n\nBecause **so**.\n\n</details>\n\n> Said\n",
    )

    assert [kind for kind, _value in found] == ["fold", "code", "fold", "quote"]
    assert found[0][1]["body"][0]["value"]["code"] == "ls <a>"
    assert (found[1][1]["title"], found[1][1]["language"]) == ("a.py", "python")
    assert found[2][1]["title"] == "Why"
    assert "<strong>so</strong>" in found[2][1]["body"][0]["value"]


def test_tables_of_markdown_and_html(folder):
    found = body_of(
        folder,
        "| A | B |\n|---|---|\n| **1** | <a href='https://a.example'>2</a> |\n\n"
        "<table><tr><td colspan=2>x</td></tr><tr><td>y</td></tr></table>\n",
    )

    (_one, first), (_two, second) = found
    assert [column["heading"] for column in first["columns"]] == ["A", "B"]
    assert first["rows"][0]["values"][0] == "<strong>1</strong>"
    assert 'href="https://a.example"' in first["rows"][0]["values"][1]
    assert [row["values"] for row in second["rows"]] == [["x", ""], ["y", ""]]


def test_headings_keep_their_anchors_and_never_skip_a_level(folder):
    found = body_of(
        folder,
        '### Deep\n\n##### Deeper {#own}\n\n### Old <a href="#x" id="x"></a>\n',
    )

    values = [value for _kind, value in found]
    assert [(value["level"], value["anchor"]) for value in values] == [
        ("h2", "deep"),
        ("h3", "own"),
        ("h2", "x"),
    ]
    assert values[2]["text"] == "Old"


def test_embeds_become_links(folder):
    found = body_of(folder, '{% embed url="https://video.example/1" %}\n\nText\n')

    assert 'href="https://video.example/1"' in found[0][1]


def test_tags_that_nobody_knows_are_told(folder):
    write(folder, a='# A\n\n{% swagger x %}\n{% hint style="info" %}\nx\n\n{% endtab %}\n')

    report = run(folder)

    assert [(finding.path, finding.line) for finding in report.warnings] == [
        ("a.md", 3),
        ("a.md", 7),
        ("a.md", 4),
    ]


# --- Links, images, files ---------------------------------------------------------------


def test_links_between_files_are_links_between_pages(folder):
    write(
        folder,
        a=(
            "# A\n\n[b](sub/b.md#some-part) [root](/sub/b.md) [bare](sub/b)\n\n"
            '{% content-ref url="sub/" %}\n[x](sub/)\n{% endcontent-ref %}\n'
        ),
        sub__README="# The sub",
        sub__b="# B\n\n[up](../a.md) [self](#here)",
    )

    report = run(folder)

    target, section = article("sub/b.md"), SectionPage.objects.get()
    html = article("a.md").rendered.html
    assert f'href="{target.url}#some-part"' in html
    assert html.count(f'href="{target.url}"') == 2
    assert f'<a href="{section.url}">The sub</a>' in html
    assert 'href="#here"' in target.rendered.html
    assert report.unresolved_links == []


def test_links_that_lead_nowhere_are_listed_with_their_line(folder):
    write(
        folder,
        a=(
            "---\ntitle: A\n---\n\n[one](gone.md)\ntwo [three](../../out.md)\n\n"
            "<p>\n<a href='four.md'>4</a></p>\n\n| x |\n|--|\n| [y](five.md) |\n"
        ),
    )

    report = run(folder)

    assert [str(finding) for finding in report.unresolved_links] == [
        "a.md:5: gone.md",
        "a.md:6: ../../out.md",
        "a.md:9: four.md",
        "a.md:13: five.md",
    ]
    assert "three" in article("a.md").rendered.html
    assert "out.md" not in article("a.md").rendered.html


def test_images_come_in_once_with_their_words(folder):
    picture(folder / ".gitbook" / "assets" / "one (1).png")
    picture(folder / "same.png")
    found = body_of(
        folder,
        '<figure><img src=".gitbook/assets/one (1).png" alt="A shop">'
        "<figcaption><p>The shop</p></figcaption></figure>\n\n"
        "![Again](<same.png>)\n\nPress ![the key](same.png) now.\n",
    )

    image = Image.objects.get()
    assert found[0] == (
        "image",
        {"image": image.pk, "alt": "A shop", "caption": "The shop"},
    )
    assert found[1][1]["alt"] == "Again"
    assert f'<embed embedtype="image" id="{image.pk}" alt="the key"' in found[2][1]


def test_images_that_cannot_be_had_are_listed_with_their_line(folder):
    (folder / "broken.png").write_bytes(b"not an image")
    (folder.parent / "secret.png").write_bytes(get_test_image_file().file.getvalue())
    write(
        folder,
        a=(
            "# A\n\n![x](gone.png)\n\n![x](broken.png)\n\n![x](../secret.png)\n\n"
            "![x](https://a.example/i.png)\n\n<img src=''>\n"
        ),
    )

    report = run(folder)

    assert [finding.line for finding in report.unresolved_images] == [3, 5, 7, 9, 11]
    assert report.errors == []
    assert not Image.objects.exists()


def test_files_become_documents(folder):
    (folder / "letter.pdf").write_bytes(b"%PDF-1.4")
    found = body_of(
        folder,
        '{% file src="letter.pdf" %}\nThe letter\n{% endfile %}\n\n[same](letter.pdf)\n',
    )

    document = Document.objects.get()
    assert found[0] == ("file", {"document": document.pk, "title": "The letter"})
    assert f'linktype="document" id="{document.pk}"' in found[1][1]


def test_hostile_text_becomes_harmless(folder):
    found = body_of(
        folder,
        "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n"
        "[x](javascript:alert(1)) <a href='javascript:alert(2)' onclick=x>y</a>\n\n"
        "<walk>in</walk> <eb-callout data-style='\"><script>'>z</eb-callout>\n\n"
        "<p onclick=alert(1)>kept</p>\n\n<iframe src='//evil.example'></iframe>\n\n"
        "# <img src=x onerror=alert(1)> Heading\n\n<div>\n\nlast words\n",
    )

    html = str(article("page.md").rendered.html)
    for bad in ("<script", "onerror", "onclick", "<iframe", 'href="javascript', "<walk"):
        assert bad not in html
    assert "kept" in html
    assert "last words" in html
    assert found


# --- Bad input --------------------------------------------------------------------------


def errors_of(folder: Path, **options: Any) -> list[str]:
    return [str(finding) for finding in run(folder, **options).errors]


def test_one_bad_file_stops_only_its_page(folder):
    write(folder, bad="---\ntitle: [\n---\n", good="# Good\n\n[bad](bad.md)")

    report = run(folder)

    assert [finding.path for finding in report.errors] == ["bad.md"]
    assert report.errors[0].line == 2
    assert report.created == ["good.md"]
    assert [finding.text for finding in report.unresolved_links] == ["bad.md"]
    assert not ArticlePage.objects.filter(source_path="bad.md").exists()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("# A\n\nété".encode("latin-1"), "a.md:3: is not UTF-8 (byte 0xe9)"),
        (b"---\ntitle: x\n", "a.md:1: the front matter is never closed by ---"),
        (b"---\n- x\n---\n", "a.md:2: the front matter must be “key: value” lines"),
        (b"---\naudience: all\n---\n", "a.md:1: audience is “all”"),
        (b"---\npublished: soon\n---\n", "a.md:1: published is “soon”"),
    ],
)
def test_a_bad_file_is_named_with_its_line(folder, content, expected):
    (folder / "a.md").write_bytes(content)

    (error,) = errors_of(folder)

    assert error.startswith(expected)
    assert not ArticlePage.objects.exists()


def test_an_unreadable_file_is_named(folder):
    write(folder, SUMMARY="* [A](a.md)\n* [B](b.md)\n", b="# B")
    (folder / "a.md").mkdir()

    assert errors_of(folder) == ["SUMMARY.md:1: a.md does not exist"]
    assert article("b.md").live


def test_symbolic_links_are_not_followed(folder):
    write(folder, good="# Good")
    write(folder.parent, outside="# Secret")
    (folder / "loop").symlink_to(folder)
    (folder / "out.md").symlink_to(folder.parent / "outside.md")
    (folder / "self.md").symlink_to(folder / "self.md")

    errors = sorted(errors_of(folder))

    assert errors == [
        "loop: a symbolic link into the folder itself; not followed",
        "out.md: a symbolic link out of the folder; not followed",
        "self.md: a symbolic link that leads nowhere; not followed",
    ]
    assert [page.title for page in ArticlePage.objects.all()] == ["Good"]


def test_names_without_a_file_and_twice_are_told(folder):
    write(folder, SUMMARY="* [A](a.md)\n* [Gone](gone.md)\n* [A](a.md)\n", a="# A")

    report = run(folder)

    assert [str(finding) for finding in report.errors] == [
        "SUMMARY.md:2: gone.md does not exist"
    ]
    assert [finding.line for finding in report.warnings] == [3]


def test_a_page_that_cannot_be_saved_is_left_whole(folder):
    write(folder, a="# A\n\nOld words.")
    run(folder)
    write(folder, a=f"---\nslug: {'x' * 300}\n---\n# A\n\nNew words. [x](gone.md)")
    page = article("a.md")

    report = run(folder)

    page.refresh_from_db()
    assert page.slug == "x" * 120
    assert report.errors == []


def test_an_interrupted_run_is_finished_by_the_next(folder, monkeypatch):
    write(folder, a="# A\n\nText.", b="# B\n\nText.")
    run(folder)
    page = article("b.md")
    # As if the machine had stopped between giving the page its place and its text.
    ArticlePage.objects.filter(pk=page.pk).update(content_hash="", live=False)

    report = run(folder)

    assert report.created == ["b.md"]
    assert article("b.md").live


def test_no_folder_is_one_clear_line(tmp_path):
    with pytest.raises(ImportProblem, match="is not a folder"):
        run(tmp_path / "nothing")


# --- The command ------------------------------------------------------------------------


def test_command_reports_and_fails_when_something_was_wrong(folder, capsys):
    write(folder, a="# A\n\n[x](gone.md)", bad="---\ntitle: [\n---\n")

    with pytest.raises(CommandError, match="1 error"):
        call_command("import_articles", str(folder), language="en")

    said = capsys.readouterr().out
    assert "a.md:3: gone.md" in said
    assert "bad.md:2:" in said
    assert "1 created" in said


def test_command_rehearses(folder, capsys):
    write(folder, a="# A")

    call_command("import_articles", str(folder), "--language=en", "--dry-run")

    assert "nothing was written" in capsys.readouterr().out
    assert not ArticlePage.objects.exists()


def test_other_peoples_pages_stay(folder):
    mine = make_article("By hand")
    write(folder, **{"by-hand": "# By hand"})

    run(folder)

    assert article("by-hand.md").slug == "by-hand-2"
    mine.refresh_from_db()
    assert mine.live
