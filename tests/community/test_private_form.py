"""The form for private replies, and their files: never mixed up with the public ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community import services
from community.models import Attachment, PrivateReply, Thread
from community.services import attaching
from tests.community.factories import (
    PrivateReplyFactory,
    ThreadFactory,
)
from tests.community.files import png
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory

if TYPE_CHECKING:
    from accounts.models import Member

pytestmark = pytest.mark.django_db
SECRET = "Quincunx4711"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"


@pytest.fixture
def nadia() -> Member:
    return MemberFactory(username="nadia", display_name="Nadia")


@pytest.fixture
def sven() -> Member:
    return StaffFactory(username="sven", display_name="Sven")


@pytest.fixture
def thread(nadia) -> Thread:
    return ThreadFactory(by=nadia, title="Payout says Pending")


def say(thread: Thread, by: Member, body: str = SECRET, **more: object) -> PrivateReply:
    return PrivateReplyFactory(thread=thread, by=by, body=body, **more)


def page_for(client, thread: Thread, reader: Member | None = None, number: int = 1) -> str:
    client.logout()
    if reader:
        client.force_login(reader)
    response = client.get(thread.get_absolute_url(), {"page": number})
    assert response.status_code == 200
    return response.content.decode()


def test_a_file_is_for_the_two_only(client, thread, nadia, sven):
    added = attaching.attach(by=sven, upload=SimpleUploadedFile("order.png", png()))
    reply = say(thread, sven, added.markdown)
    added.refresh_from_db()
    assert added.private_reply == reply
    assert added.post is None

    readers = (
        (None, 404),
        (MemberFactory(), 404),
        (ModeratorFactory(), 404),
        (nadia, 200),
        (StaffFactory(), 200),
    )
    for reader, status in readers:
        client.logout()
        if reader:
            client.force_login(reader)
        assert client.get(added.get_absolute_url()).status_code == status


def test_a_private_file_named_in_public_stays_private(client, thread, sven):
    added = attaching.attach(by=sven, upload=SimpleUploadedFile("order.png", png()))
    say(thread, sven, added.markdown)

    services.answer(thread=thread, by=sven, body=f"As here: {added.markdown}")

    assert client.get(added.get_absolute_url()).status_code == 404


def test_only_those_who_may_write_find_the_form(client, thread, nadia, sven):
    assert "Send privately" in page_for(client, thread, sven)
    for reader in (None, nadia, MemberFactory(), ModeratorFactory()):
        assert "Send privately" not in page_for(client, thread, reader)

    say(thread, sven)
    assert "Send privately" in page_for(client, thread, nadia)


def test_the_form_stands_open_where_an_answer_is_due(client, thread, nadia, sven):
    def is_open(reader: Member) -> bool:
        return 'id="private" open' in page_for(client, thread, reader)

    assert not is_open(sven)
    say(thread, sven)
    assert (is_open(nadia), is_open(sven)) == (True, False)
    say(thread, nadia)
    assert (is_open(nadia), is_open(sven)) == (False, True)


def test_an_error_and_a_preview_keep_the_text_where_it_is_private(client, thread, sven):
    client.force_login(sven)
    address = reverse("community:reply_privately", args=[thread.pk])

    refused = client.post(address, {"body": "x" * 20_001})
    preview = client.post(address, {"body": "Look **there**", "preview": "1"})

    assert refused.status_code == 422
    for response in (refused, preview):
        forms = re.findall(r"<form.*?</form>", response.content.decode(), re.DOTALL)
        [public] = [form for form in forms if 'id="reply"' in form]
        [private_form] = [form for form in forms if "Send privately" in form]
        assert "xxx" not in public
        assert "there" not in public
        assert "xxx" in private_form or "<strong>there</strong>" in private_form
    assert not PrivateReply.objects.exists()


def test_what_was_typed_outlives_a_session_that_ended(client, thread, sven):
    address = reverse("community:reply_privately", args=[thread.pk])

    response = client.post(address, {"body": SECRET})

    assert response.url.startswith("/accounts/login/")
    assert SECRET not in client.get(thread.get_absolute_url()).content.decode()
    client.force_login(sven)
    assert SECRET in client.get(thread.get_absolute_url()).content.decode()
    client.post(address, {"body": SECRET})
    page = client.get(thread.get_absolute_url())
    assert page.context["composer"].is_restored is False


def test_without_javascript_a_file_comes_with_the_form(client, thread, sven):
    client.force_login(sven)
    address = reverse("community:reply_privately", args=[thread.pk])

    client.post(address, {"body": "See.", "files": SimpleUploadedFile("a.png", png())})

    assert Attachment.objects.get().private_reply == PrivateReply.objects.get()
