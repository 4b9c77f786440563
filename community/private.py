"""What was said in private, at its place in time among the posts of a page.

Those who may not read it learn that it went on in private, and when: not how often, not
who of the two it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Subquery

from community import drafts
from community.forms import PrivateForm
from community.models import Post, PrivateReply
from community.reading import PAGE_SIZE
from community.services import may_reply_privately

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.http import SiteRequest
    from accounts.models import Member
    from accounts.roles import Reader
    from community.models import Thread
    from community.models.private import PrivateReplyQuerySet
    from community.reading import Reading

FIRST = 0  # stands for the place before the first post shown


@dataclass(slots=True, kw_only=True)
class Said:
    """A private reply, or for others the mark that there were some."""

    at: datetime
    reply: PrivateReply | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InPrivate:
    """The private parts of one page of a thread."""

    after: dict[int, list[Said]] = field(default_factory=dict)  # by the post before

    @property
    def first(self) -> list[Said]:
        return self.after.get(FIRST, [])


def read(thread: Thread, *, page: Reading, reader: Reader) -> InPrivate:
    """Return what was said between the posts of ``page``; one query for most readers."""
    written = _on_page(thread, page).values_list("pk", "posted_at", "thread__author")
    rows = list(written.order_by("posted_at", "pk"))
    authors = {author for _pk, _at, author in rows}
    found: dict[int, PrivateReply] = {}
    if reader.is_authenticated and rows and (reader.is_support or reader.pk in authors):
        readable = PrivateReply.objects.visible_to(reader)
        whole = readable.select_related("thread", "author__standing")
        found = whole.prefetch_related("author__groups").in_bulk([row[0] for row in rows])
    after: dict[int, list[Said]] = {}
    for pk, at, _author in rows:
        said = after.setdefault(_post_before(page.posts, at, thread), [])
        _add(said, Said(at=at, reply=found.get(pk)))
    return InPrivate(after=after)


def _add(said: list[Said], one: Said) -> None:
    """Add ``one``; several in a row that one may not read are a single line."""
    if one.reply is None and said and said[-1].reply is None:
        said[-1].at = one.at
    else:
        said.append(one)


def _on_page(thread: Thread, page: Reading) -> PrivateReplyQuerySet:
    """Those between the first post of the page and the first of the next, by time.

    The first page begins, and the last one ends, with whatever there is.
    """
    replies = PrivateReply.objects.under(thread)
    start = (page.number - 1) * PAGE_SIZE
    if page.number > 1:
        replies = replies.filter(posted_at__gte=_first_after(thread, start))
    if page.number < page.pages:
        replies = replies.filter(posted_at__lt=_first_after(thread, start + PAGE_SIZE))
    return replies


def _first_after(thread: Thread, position: int) -> Subquery:
    later = Post.objects.filter(thread=thread, position__gt=position)
    return Subquery(later.order_by("position").values("posted_at")[:1])


def _post_before(posts: list[Post], moment: datetime, thread: Thread) -> int:
    """Return the post to stand behind: the last one written before, in its own place.

    The accepted answer is out of its place, directly behind the question.
    """
    accepted = thread.accepted_post_id
    earlier = [
        post.pk for post in posts if post.posted_at <= moment and post.pk != accepted
    ]
    if not earlier:
        return FIRST
    is_behind_question = posts[0].position == 1 and earlier[-1] == posts[0].pk
    is_accepted_next = len(posts) > 1 and posts[1].pk == accepted
    return posts[1].pk if is_behind_question and is_accepted_next else earlier[-1]


def page_of(reply: PrivateReply, thread: Thread) -> int:
    """Return the page of ``thread`` on which ``reply`` stands."""
    before = thread.posts.filter(posted_at__lte=reply.posted_at)
    last = before.order_by("-position").values_list("position", flat=True).first() or 1
    return (last - 1) // PAGE_SIZE + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """The form below a thread in which one of the two goes on in private."""

    form: PrivateForm
    draft: str
    preview: str = ""
    is_restored: bool = False
    is_open: bool = True


def draft_name(thread: Thread) -> str:
    return f"private:{thread.pk}"


def composer(request: SiteRequest, thread: Thread) -> Composer | None:
    """Return the form for those who may write in private here, with what they kept.

    It stands open where the other side has the last word, or where a text waits in it.
    """
    reader, name = request.user, draft_name(thread)
    if reader.is_anonymous or not may_reply_privately(thread=thread, by=reader):
        return None
    draft = drafts.restore(request, name=name)
    return Composer(
        form=PrivateForm(initial=draft),
        draft=name,
        is_restored=bool(draft),
        is_open=bool(draft) or _is_answer_due(thread, reader),
    )


def _is_answer_due(thread: Thread, reader: Member) -> bool:
    ours = PrivateReply.objects.under(thread).filter(thread__author=thread.author_id)
    last = ours.order_by("posted_at", "pk").last()
    is_mine = reader.pk == thread.author_id
    return last is not None and (last.author_id == thread.author_id) is not is_mine
