"""Replies: only what the person wrote newly is kept, whatever wrote the rest."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.inbound.htmltext import text_of
from accounts.inbound.replies import new_text

QUOTE = "\n\n> Hello\n> there\n"
INTRODUCTIONS = {
    "english": "On Mon, 3 Jun 2024 at 10:12, Anna <anna@example.com> wrote:",
    "french": "Le lun. 3 juin 2024 à 10:12, Anna <anna@example.com> a écrit :",
    "french, without an address": "Le 03/06/2024 à 10:12, Anna Berg a écrit :",
    "broken over two lines": "Le lun. 3 juin 2024 à 10:12, Boutik Entraide <\n"
    "help@example.com> a écrit :",
    "german": "Am Mo., 6. Mai 2024 um 10:12 Uhr schrieb Anna <anna@example.com>:",
    "spanish": "El lun, 3 jun 2024 a las 10:12, Anna (<anna@example.com>) escribió:",
    "portuguese": "Em seg., 3 de jun. de 2024 às 10:12, Anna <a@example.com> escreveu:",
    "italian": "Il giorno lun 3 giu 2024 10:12 Anna <a@example.com> ha scritto:",
    "dutch": "Op ma 3 jun 2024 om 10:12 schreef Anna <anna@example.com>:",
    "swedish": "Den mån 6 maj 2024 kl 10:12 skrev Anna <anna@example.com>:",
    "danish": "man. 3. jun. 2024 kl. 10.12 skrev Anna <anna@example.com>:",
    "finnish": "ma 3. kesäk. 2024 klo 10.12 Anna (anna@example.com) kirjoitti:",
    "polish": "pon., 3 cze 2024 o 10:12 Anna <anna@example.com> napisał(a):",
    "czech": "po 3. 6. 2024 v 10:12 odesílatel Anna <anna@example.com> napsal:",
    "hungarian": "Anna <anna@example.com> ezt írta (időpont: 2024. jún. 3., H, 10:12):",
    "turkish": "Anna <a@example.com>, 3 Haz 2024 Pzt, 10:12 tarihinde şunu yazdı:",
    "russian": "пн, 3 июн. 2024 г. в 10:12, Anna <anna@example.com>:",
    "japanese": "2024年6月3日(月) 10:12 Anna <anna@example.com>:",
    "chinese": "Anna <anna@example.com> 于2024年6月3日周一 10:12写道：",
}
HEADERS = {
    "english": "From: Anna <a@example.com>\nSent: Monday, June 3\nTo: Ben\nSubject: Hi",
    "french": "De : Anna <a@example.com>\nEnvoyé : lundi 3 juin\nÀ : Ben\nObjet : RE: Hi",
    "german": "Von: Anna\nGesendet: Montag, 6. Mai 2024\nAn: Ben\nBetreff: AW: Hi",
    "italian": "Da: Anna\nInviato: lunedì 3 giugno\nA: Ben\nOggetto: R: Hi",
    "bold": "*From:* Anna\n*Sent:* Monday\n*To:* Ben\n*Subject:* Hi",
}
ADS = [
    "Sent from my iPhone",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon téléphone Galaxy",
    "Von meinem iPhone gesendet",
    "Get Outlook for Android<https://aka.ms/AAb9ysg>",
    "Télécharger Outlook pour iOS",
]
OWN_WORDS = [
    "Support wrote:\n\nuse the other form. On Monday it failed.",
    "From: Paris\nTo: Lyon\n\nis the zone I need.",
    "Steps:\n\n1. go\n2. stop\n\n---\nthen again",
    "At 10:12 on 3 June 2024 the page said:\n\nerror 500\n\nWhat now?",
    "The letter was\nsent from our shop by mail yesterday.",
    "Try:\n\n```\n> dir\n-- comment\n```",
    "Thanks :)\n\n👍",
    "Hi,\n\n> one?\nyes\n\n> two?\nno\n\nBye",
]


@pytest.mark.parametrize("line", INTRODUCTIONS.values(), ids=INTRODUCTIONS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_quotation_goes_with_the_line_above_it(line, line_end):
    mail = f"Yes, that works.\n\n{line}{QUOTE}".replace("\n", line_end)

    assert new_text(mail) == "Yes, that works."


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("ruler", ["", "_" * 32 + "\n", "-----Original Message-----\n"])
def test_a_copied_mail_goes_with_its_headers(headers, ruler):
    assert new_text(f"Thanks\n\n{ruler}{headers}\n\nHello\nthere") == "Thanks"


@pytest.mark.parametrize("ad", ADS)
def test_what_a_telephone_adds_goes(ad):
    assert new_text(f"Thanks\n\n{ad}\n{QUOTE}") == "Thanks"


def test_a_signature_goes():
    assert new_text("Thanks\n\n-- \nAnna Berg\n+33 1 23 45 67 89") == "Thanks"


@pytest.mark.parametrize("words", OWN_WORDS)
def test_what_only_looks_like_it_stays(words):
    assert new_text(words) == words


def test_an_answer_below_the_quotation_stays():
    line = INTRODUCTIONS["english"]

    assert new_text(f"{line}{QUOTE}\nYes.") == "Yes."
    assert new_text(f"{line}\n\nYes, I think so.") == "Yes, I think so."


def test_answers_between_quoted_lines_keep_them():
    line = INTRODUCTIONS["english"]

    assert new_text(f"{line}\n> one?\nyes\n> two?\nno") == "> one?\nyes\n> two?\nno"


def test_what_we_wrote_is_never_new():
    line = "On Mon, 3 Jun 2024 at 10:12, Boutik <Help@example.com> wrote:"

    assert new_text(f"{line}\n\nAnna answered you.", ours=["help@example.com"]) == ""


def test_html_becomes_text_with_its_quotation_marked():
    html = (
        "<head><style>p {}</style></head><p>See <a href='https://example.com/a'>this</a>"
        "<ul><li>one<li>two</ul><p>Le 3 juin 2024 à 10:12, Anna a écrit&nbsp;:</p>"
        "<blockquote><p>Hello<blockquote>older</blockquote></blockquote>"
    )

    assert "> Hello" in text_of(html)
    assert new_text(text_of(html)) == "See this <https://example.com/a>\n\n- one\n- two"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        ">",
        "```",
        "--",
        "\n" * 9,
        "On 1 Jan 2020 at 10:10 wrote:",
        "\ud800",
        "<" * 99,
    ],
)
def test_takes_any_text(text):
    assert isinstance(new_text(text), str)
    assert isinstance(text_of(text), str)


@pytest.mark.parametrize("rows", [["{}"], ["no json"], [""]])
def test_a_file_of_another_kind_is_refused(tmp_path, rows):
    file = tmp_path / "mails.jsonl"
    file.write_text("\n".join([*rows, "x"]))

    with pytest.raises(CommandError):
        call_command("evaluate_reply_parser", file)


def test_the_share_of_exact_ones_is_printed(tmp_path, capsys):
    file = tmp_path / "mails.jsonl"
    rows = [
        {"kind": "text", "email": "Yes\n\n> no", "expected_reply": "Yes \n"},
        {"kind": "html", "email": "<p>Yes</p>", "expected_reply": "No"},
        {"kind": "eml", "email": "Subject: x\n\nYes\n", "expected_reply": "Yes"},
        {"kind": "eml", "email": "Subject: x\n\nYes\n", "expected_reply": None},
    ]
    file.write_text("\n".join(map(json.dumps, rows)))

    call_command("evaluate_reply_parser", file, "--json")

    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert figures["exact"] == 0.5
    assert figures["unlabelled"] == 1


@pytest.mark.real_data
def test_nine_of_ten_real_mails_are_exact(capsys):
    file = Path(os.environ["ENTRAIDE_DATA"]) / "security" / "email_replies.jsonl"

    call_command("evaluate_reply_parser", file, "--json")

    assert json.loads(capsys.readouterr().out.splitlines()[-1])["exact"] >= 0.9
