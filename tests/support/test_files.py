"""Files go both ways in a request: checked, private, and gone with nobody else."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from support.models import Message, MessageFile, Ticket
from tests.community.files import png
from tests.factories import MemberFactory, ModeratorFactory, StaffFactory
from tests.support.factories import TicketFactory

pytestmark = pytest.mark.django_db


def upload(name: str = "invoice.png", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png() if content is None else content)


def as_(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def ticket() -> Ticket:
    return TicketFactory()


@pytest.fixture
def kept(ticket) -> MessageFile:
    as_(ticket.requester).post(
        ticket.get_absolute_url(), {"body": "Here it is.", "files": [upload()]}
    )
    return MessageFile.objects.get()


def test_the_requester_adds_a_file_and_support_sees_it(ticket, kept):
    assert (kept.name, kept.content_type) == ("invoice.png", "image/png")
    page = as_(ticket.requester).get(ticket.get_absolute_url()).text
    desk = as_(StaffFactory()).get(reverse("support_desk:ticket", args=[ticket.pk])).text

    assert kept.get_absolute_url() in page
    assert kept.get_absolute_url() in desk
    response = as_(ticket.requester).get(kept.get_absolute_url())
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_a_new_request_takes_files_along(ticket):
    client = as_(MemberFactory())
    form = {"ticket_class": "question", "subject": "A scan", "body": "See the file."}

    client.post(reverse("support:new"), form | {"files": [upload(), upload("b.png")]})

    opened = Ticket.objects.get(subject="A scan")
    assert opened.messages.get().files.count() == 2


@pytest.mark.parametrize("button", [{}, {"ask": "1"}])
def test_support_answers_with_a_file(ticket, button):
    form = {"body": "Look at this.", "files": [upload("guide.png")]} | button

    as_(StaffFactory()).post(reverse("support_desk:reply", args=[ticket.pk]), form)

    page = as_(ticket.requester).get(ticket.get_absolute_url()).text
    assert "guide.png" in page


def test_nobody_else_gets_it(kept):
    for who in (MemberFactory(), ModeratorFactory()):
        assert as_(who).get(kept.get_absolute_url()).status_code == 404
    assert Client().get(kept.get_absolute_url()).status_code == 404


def test_files_of_a_note_are_supports(ticket, kept):
    Message.objects.filter(pk=kept.message_id).update(is_note=True)

    assert as_(ticket.requester).get(kept.get_absolute_url()).status_code == 404
    assert as_(StaffFactory()).get(kept.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("drawing.svg", b"<svg/>", "An SVG drawing can carry a program"),
        ("run.exe", b"MZ\x00\x01", "Files of this kind cannot be added"),
        ("empty.txt", b"", "This file is empty"),
    ],
)
def test_what_may_not_be_kept_is_refused_and_the_text_stays(ticket, name, content, said):
    form = {"body": "My long story.", "files": [upload(name, content)]}

    response = as_(ticket.requester).post(ticket.get_absolute_url(), form)

    assert response.status_code == 422
    assert said in response.text
    assert name in response.text
    assert "My long story." in response.text
    assert ticket.messages.count() == 1


def test_more_than_five_are_refused(ticket):
    form = {"body": "All of them.", "files": [upload(f"{n}.png") for n in range(6)]}

    response = as_(ticket.requester).post(ticket.get_absolute_url(), form)

    assert (response.status_code, MessageFile.objects.count()) == (422, 0)


def test_a_double_press_keeps_one(ticket, kept):
    for _ in range(2):
        as_(ticket.requester).post(
            ticket.get_absolute_url(), {"body": "Here it is.", "files": [upload()]}
        )

    assert ticket.messages.filter(body_markdown="Here it is.").count() == 1
    assert MessageFile.objects.count() == 1


def test_many_files_cost_no_more_queries(ticket, kept, django_assert_max_num_queries):
    client = as_(ticket.requester)
    for n in range(5):
        form = {"body": f"Number {n}.", "files": [upload(f"{n}.png")]}
        client.post(ticket.get_absolute_url(), form)
    client.get(ticket.get_absolute_url())

    with django_assert_max_num_queries(20):
        client.get(ticket.get_absolute_url())


def test_the_same_words_pressed_again_with_a_file_keep_the_file_once(ticket):
    client, address = as_(ticket.requester), ticket.get_absolute_url()
    said = {"body": "Here it is."}
    client.post(address, said)

    for _ in range(2):
        client.post(address, said | {"files": [upload()]})

    message = Message.objects.get(body_markdown="Here it is.")
    assert [file.name for file in message.files.all()] == ["invoice.png"]
