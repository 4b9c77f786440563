"""What the forum holds of a member: words, presses, and what moderators decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from accounts.personal import address, plain, rows
from base import attachments
from community import forgetting, former_names
from community.models import (
    Action,
    Attachment,
    Badge,
    FieldValue,
    Flag,
    Follow,
    HelpfulVote,
    Mention,
    MeToo,
    Post,
    PrivateReply,
    ReadDay,
    ReadThread,
    Revision,
    Standing,
    Thread,
    Watch,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files import File
    from django.db.models import QuerySet

    from accounts.models import Member
    from accounts.personal import Row

KEPT = (Action, Attachment, Flag, HelpfulVote, MeToo, Post, PrivateReply, Revision, Thread)
covers = frozenset(model._meta.label for model in (*KEPT, *forgetting.GONE))


def export(member: Member) -> dict[str, list[Row]]:
    """Return it by subject. Drafts are not there: a browser has them, no account."""
    return _written(member) | _pressed(member) | _read(member) | _judged(member)


def files(member: Member) -> Iterator[tuple[str, File[bytes]]]:
    for attachment in Attachment.objects.filter(owner=member).order_by("at"):
        yield _place(attachment), attachment.file


def erase(member: Member) -> None:
    """Keep threads, posts and counts; forget who wrote them, and all that was private."""
    former_names.take_out(member)
    forgetting.forget(member)


def _written(member: Member) -> dict[str, list[Row]]:
    threads = Thread.objects.filter(author=member).select_related("board")
    posts = Post.objects.filter(author=member).select_related("thread")
    former = Revision.objects.filter(post__author=member).select_related("post")
    private = PrivateReply.objects.filter(Q(author=member) | Q(thread__author=member))
    added = Attachment.objects.filter(owner=member)
    return {
        "discussions": [_thread(thread) for thread in threads.order_by("asked_at")],
        "messages": _messages(posts.order_by("posted_at", "pk"), member),
        "former texts": [_former(text) for text in former.order_by("replaced_at", "pk")],
        "private replies": [_private(reply, member) for reply in private.distinct()],
        "attachments": [_attachment(each) for each in added.order_by("at")],
    }


def _thread(thread: Thread) -> Row:
    fields = FieldValue.objects.filter(thread=thread).select_related("field")
    return {
        "at": plain(thread.asked_at),
        "title": thread.title,
        "board": thread.board.title,
        "kind": str(thread.get_kind_display()),
        "language": thread.language,
        "tags": [tag.name for tag in thread.tags.all()],
        "address": address(thread.get_absolute_url()),
        "filled in": {value.field.label: value.value for value in fields},
    }


def _messages(posts: QuerySet[Post], member: Member) -> list[Row]:
    readable = _readable(posts, member)
    return [_post(post, is_readable=post.thread_id in readable) for post in posts]


def _readable(found: QuerySet[Any], member: Member) -> set[int]:
    """Return the threads of ``found`` that ``member`` may read now.

    What has happened to the others since, a new title among it, is not theirs to know.
    """
    threads = Thread.objects.filter(pk__in=found.order_by().values("thread"))
    readable = threads.visible_to(member) | threads.filter(author=member)
    return set(readable.values_list("pk", flat=True))


def _post(post: Post, *, is_readable: bool) -> Row:
    return {
        "at": plain(post.posted_at),
        "discussion": post.thread.title if is_readable else "",
        "address": address(post.get_absolute_url()),
        "text": post.body_markdown or post.body_html,
        "edited at": plain(post.edited_at),
        "found helpful by": post.helpful_count,
        "taken down at": plain(post.hidden_at),
        "why": post.hidden_reason,
    }


def _former(text: Revision) -> Row:
    return {
        "message": address(text.post.get_absolute_url()),
        "number": text.number,
        "title": text.title,
        "text": text.body_markdown,
        "replaced at": plain(text.replaced_at),
        "by you": text.replaced_by_id == text.post.author_id,
        "why": text.why,
    }


def _private(reply: PrivateReply, member: Member) -> Row:
    return {
        "at": plain(reply.posted_at),
        "by": "you" if reply.author_id == member.pk else "the other side",
        "address": address(reply.get_absolute_url()),
        "text": reply.body_markdown,
    }


def _attachment(attachment: Attachment) -> Row:
    return {
        "at": plain(attachment.at),
        "name": attachment.name,
        "kind": attachment.content_type,
        "bytes": attachment.size,
        "address": address(attachment.get_absolute_url()),
        "file": _place(attachment),
    }


def _place(attachment: Attachment) -> str:
    """Return where the file lies in the archive: an ending, but no path, of theirs."""
    name = attachments.address_name(attachment.name)
    return f"files/{attachment.pk}-{name}"


def _pressed(member: Member) -> dict[str, list[Row]]:
    return {
        "helpful votes": _to_posts(HelpfulVote.objects.filter(member=member)),
        "me too": _to_threads(MeToo.objects.filter(member=member), member),
        "discussions you watch": _to_threads(Watch.objects.filter(member=member), member),
        "what you follow": [
            {"at": plain(each.at), "what": str(each.board or each.tag or each.author)}
            for each in Follow.objects.filter(member=member).order_by("at")
        ],
        "messages that name you": _to_posts(Mention.objects.filter(member=member)),
        "reports you made": [_flag(flag) for flag in Flag.objects.filter(member=member)],
    }


def _to_posts(found: QuerySet[HelpfulVote] | QuerySet[Mention]) -> list[Row]:
    return [
        {"at": plain(each.at), "message": address(each.post.get_absolute_url())}
        for each in found.select_related("post").order_by("at")
    ]


def _to_threads(found: QuerySet[MeToo] | QuerySet[Watch], member: Member) -> list[Row]:
    readable = _readable(found, member)
    return [
        {
            "at": plain(each.at),
            "discussion": each.thread.title if each.thread_id in readable else "",
            "address": address(each.thread.get_absolute_url()),
        }
        for each in found.select_related("thread").order_by("at")
    ]


def _flag(flag: Flag) -> Row:
    return {
        "at": plain(flag.at),
        "message": address(flag.post.get_absolute_url()),
        "why": str(flag.get_why_display()),
        "in your words": flag.note,
        "a moderator agreed": flag.was_right,
    }


def _read(member: Member) -> dict[str, list[Row]]:
    days = ReadDay.objects.filter(member=member).order_by("on")
    read = ReadThread.objects.filter(member=member).order_by("at").select_related("thread")
    return {
        "days you read": rows(
            days, day="on", discussions="threads", messages="posts", seconds="seconds"
        ),
        "discussions you read": [
            {
                "at": plain(each.at),
                "address": address(each.thread.get_absolute_url()),
                "as far as message": each.position,
            }
            for each in read
        ],
    }


def _judged(member: Member) -> dict[str, list[Row]]:
    """Return what they earned, and what moderators did; never who reported them."""
    about = Q(member=member) | Q(post__author=member) | Q(post=None, thread__author=member)
    actions = Action.objects.filter(about).select_related("thread", "post")
    return {
        "standing": [
            {
                "trust": str(each.get_trust_display()),
                "since": plain(each.trust_since),
                "set by staff": each.is_fixed,
                "reputation": each.reputation,
            }
            for each in Standing.objects.filter(member=member)
        ],
        "badges": rows(Badge.objects.filter(member=member), at="at", badge="kind"),
        "decisions of moderators": [_decision(each) for each in actions],
    }


def _decision(action: Action) -> Row:
    about = action.post or action.thread
    return {
        "at": plain(action.at),
        "what": str(action.get_kind_display()),
        "reason": action.reason,
        "about": address(about.get_absolute_url()) if about else "",
        "undone at": plain(action.undone_at),
    }
