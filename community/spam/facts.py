"""What the score may know of a message: plain values, all but the text optional."""

from __future__ import annotations

from dataclasses import dataclass

NEW_BELOW_POSTS = 3
NEW_BELOW_DAYS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A message as its author sends it; what is unknown weighs nothing either way."""

    text: str  # Markdown or plain
    title: str = ""  # of the thread, when the message opens it
    earlier_posts: int | None = None  # by the author, shown today
    account_days: float | None = None
    seconds_since_last: float | None = None  # since the author's last message
    recent_texts: tuple[str, ...] = ()  # of the last day, by this author or anybody
    own_hosts: frozenset[str] = frozenset()  # of the forum and of the company
    trusted_hosts: frozenset[str] = frozenset()  # that messages here have long linked to

    @property
    def is_from_newcomer(self) -> bool:
        """Whether the author is known to be new; who is unknown is not."""
        few = self.earlier_posts is not None and self.earlier_posts < NEW_BELOW_POSTS
        young = self.account_days is not None and self.account_days < NEW_BELOW_DAYS
        return few or young
