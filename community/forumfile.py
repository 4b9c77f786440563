"""One line of a forum export, checked and in our words, or the reason why not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from base.sanitize import one_line

BODY_MAX_CHARACTERS = 200_000  # of HTML; more takes bleach seconds and is no post
AUTHOR_MAX_CHARACTERS = 60


class LineError(ValueError):
    """A line cannot become a thread; the text says why, in the reader's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePost:
    source: str
    author: str
    at: datetime
    html: str
    is_spam: bool
    helpful: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileThread:
    source: str
    title: str
    language: str
    opening: FilePost
    answers: list[FilePost]
    accepted: str  # the source of the accepted answer, or empty
    solved_at: datetime | None
    tags: list[str]
    me_too: int
    is_locked: bool


def parse(line: bytes) -> FileThread:
    """Return the thread of one JSON line.

    Raises:
        LineError: it is not UTF-8 or JSON, or something a thread needs is missing.
    """
    try:
        row = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise LineError(_("not UTF-8 at byte %(at)d") % {"at": error.start}) from error
    except (ValueError, RecursionError) as error:
        raise LineError(_("not JSON: %(error)s") % {"error": error}) from error
    if not isinstance(row, dict):
        raise LineError(_("not a JSON object"))
    host = urlsplit(_text(row, "url")).hostname
    if not host:
        raise LineError(_("“url” has no host"))
    return _thread(row, host)


def _thread(row: dict[str, Any], host: str) -> FileThread:
    title = one_line(_text(row, "title"))
    if not title:
        raise LineError(_("the title is empty"))
    answers = row.get("answers")
    if not isinstance(answers, list) or not all(isinstance(one, dict) for one in answers):
        raise LineError(_("“answers” is missing or no list"))
    posts = sorted((_post(one, host) for one in answers), key=lambda post: post.at)
    if len({post.source for post in posts}) < len(posts):
        raise LineError(_("an answer is there twice"))
    accepted = f"{host}/{row['solution_id']}" if row.get("solution_id") else ""
    solution = next(
        (post for post in posts if post.source == accepted and not post.is_spam), None
    )
    return FileThread(
        source=f"{host}/{_number(row, 'id')}",
        title=title,
        language="fr" if str(row.get("locale", "")).lower().startswith("fr") else "en",
        opening=_post(row, host),
        answers=posts,
        accepted=accepted if solution else "",
        solved_at=solution.at if solution else None,
        tags=[_clean(tag) for tag in row.get("tags") or [] if isinstance(tag, str)],
        me_too=_count(row, "votes"),
        is_locked=bool(row.get("is_locked")),
    )


def _post(row: dict[str, Any], host: str) -> FilePost:
    html = _text(row, "body_html")
    if len(html) > BODY_MAX_CHARACTERS:
        raise LineError(
            _("a text of %(length)d characters; %(limit)d fit")
            % {"length": len(html), "limit": BODY_MAX_CHARACTERS}
        )
    author = _text(row, "author").strip()
    if not author or len(author) > AUTHOR_MAX_CHARACTERS:
        raise LineError(_("“author” is empty or too long"))
    return FilePost(
        source=f"{host}/{_number(row, 'id')}",
        author=f"{author}@{host}"[:150],
        at=_moment(row, "created"),
        html=html,
        is_spam=bool(row.get("is_spam")),
        helpful=_count(row, "helpful"),
    )


def _clean(text: str) -> str:
    """Drop what no database stores: NUL and half characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _text(row: dict[str, Any], key: str) -> str:
    if key not in row:
        raise LineError(_("“%(key)s” is missing") % {"key": key})
    if not isinstance(row[key], str):
        raise LineError(_("“%(key)s” is no text") % {"key": key})
    return _clean(row[key])


def _number(row: dict[str, Any], key: str) -> int:
    if not isinstance(row.get(key), int):
        raise LineError(_("“%(key)s” is missing or no number") % {"key": key})
    return int(row[key])


def _count(row: dict[str, Any], key: str) -> int:
    value = row.get(key)
    return min(max(value, 0), 10**6) if isinstance(value, int) else 0


def _moment(row: dict[str, Any], key: str) -> datetime:
    """Read "2024-01-01 01:04:34 +0000"; what names no zone is UTC."""
    text = _text(row, key)
    try:
        moment = datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-"))
    except ValueError as error:
        reason = _("“%(key)s” is no date: %(text)s") % {"key": key, "text": text[:40]}
        raise LineError(reason) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
