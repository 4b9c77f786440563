"""What members press on threads and posts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from community.models.posts import Post
from community.models.threads import Thread


class Press(models.Model):
    """A member's press on something, once."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class MeToo(Press):
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="me_toos")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member"], name="me_too_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.thread}"


class HelpfulVote(Press):
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="helpful_votes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "member"], name="helpful_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.post}"


class Watch(Press):
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="watches")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "member"], name="watch_once")
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.thread}"
