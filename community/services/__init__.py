"""What people do in the forum. Each verb is one transaction and may be pressed twice.

Every verb takes ``at``, when it happened: an import and the demo play back the past.
"""

from __future__ import annotations

from community.services.asking import answer, ask
from community.services.claiming import claim, release
from community.services.counting import recount
from community.services.editing import delete_post, edit_post
from community.services.following import follow, unfollow
from community.services.following_up import ask_back_due, lock_solved, say_not_helped
from community.services.holding import let_through
from community.services.moderating import (
    flag,
    hide_post,
    keep_post,
    move_thread,
    restore_post,
    set_locked,
    set_pinned,
)
from community.services.presses import mark_helpful, press_me_too, unwatch, watch
from community.services.private import may_reply_privately, reply_privately
from community.services.rearranging import merge_threads, split_thread
from community.services.reviewing import decide, take_up
from community.services.sanctions import release as release_member
from community.services.sanctions import suspend, warn
from community.services.solving import accept_answer, undo_accept
from community.services.standing import set_support_state
from community.services.thanking import recount_reputation
from community.services.tidying import tidy
from community.services.trusting import note_read, review_trust, set_trust
from community.services.undoing import undo
from community.services.writing import TITLE_MAX_CHARACTERS, TITLE_MIN_CHARACTERS

__all__ = [
    "TITLE_MAX_CHARACTERS",
    "TITLE_MIN_CHARACTERS",
    "accept_answer",
    "answer",
    "ask",
    "ask_back_due",
    "claim",
    "decide",
    "delete_post",
    "edit_post",
    "flag",
    "follow",
    "hide_post",
    "keep_post",
    "let_through",
    "lock_solved",
    "mark_helpful",
    "may_reply_privately",
    "merge_threads",
    "move_thread",
    "note_read",
    "press_me_too",
    "recount",
    "recount_reputation",
    "release",
    "release_member",
    "reply_privately",
    "restore_post",
    "review_trust",
    "say_not_helped",
    "set_locked",
    "set_pinned",
    "set_support_state",
    "set_trust",
    "split_thread",
    "suspend",
    "take_up",
    "tidy",
    "undo",
    "undo_accept",
    "unfollow",
    "unwatch",
    "warn",
    "watch",
]
