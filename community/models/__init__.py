"""The forum: boards, threads, posts, and what members press on them."""

from __future__ import annotations

from community.models.attachments import Attachment
from community.models.boards import Board, Tag
from community.models.claims import Claim
from community.models.drafts import Draft
from community.models.fields import BoardField, FieldValue
from community.models.follows import Follow, Mention
from community.models.moderation import Action, Flag, Review, posts_to_review
from community.models.posts import Post
from community.models.presses import HelpfulVote, MeToo, Press, Watch
from community.models.private import PrivateReply
from community.models.revisions import Revision
from community.models.standing import Badge, ReadDay, ReadThread, Standing
from community.models.threads import LANGUAGES, SupportState, Thread, ThreadQuerySet
from community.trust import Trust

__all__ = [
    "LANGUAGES",
    "Action",
    "Attachment",
    "Badge",
    "Board",
    "BoardField",
    "Claim",
    "Draft",
    "FieldValue",
    "Flag",
    "Follow",
    "HelpfulVote",
    "MeToo",
    "Mention",
    "Post",
    "Press",
    "PrivateReply",
    "ReadDay",
    "ReadThread",
    "Review",
    "Revision",
    "Standing",
    "SupportState",
    "Tag",
    "Thread",
    "ThreadQuerySet",
    "Trust",
    "Watch",
    "posts_to_review",
]
