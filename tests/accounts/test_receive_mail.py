"""Receiving mail: a member's own, once, or refused with a reason for its sender."""

from __future__ import annotations

import io
import os
import smtplib
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.inbound import Why, addresses, forget, receive
from accounts.inbound.refusals import smtp_answer
from accounts.models import Notice, ReceivedMail
from accounts.notices import tell
from accounts.services import confirm_email
from tests.accounts.mailing import REPLY_ADDRESS, answer, open_door
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db
KEY = "thread:7"
TAKEN = []


def take(*, pk, member, text, enclosures, taken):
    """An app that takes every answer; what it got lies in TAKEN."""
    TAKEN.append((pk, member, text, enclosures))
    taken()


@pytest.fixture(autouse=True)
def _on(settings):
    settings.REPLY_ADDRESS = REPLY_ADDRESS
    settings.MAIL_TAKERS = {"thread": "tests.accounts.test_receive_mail.take"}
    settings.NOTICE_READABLE = {}
    TAKEN.clear()


@pytest.fixture
def anna():
    return MemberFactory(email="anna@example.com")


def why(mail, **envelope):
    raw = mail if isinstance(mail, bytes) else bytes(mail)
    return receive(raw, **envelope).why


def test_a_members_answer_reaches_the_app_it_is_for(anna):
    assert why(answer(anna, KEY, "Yes.\n\n> No?\n")) is None

    assert [(7, anna, "Yes.", ())] == TAKEN
    assert ReceivedMail.objects.get().outcome == "taken"


def test_mail_programs_may_change_the_case_of_addresses(anna):
    mail = answer(anna, KEY, From="ANNA@Example.COM")
    mail.replace_header("To", mail["To"].upper())

    assert why(mail) is None


def test_the_envelope_says_to_whom_before_the_headers_do(anna):
    to = answer(anna, KEY)["To"]

    assert why(answer(anna, KEY, To="a list <list@example.com>"), envelope_to=[to]) is None


def test_another_confirmed_address_of_the_member_is_theirs_too(anna):
    confirm_email(member=anna)
    anna.email = "anna@example.org"
    anna.save()

    assert why(answer(anna, KEY, From="anna@example.com")) is None


def test_twice_is_once_and_answered_alike(anna):
    mail = answer(anna, KEY)

    receipts = [receive(bytes(mail)) for _ in range(2)]

    assert [receipt.is_taken for receipt in receipts] == [True, True]
    assert [receipt.is_repeated for receipt in receipts] == [False, True]
    assert len(TAKEN) == 1


def test_without_a_name_a_mail_is_known_by_its_content(anna):
    mail = answer(anna, KEY, Message_ID=None)
    other = answer(anna, KEY, "Something else.", Message_ID=None)

    for one in (mail, mail, other):
        assert why(one) is None
    assert len(TAKEN) == 2


def test_a_refusal_is_repeated_in_the_same_words(anna):
    mail = answer(anna, KEY, "> only a quotation")

    first, second = receive(bytes(mail)), receive(bytes(mail))

    assert first.why == second.why == Why.EMPTY
    assert first.reason == second.reason


def test_one_mail_for_two_discussions_is_not_lost_in_one(anna):
    assert why(answer(anna, KEY)) is None
    assert why(answer(anna, "thread:8")) == Why.SEVERAL

    both = ", ".join(answer(anna, key)["To"] for key in (KEY, "thread:8"))
    assert why(answer(anna, KEY, To=both, Message_ID="<two@example.com>")) == Why.SEVERAL


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; type=x"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"X_Autorespond": "x"},
        {"List_Id": "<list.example.com>"},
    ],
)
def test_what_a_program_answers_is_refused(anna, headers):
    assert why(answer(anna, KEY, **headers)) == Why.AUTOMATIC
    assert TAKEN == []


def test_a_person_may_say_that_no_program_wrote_it(anna):
    assert why(answer(anna, KEY, Auto_Submitted="no")) is None


def test_returned_mail_is_refused(anna):
    report = answer(anna, KEY)
    report.replace_header("Content-Type", "multipart/report; boundary=x")

    assert why(answer(anna, KEY), envelope_from="") == Why.BOUNCE
    assert why(answer(anna, KEY, Return_Path="<>")) == Why.BOUNCE
    assert why(answer(anna, KEY, From="MAILER-DAEMON@example.com")) == Why.BOUNCE
    assert why(report) == Why.BOUNCE


def test_a_stranger_with_the_address_is_refused(anna):
    for sender in ("eve@example.com", "anna@example.com, eve@example.com", "", "anna"):
        assert why(answer(anna, KEY, From=sender)) == Why.STRANGER
    assert TAKEN == []


def test_somebody_elses_address_is_of_no_use(anna):
    ben = MemberFactory(email="ben@example.com")

    assert why(answer(ben, KEY, From=anna.email)) == Why.STRANGER


def test_a_signature_made_for_another_thing_or_member_is_refused(anna):
    local, _at, domain = answer(anna, KEY)["To"].rpartition("@")
    other = local.replace("thread-7", "thread-8")
    changed = local[:-1] + ("a" if local[-1] != "a" else "b")

    for forged in (other, changed, "reply", "reply+", "reply+thread-7-1", "reply+\u0666"):
        assert why(answer(anna, KEY), envelope_to=[f"{forged}@{domain}"]) == Why.ADDRESS


def test_an_old_secret_may_still_be_used_after_a_change(anna, settings):
    mail = answer(anna, KEY)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"

    assert why(mail) == Why.ADDRESS
    settings.SECRET_KEY_FALLBACKS = [old]
    assert why(mail) is None


def test_a_member_without_rights_is_told_so_in_their_language():
    anna = MemberFactory(language="fr", is_active=False)

    receipt = receive(bytes(answer(anna, KEY)))

    assert receipt.why == Why.INACTIVE
    assert receipt.reason == "Votre compte n’est pas actif\xa0: vous ne pouvez pas écrire."


def test_too_large_too_empty_and_turned_off(anna, settings):
    assert why(b"x" * (25 * 1024 * 1024 + 1)) == Why.SIZE
    assert why(answer(anna, KEY, "\n-- \nAnna")) == Why.EMPTY
    settings.REPLY_ADDRESS = ""
    assert why(b"") == Why.OFF


def test_too_often_is_for_later_and_not_remembered(anna, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"mail": "1/3600"}
    receive(bytes(answer(anna, KEY)))
    mail = answer(anna, KEY, Message_ID="<two@example.com>")

    assert why(mail) == Why.LATER
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"mail": "9/3600"}
    assert why(mail) is None


def test_a_failure_of_ours_leaves_the_mail_for_another_try(anna, settings):
    settings.MAIL_TAKERS = {"thread": "tests.nowhere.take"}
    with pytest.raises(ImportError):
        receive(bytes(answer(anna, KEY)))

    settings.MAIL_TAKERS = {"thread": "tests.accounts.test_receive_mail.take"}
    assert why(answer(anna, KEY)) is None


def test_a_mail_that_another_process_takes_waits_unless_that_died(anna):
    mail = ReceivedMail.objects.create(
        message_id="<one@example.com>", member=anna, about=KEY, outcome="taking"
    )

    assert why(answer(anna, KEY)) == Why.LATER
    mail.at -= timedelta(hours=1)
    mail.save()
    assert why(answer(anna, KEY)) is None


def test_html_alone_is_read_as_text(anna):
    mail = answer(anna, KEY)
    mail.set_content("<p>Oui, <b>merci</b>.</p><blockquote>Hello</blockquote>", "html")

    receive(bytes(mail))

    assert TAKEN[0][2] == "Oui, merci."


def test_files_are_kept_pictures_of_a_signature_are_not(anna):
    mail = answer(anna, KEY, "Look.")
    mail.add_alternative(
        '<p>Look <img src="cid:shot"></p>-- <br><img src="cid:logo">', "html"
    )
    html = mail.get_payload()[1]
    html.add_related(b"shot", "image", "png", cid="<shot>", filename="shot.png")
    html.add_related(b"logo", "image", "png", cid="<logo>", filename="logo.png")
    mail.add_attachment(b"log", "text", "x-log", filename="été.log")

    receive(bytes(mail))

    files = [(file.name, file.content) for file in TAKEN[0][3]]
    assert files == [("shot.png", b"shot"), ("été.log", b"log")]


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("iso-8859-1", "Ça marche".encode("latin-1"), "Ça marche"),
        ("no-such-charset", "Ça marche".encode(), "Ça marche"),
        ("utf-8", "Ça marche".encode("latin-1"), "Ça marche"),
        ("idna", b"\xff\xfe", "ÿþ"),
    ],
)
def test_a_wrong_charset_does_no_harm(anna, charset, body, text):
    to = answer(anna, KEY)["To"]
    head = f"From: {anna.email}\nTo: {to}\nContent-Type: text/plain; charset={charset}"

    assert why(head.encode() + b"\n\n" + body) is None
    assert TAKEN[0][2] == text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 99,
        b"From: =?x?q?=?=\nTo: <\n\n",
        b"Content-Type: multipart/mixed\n\n--x",
        b"Content-Type: multipart/mixed; boundary=a\n\n"
        + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 3000,
        b"To: \xff\xfe\nMessage-ID: <\xff>\nSubject: =?utf-8?b?////?=\n\nx",
    ],
)
def test_no_bytes_make_it_fail(raw):
    assert isinstance(receive(raw).why, Why)


def test_what_will_not_come_again_is_forgotten(anna):
    receive(bytes(answer(anna, KEY)))

    assert forget() == 0
    assert forget(at=timezone.now() + timedelta(days=91)) == 1


def test_mails_say_where_they_are_answered(anna, run_worker, mailoutbox):
    for kind, key in (("answer", KEY), ("hidden", KEY), ("support", "request:3")):
        tell(members=[anna], kind=kind, key=key, event=kind, text={"en": "News"}, url="/")
    run_worker()

    assert [mail.extra_headers.get("Reply-To") for mail in mailoutbox] == [
        answer(anna, KEY)["To"],
        None,
        None,
    ]
    assert "Reply to this mail" in mailoutbox[0].body
    assert len(mailoutbox[0].extra_headers["Reply-To"].partition("@")[0]) <= 64


def test_turned_off_mails_say_nothing_of_it(anna, run_worker, mailoutbox, settings):
    settings.REPLY_ADDRESS = ""
    tell(members=[anna], kind="answer", key=KEY, event="1", text={"en": "News"}, url="/")
    run_worker()

    assert "Reply-To" not in mailoutbox[0].extra_headers
    assert "Reply to this mail" not in mailoutbox[0].body
    assert Notice.objects.get().mailed_at


def pipe(monkeypatch, mail, *options):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(bytes(mail))))
    call_command("receive_mail", *options)


def test_a_pipe_takes_a_mail_in_silence(anna, monkeypatch, capsys):
    pipe(monkeypatch, answer(anna, KEY), "--from", anna.email)

    assert len(TAKEN) == 1
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("headers", "options", "code", "words"),
    [
        ({"From": "eve@example.com"}, [], os.EX_NOPERM, "only from the member"),
        ({}, ["--from", ""], os.EX_NOPERM, "Returned mail"),
        ({}, ["--to", "reply+x@help.example.com"], os.EX_NOUSER, "not one of ours"),
    ],
)
def test_a_pipe_says_why_it_refuses(
    anna, monkeypatch, capsys, headers, options, code, words
):
    with pytest.raises(SystemExit) as end:
        pipe(monkeypatch, answer(anna, KEY, **headers), *options)

    assert end.value.code == code
    assert words in capsys.readouterr().err


def test_a_pipe_keeps_the_mail_with_its_server_when_we_fail(anna, monkeypatch, settings):
    settings.MAIL_TAKERS = {"thread": "tests.nowhere.take"}

    with pytest.raises(SystemExit) as end:
        pipe(monkeypatch, answer(anna, KEY))

    assert end.value.code == os.EX_TEMPFAIL


@pytest.mark.django_db(transaction=True)
def test_a_door_takes_ours_and_relays_nothing(anna):
    with open_door() as port, smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
        server.send_message(answer(anna, KEY))
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            server.send_message(answer(anna, KEY), to_addrs=["ben@example.com"])

    assert len(TAKEN) == 1


@pytest.mark.django_db(transaction=True)
def test_a_door_refuses_with_the_reason_and_puts_off_what_we_cannot_do_now(anna, settings):
    with open_door() as port, smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
        with pytest.raises(smtplib.SMTPDataError) as refusal:
            server.send_message(answer(anna, KEY, From="eve@example.com"))
        assert refusal.value.smtp_code == 550
        assert b"only from the member" in refusal.value.smtp_error

        settings.MAIL_TAKERS = {"thread": "tests.nowhere.take"}
        with pytest.raises(smtplib.SMTPDataError) as delay:
            server.send_message(answer(anna, KEY))
        assert delay.value.smtp_code == 451


def test_accents_are_for_servers_that_asked_for_them():
    reason = "Cette discussion est verrouillée\xa0: posez-en une autre…"

    assert smtp_answer(Why.NOT_TAKEN, reason).isascii()
    assert "verrouillée" in smtp_answer(Why.NOT_TAKEN, reason, is_utf8=True)
    assert smtp_answer(Why.LATER, "").startswith("451 4.3.2")


def test_no_door_opens_for_nothing(settings):
    settings.REPLY_ADDRESS = ""

    with pytest.raises(CommandError):
        call_command("serve_mail")


def test_a_taken_port_is_said(anna):
    with open_door() as port, pytest.raises(CommandError):
        call_command("serve_mail", "--port", str(port))


def test_addresses_are_short_enough_for_mail():
    address = addresses.reply_address(member_id=10**8, key=f"thread:{10**9}")

    assert len(address.partition("@")[0]) <= 64
    assert addresses.read(address) == addresses.Ticket(10**8, "thread", 10**9)


@pytest.mark.parametrize("sign", [rb"\ud800", rb"\x00"])
def test_signs_that_no_database_keeps_are_left_out(anna, sign):
    raw = bytes(answer(anna, KEY, "Yes XX it is."))
    raw = raw.replace(b'charset="utf-8"', b'charset="unicode_escape"').replace(b"XX", sign)

    assert why(raw) is None

    [(_pk, _member, text, _enclosures)] = TAKEN
    assert text == "Yes  it is."
