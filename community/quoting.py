"""What a composer holds when somebody answers to one message in particular."""

from __future__ import annotations

from typing import TYPE_CHECKING

from base.sanitize import plain_text

if TYPE_CHECKING:
    from accounts.models import Member
    from community.models import Post

QUOTED_MAX_CHARACTERS = 2000


def source_line(post: Post) -> str:
    """Return who wrote it, as a link to the message, in Markdown."""
    return f"[{label_of(post.author)}]({post.get_absolute_url()}):"


def label_of(member: Member) -> str:
    """Return the name of ``member`` as it stands in the Markdown over a quote."""
    return member.name.translate({ord(mark): f"\\{mark}" for mark in "[]\\*_`<"})


def quote(post: Post) -> str:
    """Return ``post`` as a Markdown quote with its source, and an empty line to go on.

    What stands in it as a quote already is left out: the reader has seen it above.
    """
    text = post.body_markdown or plain_text(post.body_html)
    own = [line for line in text.splitlines() if not line.startswith(">")]
    shown = "\n".join(own).strip()[:QUOTED_MAX_CHARACTERS]
    lines = [source_line(post), "", *shown.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
