"""Taking the name of an erased member out of what others wrote and were told."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

import search.services
from accounts.models import Notice
from base import markdown
from community.mentions import HANDLE, handles
from community.models import Post, Revision
from community.quoting import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Member

AT_ONCE = 500
# Code within a line is passed over: there, ``@`` is no call.
CODE_OR_CALL = re.compile(rf"(`+).*?\1|{HANDLE.pattern}")


def former(language: str) -> str:
    """Return what an erased member is called in ``language``."""
    with translation.override(language):
        return _("Former member")


def take_out(member: Member) -> None:
    """Call ``member`` a former member wherever our own hand wrote their name.

    That is mentions, the heads of quotes and notices. A link to their old address must
    not lead to whoever takes that name next. What others said in their own words stays.
    Belongs before the member's own row is emptied; after that, it finds nothing.
    """
    if member.is_former:
        return
    threads = _rewrite(member)
    search.services.note_changed(f"thread:{pk}" for pk in threads)
    _take_out_of_notices(member)


def _rewrite(member: Member) -> set[int]:
    """Change the posts that name or quote ``member``; return their threads."""
    path, label = member.get_absolute_url(), label_of(member)
    named = Q(mentions__member=member) | Q(body_html__contains=f'href="{path}"')
    quoted = Q(thread__posts__author=member, body_markdown__contains=f"[{label}](")
    pks = set(Post.objects.filter(named | quoted).values_list("pk", flat=True))
    threads = set()
    rows = Post.objects.filter(pk__in=pks).select_related("thread")
    for post in rows.select_for_update(of=("self",)):
        said = former(post.thread.language)
        post.body_markdown = in_markdown(post.body_markdown, member, said)
        post.body_html = in_html(post.body_html, member, said)
        post.save(update_fields=["body_markdown", "body_html"])
        threads.add(post.thread_id)
    for text in Revision.objects.filter(post__in=pks).select_related("post__thread"):
        said = former(text.post.thread.language)
        text.body_markdown = in_markdown(text.body_markdown, member, said)
        text.save(update_fields=["body_markdown"])
    return threads


def in_markdown(text: str, member: Member, said: str) -> str:
    """Return ``text`` with ``said`` for each mention of ``member`` and head of a quote."""
    head = re.compile(rf"\[{re.escape(label_of(member))}\]\(([^)\s]+)\):")
    text = head.sub(lambda hit: _head(hit, member, said), text)
    return _without_mentions(text, member.username.lower(), said)


def _head(hit: re.Match[str], member: Member, said: str) -> str:
    return f"[{said}]({hit[1]}):" if _is_post_of(hit[1], member) else hit[0]


def _is_post_of(path: str, member: Member) -> bool:
    """Whether ``path`` is a message of ``member``: others may have the same name."""
    number = re.search(r"/(\d+)/?$", path)
    post = Post.objects.filter(pk=number[1], author=member).first() if number else None
    return post is not None and post.get_absolute_url() == path


def _without_mentions(text: str, handle: str, said: str) -> str:
    """Replace ``@handle`` where it names a member: not in code."""
    if handle not in handles(text):
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    for token in markdown.parser.parse(text):
        if token.type == "inline" and token.map:
            for number in range(*token.map):
                lines[number] = CODE_OR_CALL.sub(
                    lambda hit: said if (hit[2] or "").lower() == handle else hit[0],
                    lines[number],
                )
    return "\n".join(lines)


def in_html(html: str, member: Member, said: str) -> str:
    """Return ``html`` without links to ``member``, and with ``said`` over quotes."""
    path = re.escape(member.get_absolute_url())
    html = re.sub(rf'<a [^>]*href="{path}"[^>]*>@[^<]*</a>', said, html)
    name = re.escape(escape(member.name, quote=False))
    over = re.compile(rf'(<a [^>]*href="([^"]+)"[^>]*>){name}(</a>:)')
    return over.sub(
        lambda hit: f"{hit[1]}{said}{hit[3]}" if _is_post_of(hit[2], member) else hit[0],
        html,
    )


def _take_out_of_notices(member: Member) -> None:
    """Change what others were told of the member's doings; the site keeps that text."""
    keys = [f"thread:{pk}" for pk in _threads_of(member)]
    for start in range(0, len(keys), AT_ONCE):
        told = Notice.objects.filter(
            key__in=keys[start : start + AT_ONCE], text__contains=member.name
        ).exclude(member=member)
        changed = list(_retold(told.select_related("member"), member))
        Notice.objects.bulk_update(changed, ["text"], batch_size=AT_ONCE)


def _threads_of(member: Member) -> list[int]:
    pks = Post.objects.filter(author=member).values_list("thread_id", flat=True)
    return sorted(set(pks))


def _retold(notices: Iterable[Notice], member: Member) -> Iterable[Notice]:
    posts = Post.objects.filter(author=member).values_list("pk", flat=True)
    own = {f"post:{pk}" for pk in posts}
    name = re.compile(rf"(?<!\w){re.escape(member.name)}(?!\w)")
    for notice in notices:
        # Of their messages, private or not, and of what they said as the one who asked.
        if notice.event in own or notice.event.startswith(("not_helped:", "private:")):
            said = former(notice.member.language)
            notice.text = name.sub(said, notice.text, count=1)[:300]
            yield notice
