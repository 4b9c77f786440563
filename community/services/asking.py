"""Opening a thread, and adding to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

import search.services
from accounts.models import Member
from community.models import Board, Claim, Post, Tag, Thread, Watch
from community.services import judging
from community.services.counting import recount
from community.services.filling import check_values, fill_in
from community.services.holding import hold
from community.services.limiting import check_limits
from community.services.publishing import publish
from community.services.writing import (
    SAME_PRESS,
    add_post,
    check_body,
    check_title,
    may_write,
)
from community.tasks import ask_akismet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

TAGS_MAX = 5


@transaction.atomic
def ask(
    *,
    board: Board,
    by: Member,
    title: str,
    body: str,
    kind: str = Thread.Kind.QUESTION,
    language: str = "en",
    tags: Iterable[str] = (),
    values: Mapping[int, str] | None = None,
    at: datetime | None = None,
    visit: Any = None,
) -> Thread:
    """Open a thread with its opening post; its author watches it from then on.

    Args:
        values: what the board asks for, ``{pk of the field: text}``; None where nobody
            could be asked: an import, a mail.
        visit: the ``search.visit.Visit`` in which it was asked, if there was one; the
            searches and articles of that visit may later join a request to support.

    Raises:
        PermissionDenied: ``by`` may not read the board or is no longer active.
        ValidationError: title or body are missing or too long, by field; or it is more
            than the trust in ``by`` allows.
    """
    may_write(by, board)
    title, body = check_title(title), check_body(body)
    kept = check_values(board, values) if values is not None else {}
    moment = at or timezone.now()
    # Of two presses at one moment the second finds the first; so do the limits.
    Member.objects.select_for_update(no_key=True).get(pk=by.pk)
    if twin := _same_thread(board, by, title, moment):
        return twin
    check_limits(member=by, body_markdown=body, is_thread=True, at=moment)
    thread = Thread.objects.create(
        board=board,
        author=by,
        kind=kind,
        title=title,
        slug=slugify(title)[:80].strip("-") or "thread",
        language=language,
        asked_at=moment,
        last_post_at=moment,
    )
    thread.tags.set(_tags(tags))
    fill_in(thread, kept)
    post = add_post(thread, by, body, moment, position=1)
    Watch.objects.create(thread=thread, member=by, at=moment)
    _publish_or_hold(post)
    if visit is not None:
        search.services.record_outcome(
            visit=visit,
            kind="asked",
            key=thread.key,
            text=title,
            language=language,
            at=moment,
        )
    return thread


def _publish_or_hold(post: Post) -> None:
    if reasons := judging.reasons_to_hold(post):
        hold(post, reasons=reasons, at=post.posted_at)
        return
    publish(post)
    if judging.wants_second_opinion(post):
        ask_akismet.enqueue(post.pk)


def _same_thread(board: Board, by: Member, title: str, moment: datetime) -> Thread | None:
    return Thread.objects.filter(
        board=board,
        author=by,
        title=title,
        asked_at__range=(moment - SAME_PRESS, moment + SAME_PRESS),
    ).first()


def _tags(names: Iterable[str]) -> list[Tag]:
    slugs = list(dict.fromkeys(slug for name in names if (slug := slugify(name)[:40])))
    return [Tag.objects.get_or_create(name=slug)[0] for slug in slugs[:TAGS_MAX]]


@transaction.atomic
def answer(
    *,
    thread: Thread,
    by: Member,
    body: str,
    at: datetime | None = None,
    as_support: bool = False,
) -> Post:
    """Add a post to ``thread`` and tell those who watch it.

    Raises:
        PermissionDenied: ``by`` may not read the board or is no longer active.
        ValidationError: the thread is locked, the text is missing or too long, or it is
            more than the trust in ``by`` allows.
    """
    thread = (
        Thread.objects.select_for_update(of=("self",))
        .select_related("board")
        .get(pk=thread.pk)
    )
    may_write(by, thread.board)
    if thread.is_locked and not by.is_moderator:
        raise ValidationError(
            _("This discussion is locked. Ask a new question and link to this one.")
        )
    body = check_body(body)
    moment = at or timezone.now()
    last = thread.posts.order_by("-position").first()
    if last and _is_same_post(last, by, body, moment):
        return last
    if not as_support:
        check_limits(member=by, body_markdown=body, is_thread=False, at=moment)
    position = last.position + 1 if last else 1
    post = add_post(thread, by, body, moment, position=position, as_support=as_support)
    Claim.objects.filter(thread=thread, member=by).delete()
    Watch.objects.get_or_create(thread=thread, member=by, defaults={"at": moment})
    if by.pk != thread.author_id:
        thread.not_helped_at = None
        thread.save(update_fields=["not_helped_at"])
    _publish_or_hold(post)
    recount(thread)
    return post


def _is_same_post(last: Post, by: Member, body: str, moment: datetime) -> bool:
    is_recent = abs(moment - last.posted_at) <= SAME_PRESS
    return last.author_id == by.pk and last.body_markdown == body and is_recent
