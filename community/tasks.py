"""What the worker does for the forum; each may run twice and does it once."""

from __future__ import annotations

from django_tasks import task

from community.models import Post
from community.services import holding, judging
from community.spam import akismet


@task()
def ask_akismet(post_id: int) -> None:
    """Hold a message that Akismet takes for spam; asked outside of any transaction."""
    posts = Post.objects.select_related("author", "thread__board")
    post = posts.filter(pk=post_id, hidden_at=None).first()
    if post and (reason := akismet.ask(judging.facts_of(post))):
        holding.hold_again(post=post, reasons=[[reason.code, reason.count]])
