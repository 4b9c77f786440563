"""Answers that come by mail: into the discussion, with their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.notices import in_each_language, tell
from base import limits
from community import services
from community.models import Thread
from community.notices import TITLE_SHOWN
from community.services.attaching import attach

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from accounts.inbound.parsing import Enclosure
    from accounts.models import Member
    from community.models import Post

FILES_AT_ONCE = 10
NAME_SHOWN = 60
NOTICE_MAX_CHARACTERS = 300  # as Notice.text


def take(
    *,
    pk: int,
    member: Member,
    text: str,
    enclosures: Sequence[Enclosure],
    taken: Callable[[], None],
) -> None:
    """Answer thread ``pk``, or the one it was merged into; see ``accounts.inbound.Taker``.

    A file that may not be added does not hold the text back: its author is told.

    Raises:
        LimitReached: too often; another try later works.
        PermissionDenied, ValidationError: it may not be added.
    """
    thread = _thread(pk, member)
    _check_open(thread, member)
    limits.hit("answer", f"member:{member.pk}")
    lines, refused = _attach(member, enclosures)
    if not text and not lines:
        raise ValidationError([f"{name}: {reason}" for name, reason in refused])
    with transaction.atomic():
        body = "\n\n".join([text, *lines]).strip()
        post = services.answer(thread=thread, by=member, body=body)
        if refused:
            _tell_refused(post, refused)
        taken()


def _thread(pk: int, member: Member) -> Thread:
    """Return where the answer goes: a merged thread is a signpost to another."""
    seen: set[int] = set()
    while pk not in seen:
        seen.add(pk)
        into = Thread.objects.filter(pk=pk).values_list("merged_into", flat=True).first()
        pk = into or pk
    thread = Thread.objects.visible_to(member).filter(pk=pk).first()
    if thread is None:
        raise PermissionDenied(
            _("This discussion is no longer there, or you may no longer read it.")
        )
    return thread


def _check_open(thread: Thread, member: Member) -> None:
    """Say first what makes the files useless; the service decides all the same."""
    if thread.is_locked and not member.is_moderator:
        raise ValidationError(
            _("This discussion is locked. Ask a new question and link to this one.")
        )


def _attach(
    member: Member, enclosures: Sequence[Enclosure]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the lines that name the files kept, and name and reason of the others."""
    lines, refused = [], []
    for enclosure in enclosures[:FILES_AT_ONCE]:
        limits.hit("upload", f"member:{member.pk}")
        upload = SimpleUploadedFile(enclosure.name, enclosure.content)
        try:
            lines.append(attach(by=member, upload=upload).markdown)
        except ValidationError as error:
            refused.append((enclosure.name[:NAME_SHOWN], " ".join(error.messages)))
    most = _("Only %(count)s files fit into one mail.") % {"count": FILES_AT_ONCE}
    left = enclosures[FILES_AT_ONCE:]
    return lines, refused + [(enclosure.name[:NAME_SHOWN], most) for enclosure in left]


def _tell_refused(post: Post, refused: Sequence[tuple[str, str]]) -> None:
    """Tell the author which files of the mail the answer goes without, and why."""
    tell(
        members=[post.author],
        kind="files_left_out",
        key=post.thread.key,
        event=f"files_left_out:{post.pk}",
        text=in_each_language(lambda: _said(post, refused)),
        url=post.get_absolute_url(),
        at=post.posted_at,
    )


def _said(post: Post, refused: Sequence[tuple[str, str]]) -> str:
    head = ngettext(
        "%(count)s file of your mail is not in “%(title)s”.",
        "%(count)s files of your mail are not in “%(title)s”.",
        len(refused),
    ) % {"count": len(refused), "title": post.thread.title[:TITLE_SHOWN]}
    whole = "\n".join([head, *(f"{name}: {reason}" for name, reason in refused)])
    if len(whole) <= NOTICE_MAX_CHARACTERS:
        return whole
    names = ", ".join(name for name, _reason in refused)
    return f"{head}\n{names}"
