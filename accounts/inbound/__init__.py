"""Mail from members: taken apart, checked, and handed to the app it is for."""

from __future__ import annotations

from accounts.inbound.receiving import Receipt, Taker, forget, receive
from accounts.inbound.refusals import Why

__all__ = ["Receipt", "Taker", "Why", "forget", "receive"]
