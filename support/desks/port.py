"""What every desk promises; the rest of support knows no other word of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from datetime import datetime

Packet = dict[str, Any]  # as support.packet builds it


class DeskError(Exception):
    """The desk could not be reached or said no; trying again later may help."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a desk can do beyond opening a request."""

    is_here: bool  # its pages are ours; replies come through our own services
    takes_messages: bool
    closes: bool


class Desk(Protocol):
    """Requests by ``reference``, a text of ours that is unique for ever."""

    capabilities: Capabilities

    def find(self, reference: str) -> str | None:
        """Return the number of the request opened under ``reference``, if there is one.

        Raises:
            DeskError: the desk cannot say.
        """

    def open(self, reference: str, packet: Packet, *, at: datetime | None = None) -> str:
        """Open a request and return its number; the same reference never opens two.

        Raises:
            DeskError: no request was opened, or the desk cannot say.
        """

    def append(self, reference: str, body: str, *, by_id: int) -> None:
        """Add a message in Markdown by a member to the request.

        Raises:
            DeskError: there is no such request, or the desk cannot be reached.
        """

    def close(self, reference: str, *, at: datetime | None = None) -> None:
        """Close the request; one already closed stays closed.

        Raises:
            DeskError: there is no such request, or the desk cannot be reached.
        """


@cache
def _build(path: str) -> Desk:
    desk: Desk = import_string(path)()
    return desk


def get_desk() -> Desk:
    """Return the desk named in settings, built once per process."""
    return _build(settings.DESK)
