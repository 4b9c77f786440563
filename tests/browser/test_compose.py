"""Writing with JavaScript: the toolbar, a pasted picture, a quoted sentence."""

from __future__ import annotations

import base64
import re

import pytest
from playwright.sync_api import expect

from accounts.services import confirm_email
from community import services
from community.models import Attachment
from tests.browser.site import PASSWORD, make_site
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.community.files import png
from tests.factories import MemberFactory, ModeratorFactory

pytestmark = pytest.mark.django_db(transaction=True)
COPY = """async (bytes) => {
  const raw = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0));
  const picture = new Blob([raw], { type: "image/png" });
  await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
}"""
PICTURE = re.compile(r"It looks like this:\s+!\[[^\]]*\]\(/community/files/[\w-]+/[^)]+\)")
SELECT = """(prose) => {
  const text = prose.querySelector("p").firstChild;
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, 11);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"


@pytest.fixture
def thread(run_worker):
    make_site()
    thread = ThreadFactory(board=BoardFactory(slug="selling"))
    run_worker()
    return thread


def sign_in(page, member) -> None:
    confirm_email(member=member, password=PASSWORD)
    page.goto("/accounts/login/")
    page.fill("[name=login]", member.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def test_a_picture_is_pasted_posted_and_seen(page, context, thread):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, MemberFactory(email="marta@example.com"))
    page.goto(thread.get_absolute_url())
    area = page.locator("#reply textarea")
    area.fill("It looks like this:")
    page.evaluate(COPY, base64.b64encode(png()).decode())

    area.press("Control+v")

    expect(area).to_have_value(PICTURE)
    page.get_by_role("button", name="Post reply").click()
    shown = page.locator(".post .prose img")
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.naturalWidth") == 40
    assert Attachment.objects.get().post == thread.posts.answers().get()


def test_a_file_that_may_not_be_added_says_why_and_the_text_stays(page, thread):
    sign_in(page, MemberFactory(email="marta@example.com"))
    page.goto(thread.get_absolute_url())
    area = page.locator("#reply textarea")
    area.fill("Here is the program.")

    page.locator("#reply input[type=file]").first.set_input_files(
        {
            "name": "tool.exe",
            "mimeType": "application/octet-stream",
            "buffer": b"MZ\x90\x00",
        }
    )

    expect(page.locator("#reply .refused")).to_contain_text("tool.exe")
    expect(area).to_have_value("Here is the program.\n\n")


def test_a_selected_sentence_is_quoted(page, thread):
    AnswerFactory(
        thread=thread, by=MemberFactory(display_name="Tom"), body="Print twice. Then wait."
    )
    page.goto(thread.get_absolute_url())
    answer = page.locator(".post").nth(1)
    answer.locator(".prose").evaluate(SELECT)

    answer.get_by_role("link", name="Quote").click()

    area = page.locator("#reply textarea")
    expect(area).to_be_focused()
    assert "> Print twice" in area.input_value()
    assert "Then wait" not in area.input_value()
    assert area.input_value().startswith("> [Tom](")


def test_a_report_is_decided_in_the_queue_and_undone(page, thread):
    answer = AnswerFactory(thread=thread, body="Cheap watches here.")
    services.flag(post=answer, by=MemberFactory(), why="spam", note="It sells watches.")
    sign_in(page, ModeratorFactory(email="victor@example.com"))
    page.goto("/admin/moderation/")
    expect(page.locator(".review")).to_contain_text("It sells watches.")

    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Take it down", exact=True).click()

    expect(page.locator("main")).to_contain_text("Nothing waits")
    answer.refresh_from_db()
    assert answer.is_hidden
    page.goto("/admin/moderation/done/")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("main")).to_contain_text("undone by")
    answer.refresh_from_db()
    assert not answer.is_hidden


def test_the_queue_locks_a_discussion_and_enter_decides_nothing(page, thread):
    answer = AnswerFactory(thread=thread, body="Print it twice, then once more.")
    services.flag(post=answer, by=MemberFactory(), why="place")
    sign_in(page, ModeratorFactory(email="victor@example.com"))
    page.goto("/admin/moderation/")
    page.get_by_role("checkbox").first.check()

    page.get_by_text("Put their discussions in order").click()
    page.get_by_label("Title of a new discussion").press("Enter")
    expect(page.locator("body")).to_contain_text("Choose what becomes of it.")
    page.get_by_role("checkbox").first.check()
    page.get_by_text("Put their discussions in order").click()
    page.get_by_label("Why", exact=True).fill("It turns in circles.")
    page.get_by_role("button", name="Lock", exact=True).click()

    expect(page.locator("body")).to_contain_text("1 discussion changed.")
    expect(page.locator(".review")).to_contain_text("Print it twice")
    page.goto(thread.get_absolute_url())
    expect(page.locator("main")).to_contain_text("It turns in circles.")


def test_a_change_is_kept_while_one_writes_it(page, thread):
    answer = AnswerFactory(thread=thread, body="Print it twice, then once more.")
    sign_in(page, answer.author)
    address = f"/community/posts/{answer.pk}/edit/"
    page.goto(address)
    page.locator("#id_body").fill("Print it three times.")
    with page.expect_response(f"**/drafts/edit:{answer.pk}/"):
        page.locator("#id_body").press("End")

    page.goto(address)

    expect(page.locator("#id_body")).to_have_value("Print it three times.")
    expect(page.get_by_text("It is not saved yet.")).to_be_visible()
    page.get_by_role("button", name="Leave it as it was").click()
    page.goto(address)
    expect(page.locator("#id_body")).to_have_value("Print it twice, then once more.")
