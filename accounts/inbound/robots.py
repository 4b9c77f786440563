"""Telling mail that no person has just written: bounces, holiday answers, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.inbound.parsing import header
from accounts.inbound.refusals import Why

if TYPE_CHECKING:
    from email.message import Message

# There is no standard but the first; these are what programs write.
AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From")
OF_LISTS = ("List-Id", "List-Unsubscribe", "List-Post", "X-Loop")
PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
BOUNCERS = ("mailer-daemon@", "postmaster@")
REPORTS = frozenset({"multipart/report", "message/delivery-status"})
EMPTY_PATH = "<>"


def robot(
    message: Message, *, envelope_from: str | None, senders: tuple[str, ...]
) -> Why | None:
    """Return why ``message`` is no person's; None if nothing says so.

    Args:
        envelope_from: as the mail server told it, "" for none; None if it did not tell.
    """
    return_path = header(message, "Return-Path")
    if envelope_from in {"", EMPTY_PATH} or return_path == EMPTY_PATH:
        return Why.AUTOMATIC if _is_marked(message) else Why.BOUNCE
    if message.get_content_type() in REPORTS or "X-Failed-Recipients" in message:
        return Why.BOUNCE
    if any(sender.startswith(BOUNCERS) for sender in senders):
        return Why.BOUNCE
    is_list = any(name in message for name in OF_LISTS)
    return Why.AUTOMATIC if is_list or _is_marked(message) else None


def _is_marked(message: Message) -> bool:
    """Whether its headers say that a program wrote it.

    Source: RFC 3834, 5 (Auto-Submitted), and Microsoft's MS-OXCMAIL, 2.2.3.2.14:
    X-Auto-Response-Suppress is a wish of the sender, so it says nothing by itself.
    """
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in {"", "no"}:
        return True
    if header(message, "Precedence").lower() in PRECEDENCE:
        return True
    if header(message, "X-Precedence").lower() in PRECEDENCE:
        return True
    return any(name in message for name in AUTOMATIC)
