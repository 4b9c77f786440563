"""Bring the threads of another forum in, once each, however often it is run."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext as _
from tqdm import tqdm

import search.services
from accounts.models import Member
from base.sanitize import sanitize
from community.forumfile import FilePost, FileThread, LineError, parse
from community.models import Board, Post, Tag, Thread
from community.services import TITLE_MAX_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BATCH = 200
GZIP_START = b"\x1f\x8b"
SPAM = "spam"
Placed: TypeAlias = tuple[str, FileThread]  # "FILE:LINE" and what stands there


class UnreadableFile(ValueError):  # noqa: N818  (a state of the file)
    """Nothing was read; the text names the file and says why."""


@dataclass(slots=True)
class Report:
    """What an import did, or a rehearsal would do."""

    threads_created: int = 0
    threads_unchanged: int = 0
    answers_created: int = 0
    answers_unchanged: int = 0
    accepted_created: int = 0
    accepted_unchanged: int = 0
    skipped: list[str] = field(default_factory=list)  # "FILE:LINE: reason"

    def add_created(self, threads: list[FileThread]) -> None:
        self.threads_created += len(threads)
        self.answers_created += sum(len(thread.answers) for thread in threads)
        self.accepted_created += sum(bool(thread.accepted) for thread in threads)

    def add_unchanged(self, threads: list[FileThread]) -> None:
        self.threads_unchanged += len(threads)
        self.answers_unchanged += sum(len(thread.answers) for thread in threads)
        self.accepted_unchanged += sum(bool(thread.accepted) for thread in threads)


def import_threads(
    *,
    file: Path,
    board_slug: str,
    is_rehearsal: bool = False,
    show_progress: bool = False,
) -> Report:
    """Import ``file``, JSON Lines (plain or gzip) with one thread per line.

    Bodies are sanitised; authors become inactive members. A thread that is there already
    is left as it is. Lines that cannot be read are skipped and named in the report; the
    others are written in batches, each in one transaction.

    Raises:
        UnreadableFile: it is no file, or broken gzip; nothing was written.
    """
    report = Report()
    total = _count_lines(file)
    board = None if is_rehearsal else _board(board_slug)
    with tqdm(total=total, unit=" threads", disable=not show_progress) as progress:
        threads = _threads(file, report)
        while batch := list(islice(threads, BATCH)):
            _write_batch(batch, board, report)
            progress.update(len(batch))
        progress.update(total - progress.n)
    return report


def _threads(file: Path, report: Report) -> Iterator[Placed]:
    """Yield the threads of ``file``; what cannot be read goes into the report."""
    seen: set[str] = set()
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        place = f"{file}:{number}"
        try:
            thread = parse(line)
        except LineError as error:
            report.skipped.append(f"{place}: {error}")
            continue
        if thread.source in seen:
            report.skipped.append(f"{place}: " + _("this thread is there twice"))
            continue
        seen.add(thread.source)
        yield place, thread


def _lines(file: Path) -> Iterator[bytes]:
    with file.open("rb") as plain:
        is_gzip = plain.read(len(GZIP_START)) == GZIP_START
        plain.seek(0)
        if is_gzip:
            with gzip.open(plain) as unpacked:
                yield from unpacked
        else:
            yield from plain


def _count_lines(file: Path) -> int:
    """Read the whole file once, so that a broken one is refused before any writing."""
    if not file.is_file():
        raise UnreadableFile(_("%(file)s: not a file") % {"file": file})
    number = 0
    try:
        for _line in _lines(file):
            number += 1
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(
            _("%(file)s:%(line)d: cannot be read: %(error)s. Nothing was imported.")
            % {"file": file, "line": number + 1, "error": error}
        ) from error
    return number


def _board(slug: str) -> Board:
    title = slug.replace("-", " ").capitalize()
    return Board.objects.get_or_create(slug=slug, defaults={"title_en": title})[0]


def _write_batch(batch: list[Placed], board: Board | None, report: Report) -> None:
    """Write what is new of ``batch``; without a board only count it."""
    fresh, known = _split(batch, report)
    report.add_unchanged(known)
    report.add_created(fresh)
    if board is not None and fresh:
        _write(fresh, board)


def _split(
    batch: list[Placed], report: Report
) -> tuple[list[FileThread], list[FileThread]]:
    """Tell new threads from known ones; skip what would take another thread's answers."""
    sources = [thread.source for _place, thread in batch]
    known = set(Thread.objects.filter(source__in=sources).values_list("source", flat=True))
    wanted = [post.source for _place, thread in batch for post in thread.answers]
    taken = set(Post.objects.filter(source__in=wanted).values_list("source", flat=True))
    fresh: list[FileThread] = []
    for place, thread in batch:
        if thread.source in known:
            continue
        answers = {post.source for post in thread.answers}
        if answers & taken:
            reason = _("an answer in it belongs to another thread")
            report.skipped.append(f"{place}: {reason}")
            continue
        taken |= answers
        fresh.append(thread)
    return fresh, [thread for _place, thread in batch if thread.source in known]


@transaction.atomic
def _write(threads: list[FileThread], board: Board) -> None:
    authors = _authors(threads)
    rows = [_thread_row(thread, board, authors) for thread in threads]
    Thread.objects.bulk_create(rows)
    posts = [
        _post_row(post, row, position, thread, authors)
        for row, thread in zip(rows, threads, strict=True)
        for position, post in enumerate([thread.opening, *thread.answers], start=1)
    ]
    Post.objects.bulk_create(posts)
    _accept(threads, rows, {post.source: post for post in posts if post.source})
    _tag(threads, rows)
    search.services.note_changed([row.key for row in rows])


def _authors(threads: list[FileThread]) -> dict[str, int]:
    """Return ``{username: pk}``; those not here yet become inactive members."""
    since: dict[str, FilePost] = {}
    for thread in threads:
        for post in [thread.opening, *thread.answers]:
            if post.author not in since or post.at < since[post.author].at:
                since[post.author] = post
    known = Member.objects.filter(username__in=since)
    pks = dict(known.values_list("username", "pk"))
    created = Member.objects.bulk_create(
        Member(
            username=name,
            display_name=name.rpartition("@")[0],
            password=make_password(None),
            is_active=False,
            date_joined=post.at,
        )
        for name, post in since.items()
        if name not in pks
    )
    return pks | {member.username: member.pk for member in created}


def _thread_row(thread: FileThread, board: Board, authors: dict[str, int]) -> Thread:
    shown = [post for post in thread.answers if not post.is_spam]
    by_others = [post for post in shown if post.author != thread.opening.author]
    opening = [] if thread.opening.is_spam else [thread.opening]
    last = max((post.at for post in opening + shown), default=thread.opening.at)
    return Thread(
        board=board,
        author_id=authors[thread.opening.author],
        title=_short(thread.title),
        slug=slugify(thread.title)[:80].strip("-") or "thread",
        language=thread.language,
        asked_at=thread.opening.at,
        is_locked=thread.is_locked,
        me_too_count=thread.me_too,
        answer_count=len(shown),
        peer_answer_count=len(by_others),
        first_answer_at=min((post.at for post in by_others), default=None),
        last_post_at=last,
        is_last_by_author=not shown or shown[-1].author == thread.opening.author,
        source=thread.source,
        **_trace(thread.opening),
    )


def _short(title: str) -> str:
    return title if len(title) <= TITLE_MAX_CHARACTERS else f"{title[:199]}…"


def _trace(post: FilePost) -> dict[str, object]:
    return {"hidden_at": post.at, "hidden_reason": SPAM} if post.is_spam else {}


def _post_row(
    post: FilePost, row: Thread, position: int, thread: FileThread, authors: dict[str, int]
) -> Post:
    is_opening = post is thread.opening
    # A title cut short stands in full above the text.
    is_cut = is_opening and len(thread.title) > TITLE_MAX_CHARACTERS
    html = f"<p>{escape(thread.title)}</p>{post.html}" if is_cut else post.html
    return Post(
        thread=row,
        author_id=authors[post.author],
        position=position,
        body_html=sanitize(html),
        posted_at=post.at,
        helpful_count=post.helpful,
        source="" if is_opening else post.source,
        **_trace(post),
    )


def _accept(threads: list[FileThread], rows: list[Thread], posts: dict[str, Post]) -> None:
    solved = []
    for thread, row in zip(threads, rows, strict=True):
        if thread.accepted:
            row.accepted_post = posts[thread.accepted]
            row.solved_at = thread.solved_at
            solved.append(row)
    Thread.objects.bulk_update(solved, ["accepted_post", "solved_at"])


def _tag(threads: list[FileThread], rows: list[Thread]) -> None:
    slugs = [
        {slug for tag in thread.tags if (slug := slugify(tag)[:40])} for thread in threads
    ]
    Tag.objects.bulk_create(
        (Tag(name=slug) for slug in sorted(set().union(*slugs))), ignore_conflicts=True
    )
    pks = dict(Tag.objects.filter(name__in=set().union(*slugs)).values_list("name", "pk"))
    through = Thread.tags.through
    through._default_manager.bulk_create(
        through(thread_id=row.pk, tag_id=pks[slug])
        for row, names in zip(rows, slugs, strict=True)
        for slug in sorted(names)
    )
