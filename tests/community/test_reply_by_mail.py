"""Answering by mail: words and files become an answer, or one hears why not."""

from __future__ import annotations

import smtplib

import pytest

from accounts.inbound import Why, receive
from accounts.models import Notice
from base.audience import Audience
from community import services
from community.models import Post
from tests.accounts.mailing import REPLY_ADDRESS, answer, open_door
from tests.community.factories import AnswerFactory, BoardFactory, ThreadFactory
from tests.community.files import png
from tests.factories import MemberFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on(settings, tmp_path):
    settings.REPLY_ADDRESS = REPLY_ADDRESS
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"


@pytest.fixture
def thread():
    return ThreadFactory(by=MemberFactory(language="fr"))


def write(thread, text="Cela marche, merci.", **headers):
    return answer(thread.author, thread.key, text, **headers)


def test_an_answer_is_answered_from_the_mail_program(thread, run_worker, mailoutbox):
    AnswerFactory(thread=thread)
    run_worker()
    [told] = mailoutbox

    mail = write(thread, "Merci !\n\n> Quelqu’un a répondu\n")
    mail.replace_header("To", told.extra_headers["Reply-To"])
    receipt = receive(bytes(mail))

    assert receipt.is_taken
    post = Post.objects.latest("pk")
    assert (post.author, post.body_markdown) == (thread.author, "Merci !")
    assert "répondez à cet e-mail" in told.body


def test_files_stand_below_the_text(thread):
    mail = write(thread)
    mail.add_attachment(png(), "image", "png", filename="écran.png")

    receive(bytes(mail))

    post = Post.objects.latest("pk")
    attachment = post.attachments.get()
    assert post.body_markdown == f"Cela marche, merci.\n\n{attachment.markdown}"
    assert attachment.get_absolute_url() in post.body_html


def test_a_picture_alone_is_an_answer(thread):
    mail = write(thread, "")
    mail.add_attachment(png(), "image", "png", filename="screen.png")

    assert receive(bytes(mail)).is_taken
    assert Post.objects.latest("pk").attachments.count() == 1


def test_a_file_that_may_not_be_added_is_told_and_the_text_stays(thread):
    mail = write(thread)
    mail.add_attachment(b"MZ", "application", "octet-stream", filename="virus.exe")

    receive(bytes(mail))

    post = Post.objects.latest("pk")
    notice = Notice.objects.get(member=thread.author, kind="files_left_out")
    assert post.body_markdown == "Cela marche, merci."
    assert notice.text.startswith("1 fichier de votre e-mail")
    assert "virus.exe" in notice.text


def test_more_files_than_fit_are_all_named():
    thread = ThreadFactory(by=StaffFactory())
    mail = write(thread)
    for number in range(14):
        mail.add_attachment(f"line {number}", filename=f"{number}.log")

    receive(bytes(mail))

    assert Post.objects.latest("pk").attachments.count() == 10
    assert all(f"{n}.log" in Notice.objects.latest("pk").text for n in range(10, 14))


def test_nothing_but_refused_files_is_refused(thread):
    mail = write(thread, "")
    mail.add_attachment(b"MZ", "application", "octet-stream", filename="virus.exe")

    receipt = receive(bytes(mail))

    assert receipt.why == Why.NOT_TAKEN
    assert "virus.exe" in receipt.reason


def test_a_locked_discussion_is_refused_in_the_members_language(thread):
    services.set_locked(thread=thread, by=StaffFactory(), is_locked=True)

    receipt = receive(bytes(write(thread)))

    assert receipt.why == Why.NOT_TAKEN
    assert "verrouillée" in receipt.reason
    assert thread.posts.count() == 1


def test_a_discussion_one_may_no_longer_read_is_refused(thread):
    board = BoardFactory(audience=Audience.STAFF)
    services.move_thread(thread=thread, to=board, by=StaffFactory())

    receipt = receive(bytes(write(thread)))

    assert receipt.why == Why.NOT_TAKEN
    assert "plus la lire" in receipt.reason


def test_after_a_merge_the_answer_goes_where_the_discussion_went(thread):
    target = ThreadFactory(board=thread.board)
    services.merge_threads(source=thread, into=target, by=StaffFactory())

    assert receive(bytes(write(thread))).is_taken
    assert target.posts.latest("pk").author == thread.author


def test_a_program_that_answers_writes_nothing(thread):
    receive(bytes(write(thread, Auto_Submitted="auto-replied")))

    assert thread.posts.count() == 1


def test_as_often_as_on_the_site_and_no_more(thread, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"answer": "1/3600"}
    receive(bytes(write(thread)))

    second = receive(bytes(write(thread, "Encore.", Message_ID="<two@example.com>")))

    assert second.why == Why.LATER
    assert thread.posts.count() == 2


@pytest.mark.django_db(transaction=True)
def test_through_a_real_door_once(thread):
    mail = write(thread, "Voilà.")
    mail.add_attachment(png(), "image", "png", filename="screen.png")

    with open_door() as port, smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
        server.send_message(mail)
        server.send_message(mail)
        services.set_locked(thread=thread, by=StaffFactory(), is_locked=True)
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            server.send_message(write(thread, Message_ID="<two@example.com>"))

    post = thread.posts.latest("pk")
    assert thread.posts.count() == 2
    assert post.body_markdown.startswith("Voilà.\n\n![screen.png]")
    assert b"verrouillee" in refusal.value.smtp_error
