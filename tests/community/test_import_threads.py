"""Importing another forum's threads: once each, safe, and honest about what it skips."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Member
from community.importing import import_threads
from community.models import Board, Post, Thread
from community.reports import first_answer_figures

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


def row(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return one thread as a file has it: asked at noon by ann, answered by bob."""
    thread = {
        "id": number,
        "url": f"https://forum.example/questions/{number}",
        "created": "2024-01-01 12:00:00 +0000",
        "updated": "2024-01-02 12:00:00 +0000",
        "locale": "en-US",
        "tags": ["set_up"],
        "title": f"Mail {number} does not arrive",
        "body_html": "<p>Since <b>Friday</b>.</p><script>alert(1)</script>",
        "author": "ann",
        "is_solved": False,
        "solution_id": None,
        "is_spam": False,
        "is_locked": False,
        "votes": 3,
        "answers": [answer(number * 100)],
    }
    return thread | changes


def answer(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "created": "2024-01-01 12:30:00 +0000",
        "author": "bob",
        "is_spam": False,
        "helpful": 2,
        "body_html": '<p onclick="x()">Look at the port.</p>',
    } | changes


def write(path: Path, *rows: Any) -> Path:
    file = path / "forum.jsonl"
    lines = (one if isinstance(one, str) else json.dumps(one) for one in rows)
    file.write_text("\n".join(lines) + "\n")
    return file


def test_keeps_times_votes_acceptance_and_flags(tmp_path: Path) -> None:
    import_threads(
        file=write(tmp_path, row(solution_id=100, is_locked=True)), board_slug="mail"
    )

    thread = Thread.objects.get()
    assert thread.board.title_en == "Mail"
    assert thread.asked_at == datetime(2024, 1, 1, 12, tzinfo=UTC)
    assert thread.me_too_count == 3
    assert thread.is_locked
    assert thread.is_solved
    assert thread.solved_at == datetime(2024, 1, 1, 12, 30, tzinfo=UTC)
    assert thread.accepted_post.helpful_count == 2
    assert [tag.name for tag in thread.tags.all()] == ["set_up"]


def test_bodies_are_sanitised(tmp_path: Path) -> None:
    import_threads(file=write(tmp_path, row()), board_slug="mail")

    opening, first = Post.objects.order_by("position")
    assert opening.body_html == "<p>Since <b>Friday</b>.</p>"
    assert first.body_html == "<p>Look at the port.</p>"


def test_authors_are_inactive_members_without_an_address(tmp_path: Path) -> None:
    import_threads(file=write(tmp_path, row(1), row(2)), board_slug="mail")

    ann, bob = Member.objects.order_by("username")
    assert (ann.username, ann.name) == ("ann@forum.example", "ann")
    assert not ann.is_active
    assert not ann.email
    assert not bob.has_usable_password()


def test_counters_agree_with_the_services(tmp_path: Path) -> None:
    answers = [
        answer(100),
        answer(101, author="ann", created="2024-01-01 13:00:00 +0000"),
        answer(102, is_spam=True, created="2024-01-01 14:00:00 +0000"),
    ]
    import_threads(file=write(tmp_path, row(answers=answers)), board_slug="mail")

    thread = Thread.objects.get()
    assert (thread.answer_count, thread.peer_answer_count) == (2, 1)
    assert thread.first_answer_at == datetime(2024, 1, 1, 12, 30, tzinfo=UTC)
    assert thread.last_post_at == datetime(2024, 1, 1, 13, tzinfo=UTC)
    assert thread.state == "attention"
    assert Post.objects.get(hidden_reason="spam").position == 4


def test_spam_is_kept_but_hidden(tmp_path: Path) -> None:
    import_threads(file=write(tmp_path, row(is_spam=True)), board_slug="mail")

    thread = Thread.objects.get()
    assert thread.hidden_reason == "spam"
    assert thread.posts.get(position=1).is_hidden


def test_a_second_run_adds_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, row(1, solution_id=100), row(2))
    import_threads(file=file, board_slug="mail")

    report = import_threads(file=file, board_slug="mail")

    assert (report.threads_created, report.threads_unchanged) == (0, 2)
    assert (report.answers_created, report.answers_unchanged) == (0, 2)
    assert (report.accepted_created, report.accepted_unchanged) == (0, 1)
    assert Post.objects.count() == 4


def test_a_rehearsal_counts_and_writes_nothing(tmp_path: Path) -> None:
    report = import_threads(
        file=write(tmp_path, row()), board_slug="mail", is_rehearsal=True
    )

    assert report.threads_created == 1
    assert not Board.objects.exists()
    assert not Member.objects.exists()


def test_reads_gzip(tmp_path: Path) -> None:
    file = tmp_path / "forum.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(row()).encode()))

    assert import_threads(file=file, board_slug="mail").threads_created == 1


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{broken", "not JSON"),
        ("[1]", "not a JSON object"),
        (row(2, title="  "), "the title is empty"),
        ({key: value for key, value in row(2).items() if key != "url"}, "“url” is missing"),
        (row(2, answers=None), "“answers”"),
        (row(2, created="yesterday"), "“created” is no date: yesterday"),
        (row(2, body_html="x" * 2_000_000), "2000000 characters"),
        (row(2, answers=[answer(100)]), "belongs to another thread"),
        (row(2, answers=[answer(7), answer(7)]), "there twice"),
        (row(1), "there twice"),
    ],
)
def test_a_bad_line_is_named_and_the_others_go_on(
    tmp_path: Path, bad: Any, reason: str
) -> None:
    file = write(tmp_path, row(1), bad, row(3))

    report = import_threads(file=file, board_slug="mail")

    assert len(report.skipped) == 1
    assert report.skipped[0].startswith(f"{file}:2: ")
    assert reason in report.skipped[0]
    assert Thread.objects.count() == 2


def test_a_wrong_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "forum.jsonl"
    file.write_bytes(b'{"title": "caf\xe9"}\n')

    report = import_threads(file=file, board_slug="mail")

    assert report.skipped == [f"{file}:1: not UTF-8 at byte 14"]


def test_broken_gzip_writes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "forum.jsonl.gz"
    packed = gzip.compress("\n".join(json.dumps(row(n)) for n in range(1, 500)).encode())
    file.write_bytes(packed[: len(packed) // 2])

    with pytest.raises(CommandError, match=r"forum\.jsonl\.gz:\d+: cannot be read"):
        call_command("import_threads", file, board="mail", verbosity=0)
    assert not Thread.objects.exists()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="not a file"):
        call_command("import_threads", tmp_path, board="mail", verbosity=0)


def test_a_board_that_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--board my mail"):
        call_command("import_threads", write(tmp_path, row()), board="my mail")


def test_the_command_fails_when_lines_were_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, row(), "{")

    with pytest.raises(CommandError, match="1 line was skipped"):
        call_command("import_threads", file, board="mail", verbosity=0)
    captured = capsys.readouterr()
    assert f"{file}:2: not JSON" in captured.err
    assert "threads: 1 created, 0 unchanged" in captured.out


def test_a_title_cut_short_stands_in_full_above_the_text(tmp_path: Path) -> None:
    title = "Why <b> " + "x" * 240
    import_threads(file=write(tmp_path, row(title=title)), board_slug="mail")

    assert len(Thread.objects.get().title) == 200
    assert f"<p>Why &lt;b&gt; {'x' * 240}</p>" in Post.objects.get(position=1).body_html


def test_first_answer_figures_of_the_board(tmp_path: Path) -> None:
    own = [answer(300, author="ann")]
    file = write(tmp_path, row(1), row(2, answers=[]), row(3, answers=own))
    import_threads(file=file, board_slug="mail")

    median, share = first_answer_figures(Board.objects.get())

    assert median == 30
    assert share == pytest.approx(2 / 3)
