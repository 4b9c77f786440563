"""Pictures and files in a message: who may read the message may see them, nobody else."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from base.audience import Audience
from community import services
from community.models import Attachment, Post
from community.services import attaching
from tests.community.factories import BoardFactory, ThreadFactory
from tests.community.files import picture, png
from tests.factories import MemberFactory

if TYPE_CHECKING:
    from accounts.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"


@pytest.fixture
def marta() -> Member:
    return MemberFactory(display_name="Marta")


def _upload(client, content: bytes, name: str = "label.png"):
    return client.post(
        reverse("community:upload"), {"file": SimpleUploadedFile(name, content)}
    )


def _answer_with(
    marta, thread, content: bytes = b"", name: str = "label.png"
) -> Attachment:
    added = attaching.attach(by=marta, upload=SimpleUploadedFile(name, content or png()))
    services.answer(thread=thread, by=marta, body=f"Like this:\n\n{added.markdown}")
    added.refresh_from_db()
    return added


def test_an_uploaded_picture_shows_in_the_message_for_all(client, marta):
    thread = ThreadFactory()
    client.force_login(marta)
    said = _upload(client, png()).json()
    client.post(reverse("community:answer", args=[thread.pk]), {"body": said["markdown"]})
    client.logout()

    page = client.get(thread.get_absolute_url()).content.decode()
    file = client.get(said["url"])

    assert f'<img src="{said["url"]}"' in page
    assert file["Content-Type"] == "image/png"
    assert "sandbox" in file["Content-Security-Policy"]
    assert Image.open(BytesIO(file.getvalue())).size == (40, 30)


def test_where_a_picture_was_taken_is_forgotten(client, marta):
    exif = Image.Exif()
    exif[0x010F] = "A camera with a name"
    client.force_login(marta)
    said = _upload(client, picture("JPEG", exif=exif), "photo.jpg").json()

    kept = client.get(said["url"]).getvalue()

    assert b"A camera with a name" not in kept
    assert dict(Image.open(BytesIO(kept)).getexif()) == {}


def test_what_is_not_posted_yet_is_its_owners_alone(client, marta):
    client.force_login(marta)
    url = _upload(client, png()).json()["url"]
    assert client.get(url).status_code == 200

    client.force_login(MemberFactory())
    assert client.get(url).status_code == 404


def test_a_file_of_a_closed_board_is_closed_too(client, marta):
    board = BoardFactory(audience=Audience.MEMBERS)
    added = _answer_with(marta, ThreadFactory(board=board))

    assert client.get(added.get_absolute_url()).status_code == 404
    client.force_login(MemberFactory())
    assert client.get(added.get_absolute_url()).status_code == 200


def test_a_file_goes_with_a_message_that_is_taken_down(client, marta):
    added = _answer_with(marta, ThreadFactory())
    moderator = MemberFactory(role="moderator")

    services.hide_post(post=added.post, by=moderator, reason="It shows a passport.")

    assert client.get(added.get_absolute_url()).status_code == 404
    client.force_login(moderator)
    assert client.get(added.get_absolute_url()).status_code == 200


def test_a_file_that_an_edit_took_out_is_gone_when_the_former_text_is(client, marta):
    added = _answer_with(marta, ThreadFactory())
    moderator = MemberFactory(role="moderator")

    services.edit_post(post=added.post, by=moderator, body="Gone.", keep_back=True)

    assert client.get(added.get_absolute_url()).status_code == 404


def test_naming_the_file_of_another_member_does_not_take_it(client, marta):
    client.force_login(marta)
    said = _upload(client, png()).json()
    thief = MemberFactory()

    services.answer(thread=ThreadFactory(), by=thief, body=said["markdown"])

    assert Attachment.objects.get().post is None
    client.force_login(thief)
    assert client.get(said["url"]).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.png", b"<script>alert(1)</script>", "cannot"),
        ("page.html", b"<html><script>alert(1)</script></html>", "cannot be added"),
        ("empty.txt", b"", "empty"),
    ],
)
def test_what_may_not_be_added_says_why(client, marta, name, content, reason):
    client.force_login(marta)

    response = _upload(client, content, name)

    assert response.status_code == 422
    assert reason in response.json()["error"]
    assert not Attachment.objects.exists()


def test_visitors_are_told_to_sign_in(client):
    assert _upload(client, png()).status_code == 403


def test_without_javascript_files_come_with_the_form_and_outlive_its_errors(client, marta):
    thread = ThreadFactory()
    client.force_login(marta)
    address = reverse("community:answer", args=[thread.pk])
    too_long = "x" * 20_001

    refused = client.post(
        address, {"body": too_long, "files": SimpleUploadedFile("label.png", png())}
    )

    assert refused.status_code == 422
    kept = Attachment.objects.get()
    assert str(kept.pk) in refused.content.decode()
    client.post(address, {"body": kept.markdown})
    kept.refresh_from_db()
    assert kept.post == Post.objects.answers().get()


def test_what_nobody_posted_is_swept_after_two_days(
    marta, django_capture_on_commit_callbacks
):
    unposted = attaching.attach(by=marta, upload=SimpleUploadedFile("a.png", png()))
    posted = _answer_with(marta, ThreadFactory(), png(colour="red"))

    assert attaching.sweep(at=timezone.now() + timedelta(days=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert attaching.sweep(at=timezone.now() + timedelta(days=3)) == 1

    assert not Attachment.objects.filter(pk=unposted.pk).exists()
    assert posted.file.storage.exists(posted.file.name)
    assert not unposted.file.storage.exists(unposted.file.name)
