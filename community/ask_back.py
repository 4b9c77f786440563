"""The link by which an author says, without signing in, whether the answers helped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.urls import reverse

from community.models import Thread

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from community.models import Post

SALT = "community.ask_back"
LASTS = timedelta(days=60)


def url_for(thread: Thread) -> str:
    """Return the path that is good for this thread, its author and this purpose alone."""
    token = signing.dumps([thread.pk, thread.author_id], salt=SALT, compress=True)
    return reverse("community:solved", args=[token])


def thread_of(token: str) -> Thread | None:
    """Return the thread that ``token`` speaks of, while its author may still read it."""
    try:
        pk, author = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    threads = Thread.objects.select_related("author", "board")
    thread = threads.filter(pk=pk, author=author, hidden_at=None).first()
    if thread is None or not thread.author.is_active:
        return None
    return thread if thread.board.audience <= thread.author.audience else None


def answers_to(thread: Thread) -> QuerySet[Post]:
    """Return what may have solved it: visible answers by others, the first first."""
    answers = thread.posts.answers().filter(hidden_at=None)
    return answers.exclude(author=thread.author_id).select_related("author")
